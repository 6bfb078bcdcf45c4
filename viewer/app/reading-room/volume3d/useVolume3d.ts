import { useCallback, useSyncExternalStore } from 'react';
import type { Reader, Volume3dState, VolumeView } from '../../../imaging/index.ts';

/** The 3-D view in a viewport; undefined where slices are shown. */
export function useVolume3d(reader: Reader, index: number): VolumeView | undefined {
  const { volume3d } = reader;
  const subscribe = useCallback((listener: () => void) => listen(volume3d, listener), [volume3d]);
  return useSyncExternalStore(subscribe, () => volume3d.view(index));
}

export function useVolume3dState(view: VolumeView): Volume3dState {
  const subscribe = useCallback((listener: () => void) => listen(view, listener), [view]);
  return useSyncExternalStore(subscribe, () => view.state);
}

function listen(target: EventTarget, listener: () => void): () => void {
  target.addEventListener('change', listener);
  return () => target.removeEventListener('change', listener);
}
