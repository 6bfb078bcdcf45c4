import { useEffect, useState } from 'react';
import type { Reader } from '../../imaging/index.ts';

/** Renders the component again when the reader, any viewport or one of `others` changes; at most once per animation frame. */
export function useRoomTick(reader: Reader, others: readonly EventTarget[], active: boolean): void {
  const [, setTick] = useState(0);
  useEffect(() => {
    if (!active) return;
    let scheduled = 0;
    let views: EventTarget[] = [];
    const schedule = (): void => {
      scheduled ||= requestAnimationFrame(() => {
        scheduled = 0;
        follow();
        setTick((tick) => tick + 1);
      });
    };
    // Views come and go with layout and engine; the reader tells of it.
    const follow = (): void => {
      for (const view of views) view.removeEventListener('change', schedule);
      views = Array.from({ length: reader.viewportCount }, (_, index) => reader.view(index)).filter(
        (view) => view !== undefined,
      );
      for (const view of views) view.addEventListener('change', schedule);
    };
    const targets = [reader, ...others];
    for (const target of targets) target.addEventListener('change', schedule);
    schedule();
    return () => {
      cancelAnimationFrame(scheduled);
      for (const target of [...targets, ...views]) target.removeEventListener('change', schedule);
    };
  }, [reader, others, active]);
}
