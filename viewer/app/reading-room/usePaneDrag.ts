import { useEffect, type RefObject } from 'react';

/** A drag with the left button or one finger: CSS pixels from the pane's upper left corner. */
export interface PaneDrag {
  start(at: readonly [number, number]): void;
  move?(at: readonly [number, number]): void;
  end?(at: readonly [number, number]): void;
  /** The drag was broken off: a second finger, another window. */
  cancel?(): void;
}

/** Follows drags over the element that holds `child` while `active`; other buttons and fingers stay with the engine's tools. */
export function usePaneDrag(child: RefObject<Element | null>, active: boolean, drag: PaneDrag): void {
  useEffect(() => {
    const pane = child.current?.closest<HTMLElement>('[data-viewport]');
    if (!pane || !active) return;
    let pointer: number | undefined;
    const at = (event: PointerEvent): readonly [number, number] => {
      const box = pane.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const onDown = (event: PointerEvent): void => {
      if (pointer !== undefined && event.pointerId !== pointer) {
        pointer = undefined;
        drag.cancel?.();
        return;
      }
      const ownControl =
        event.target instanceof Element && event.target.closest('button, [role=scrollbar], [data-handle]');
      if (event.button !== 0 || ownControl) return;
      pointer = event.pointerId;
      drag.start(at(event));
    };
    const onMove = (event: PointerEvent): void => {
      if (event.pointerId === pointer) drag.move?.(at(event));
    };
    const onUp = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      drag.end?.(at(event));
    };
    const onCancel = (event: PointerEvent): void => {
      if (event.pointerId !== pointer) return;
      pointer = undefined;
      drag.cancel?.();
    };
    pane.addEventListener('pointerdown', onDown);
    // On the window: a drag goes on outside the pane and ends there.
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', onCancel);
    return () => {
      pane.removeEventListener('pointerdown', onDown);
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', onCancel);
    };
  }, [child, active, drag]);
}
