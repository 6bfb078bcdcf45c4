import { useMemo } from 'react';
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
