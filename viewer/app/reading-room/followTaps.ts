/** What fingers ask for beside dragging. */
export interface Taps {
  /** A finger rests, `at` in CSS px of the page; told again as it moves, until `onReleased`. */
  onHeld(at: { clientX: number; clientY: number }): void;
  onReleased(): void;
  onDoubleTap(): void;
}

const longPressMs = 450;
const doubleTapMs = 320;
/** A finger never lies quite still. */
const slackPx = 12;

/**
 * Recognises the long press and the double tap of one finger over a pane. While a finger is held nothing of it reaches the
 * engine's tools. What others have taken (a press whose default is prevented) and controls over the image are left alone.
 */
export function followTaps(pane: HTMLElement, taps: Taps): () => void {
  const fingers = new Set<number>();
  let down: PointerEvent | undefined;
  let timer = 0;
  let held = false;
  let lastTap: { clientX: number; clientY: number; timeStamp: number } | undefined;

  const giveUp = (): void => {
    clearTimeout(timer);
    down = undefined;
    if (held) taps.onReleased();
    held = false;
  };
  const onDown = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return;
    fingers.add(event.pointerId);
    const control = event.target instanceof Element && event.target.closest('button, [role=scrollbar], a');
    if (fingers.size > 1 || control || event.defaultPrevented) {
      lastTap = undefined;
      return giveUp();
    }
    down = event;
    timer = window.setTimeout(() => {
      held = true;
      taps.onHeld(event);
    }, longPressMs);
  };
  const onMove = (event: PointerEvent): void => {
    if (!down || event.pointerId !== down.pointerId) return;
    if (held) {
      event.stopPropagation();
      taps.onHeld(event);
    } else if (apart(event, down) > slackPx) giveUp();
  };
  const onUp = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    if (!down || event.pointerId !== down.pointerId) return;
    const tapped = !held && event.type === 'pointerup';
    giveUp();
    if (!tapped) lastTap = undefined;
    else if (
      lastTap &&
      event.timeStamp - lastTap.timeStamp < doubleTapMs &&
      apart(event, lastTap) < 3 * slackPx
    ) {
      lastTap = undefined;
      taps.onDoubleTap();
    } else lastTap = event;
  };
  const onTouchMove = (event: TouchEvent): void => {
    if (held) event.stopPropagation();
  };

  const ending = new AbortController();
  const capture = { capture: true, signal: ending.signal };
  pane.addEventListener('pointerdown', onDown, capture);
  // On the window: fingers are lifted, and moved, outside the pane too.
  window.addEventListener('pointermove', onMove, capture);
  window.addEventListener('pointerup', onUp, capture);
  window.addEventListener('pointercancel', onUp, capture);
  pane.addEventListener('touchmove', onTouchMove, capture);
  return () => {
    giveUp();
    ending.abort();
  };
}

const apart = (a: { clientX: number; clientY: number }, b: { clientX: number; clientY: number }): number =>
  Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
