import { useCallback, useSyncExternalStore } from 'react';
import type { KeyImage, Reader, ReportsState } from '../../../imaging/index.ts';

/** How far saving is; the component renders again when it changes. */
export function useReports({ reports }: Reader): ReportsState {
  const subscribe = useCallback((listener: () => void) => listen(reports, listener), [reports]);
  return useSyncExternalStore(subscribe, () => reports.state);
}

/** The key images of the room; the component renders again when they change. */
export function useKeyImages({ reports }: Reader): readonly KeyImage[] {
  const { keyImages } = reports;
  const subscribe = useCallback((listener: () => void) => listen(keyImages, listener), [keyImages]);
  return useSyncExternalStore(subscribe, () => keyImages.images);
}

function listen(target: EventTarget, listener: () => void): () => void {
  target.addEventListener('change', listener);
  return () => target.removeEventListener('change', listener);
}
