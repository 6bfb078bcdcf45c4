import { useCallback, useSyncExternalStore } from 'react';
import type { Reader, ReaderState, ViewState } from '../../imaging/index.ts';

/** The state of the reading room; the component renders again when it changes. */
export function useReaderState(reader: Reader): ReaderState {
  const subscribe = useCallback((listener: () => void) => listen(reader, listener), [reader]);
  return useSyncExternalStore(subscribe, () => reader.state);
}

/** What a viewport shows; the component renders again when it changes. */
export function useViewState(reader: Reader, index: number): ViewState {
  // The view comes and goes with the engine and the layout; the reader tells of that.
  const view = useSyncExternalStore(
    useCallback((listener: () => void) => listen(reader, listener), [reader]),
    () => reader.view(index),
  );
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [listen(reader, listener), ...(view ? [listen(view, listener)] : [])];
      return () => stops.forEach((stop) => stop());
    },
    [reader, view],
  );
  return useSyncExternalStore(subscribe, () => reader.viewState(index));
}

function listen(target: EventTarget, listener: () => void): () => void {
  target.addEventListener('change', listener);
  return () => target.removeEventListener('change', listener);
}
