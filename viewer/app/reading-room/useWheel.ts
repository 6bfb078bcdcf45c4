import { useEffect, type RefObject } from 'react';
import type { StackView } from '../../imaging/index.ts';

/** Wheel travel for one slice: a notch of a mouse gives 100 or more, a touchpad many small steps. */
const travelPerSlice = 60;
const zoomPerNotch = 1.1;

/** The wheel does what the reader chose, at first it pages through the slices; with Ctrl it always zooms. */
export function useWheel(
  pane: RefObject<HTMLElement | null>,
  view: () => StackView | undefined,
  action: 'scroll' | 'zoom',
): void {
  useEffect(() => {
    const element = pane.current;
    if (!element) return;
    let travel = 0;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const shown = view();
      if (!shown) return;
      const delta =
        event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * travelPerSlice;
      if (event.ctrlKey || action === 'zoom') {
        if (shown.loaded) shown.setCamera({ zoom: shown.state.zoom * zoomPerNotch ** (-delta / 100) });
        return;
      }
      const notch = Math.abs(delta) >= travelPerSlice;
      travel = notch ? Math.sign(delta) * travelPerSlice : travel + delta;
      const slices = Math.trunc(travel / travelPerSlice);
      travel -= slices * travelPerSlice;
      if (slices !== 0) void shown.scrollBy(slices);
    };
    // React listens passively, and then the page would scroll or zoom.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [pane, view, action]);
}
