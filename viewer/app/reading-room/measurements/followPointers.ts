import type { MeasurementHand, PlanePoint } from '../../../imaging/index.ts';

/** What of the page the pointers are followed on. */
export interface PointerGround {
  /** The viewport's pane: its own controls, which lie over the canvas, are left alone. */
  pane: HTMLElement;
  canvas(): HTMLElement | undefined;
  /** Whether a measuring tool is active. */
  measuring(): boolean;
}

/**
 * Gives main button and single finger to the hand where it wants them, and lets everything else through to the engine's
 * tools: other buttons, two fingers, the wheel. The returned function ends that.
 */
export function followPointers(
  { pane, canvas, measuring }: PointerGround,
  hand: MeasurementHand,
): () => void {
  /** The pointer the hand has; the fingers that are down, and where they came down. */
  let owned: number | undefined;
  const fingers = new Map<number, PlanePoint>();

  const place = (event: PointerEvent): PlanePoint => {
    const box = (canvas() ?? pane).getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const onCanvas = (event: Event): boolean => canvas()?.contains(event.target as Node) ?? false;
  const isTouch = (event: PointerEvent): boolean => event.pointerType === 'touch';

  const onDown = (event: PointerEvent): void => {
    if (!onCanvas(event) || (!isTouch(event) && event.button !== 0)) return;
    if (isTouch(event)) fingers.set(event.pointerId, place(event));
    if (fingers.size > 1) {
      owned = undefined;
      return hand.cancel();
    }
    // Its default, which is prevented below, would have taken the focus out of a field, and that ends the writing in it.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    if (!hand.press({ at: place(event), touch: isTouch(event) })) return;
    owned = event.pointerId;
    pane.setPointerCapture(event.pointerId);
    event.stopPropagation();
    // No mouse events follow: the engine's tools do not see this press.
    event.preventDefault();
  };
  const onMove = (event: PointerEvent): void => {
    if (owned === event.pointerId || (owned === undefined && event.buttons === 0 && onCanvas(event)))
      hand.move({ at: place(event), touch: isTouch(event) });
  };
  const onUp = (event: PointerEvent): void => {
    const came = fingers.get(event.pointerId);
    fingers.delete(event.pointerId);
    if (owned === event.pointerId) {
      owned = undefined;
      hand.release({ at: place(event), touch: isTouch(event) });
    } else if (came && fingers.size === 0) {
      const [x, y] = place(event);
      if (Math.hypot(x - came[0], y - came[1]) < 8) hand.tap([x, y]);
    }
  };
  const onCancel = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (owned !== event.pointerId) return;
    owned = undefined;
    hand.cancel();
  };
  const onTouch = (event: TouchEvent): void => {
    if (owned !== undefined) event.stopPropagation();
  };
  const onDoubleClick = (event: MouseEvent): void => {
    if (!onCanvas(event) || !(measuring() || hand.state.hovered)) return;
    hand.finish();
    event.stopPropagation();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !hand.busy) return;
    hand.cancel();
    owned = undefined;
    event.preventDefault();
    event.stopPropagation();
  };
  const onLeave = (): void => hand.leave();

  const ending = new AbortController();
  const capture = { capture: true, signal: ending.signal };
  pane.addEventListener('pointerdown', onDown, capture);
  pane.addEventListener('pointermove', onMove, capture);
  pane.addEventListener('pointerup', onUp, capture);
  pane.addEventListener('pointercancel', onCancel, capture);
  pane.addEventListener('pointerleave', onLeave, { signal: ending.signal });
  for (const type of ['touchstart', 'touchmove', 'touchend'] as const)
    pane.addEventListener(type, onTouch, capture);
  pane.addEventListener('dblclick', onDoubleClick, capture);
  window.addEventListener('keydown', onKey, capture);
  return () => ending.abort();
}
