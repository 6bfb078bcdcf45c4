import { useCallback, useSyncExternalStore } from 'react';
import type { CineState, Reader } from '../../../imaging/index.ts';

/** Cine of a viewport; the component renders again when it changes. Undefined while the viewport is not ready. */
export function useCineState(reader: Reader, index: number): CineState | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      for (const target of [reader, reader.cine]) target.addEventListener('change', listener);
      return () => {
        for (const target of [reader, reader.cine]) target.removeEventListener('change', listener);
      };
    },
    [reader],
  );
  return useSyncExternalStore(subscribe, () => reader.cine.state(index));
}
