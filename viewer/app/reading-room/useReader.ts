import { useCallback, useSyncExternalStore } from 'react';
import type { Reader, ReaderState, ViewState } from '../../imaging/index.ts';

/** The state of the reading room; the component renders again when it changes. */
export function useReaderState(reader: Reader): ReaderState {
  const subscribe = useCallback((listener: () => void) => listen(reader, listener), [reader]);
  return useSyncExternalStore(subscribe, () => reader.state);
}

/** What a viewport shows; the component renders again when it changes: with every slice. */
export function useViewState(reader: Reader, index: number): ViewState {
  return useViewValue(reader, index, whole);
}

const whole = (state: ViewState): ViewState => state;

/**
 * One thing of what a viewport shows; the component renders again only when that is another. For what is on the screen all the time,
 * so that paging does not draw the furniture anew.
 * @param select gives a primitive, or the same object for the same state
 */
export function useViewValue<Value>(
  reader: Reader,
  index: number,
  select: (state: ViewState) => Value,
): Value {
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
  return useSyncExternalStore(subscribe, () => select(reader.viewState(index)));
}

function listen(target: EventTarget, listener: () => void): () => void {
  target.addEventListener('change', listener);
  return () => target.removeEventListener('change', listener);
}
