import { useCallback, useSyncExternalStore } from 'react';
import type { Reader, SeriesObject } from '../../../imaging/index.ts';

/** The object a viewport shows instead of frames; the component renders again when it is another. */
export function useShownObject(reader: Reader, index: number): SeriesObject | undefined {
  const subscribe = useCallback(
    (listener: () => void) => {
      reader.addEventListener('change', listener);
      return () => reader.removeEventListener('change', listener);
    },
    [reader],
  );
  return useSyncExternalStore(subscribe, () => reader.objects.object(index));
}
