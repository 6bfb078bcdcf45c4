import { useEffect, type RefObject } from 'react';
import type { VolumeView } from '../../../imaging/index.ts';

const zoomPerNotch = 1.1;
const zoomPerPixel = 1.005;

/**
 * Left button or one finger turns, middle button (or Shift) moves, right button and wheel zoom, two fingers pinch and move.
 */
export function useVolumeHands(surface: RefObject<HTMLElement | null>, view: VolumeView): void {
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const pointers = new Map<number, { x: number; y: number }>();
    const stop = new AbortController();
    const { signal } = stop;

    const down = (event: PointerEvent): void => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      element.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      const former = pointers.get(event.pointerId);
      if (!former) return;
      const x = event.clientX - former.x;
      const y = event.clientY - former.y;
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (other) {
        const distance = (point: { x: number; y: number }): number =>
          Math.hypot(point.x - other.x, point.y - other.y);
        view.pan(x / 2, y / 2);
        view.zoom(distance({ x: event.clientX, y: event.clientY }) / Math.max(1, distance(former)));
      } else if ((event.buttons & 4) !== 0 || event.shiftKey) view.pan(x, y);
      else if ((event.buttons & 2) !== 0) view.zoom(zoomPerPixel ** -y);
      else if ((event.buttons & 1) !== 0) view.rotate(x, y);
    };
    const up = (event: PointerEvent): void => void pointers.delete(event.pointerId);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      // The slices beneath stay where they are.
      event.stopPropagation();
      const delta = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 100;
      view.zoom(zoomPerNotch ** (-delta / 100));
    };
    element.addEventListener('pointerdown', down, { signal });
    element.addEventListener('pointermove', move, { signal });
    element.addEventListener('pointerup', up, { signal });
    element.addEventListener('pointercancel', up, { signal });
    element.addEventListener('wheel', wheel, { signal, passive: false });
    return () => stop.abort();
  }, [surface, view]);
}
