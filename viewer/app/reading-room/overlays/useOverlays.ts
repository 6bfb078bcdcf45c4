import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Overlays, Reader } from '../../../imaging/index.ts';
import { useRoomTick } from '../useRoomTick.ts';

/** The overlays of the room; the component renders again when they, or what a viewport shows, change. */
export function useOverlays(reader: Reader): Overlays {
  const { overlays } = reader;
  useRoomTick(
    reader,
    useMemo(() => [overlays], [overlays]),
    true,
  );
  return overlays;
}

/** Whether overlays lie over what a viewport shows; the component renders again only when that changes. */
export function useOverlaysOn(reader: Reader, index: number): boolean {
  const { overlays } = reader;
  const subscribe = useCallback(
    (listener: () => void) => {
      const targets = [reader, overlays];
      for (const target of targets) target.addEventListener('change', listener);
      return () => targets.forEach((target) => target.removeEventListener('change', listener));
    },
    [reader, overlays],
  );
  return useSyncExternalStore(subscribe, () => overlays.shown(index).length > 0);
}
