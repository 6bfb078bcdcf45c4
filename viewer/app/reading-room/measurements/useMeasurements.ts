import { useCallback, useSyncExternalStore } from 'react';
import type {
  HandState,
  MeasurementHand,
  MeasurementState,
  MeasurementStore,
} from '../../../imaging/index.ts';

/** What has been measured; the component renders again when it changes. */
export function useMeasurements(store: MeasurementStore): MeasurementState {
  return useSyncExternalStore(
    useCallback((listener: () => void) => listen(store, listener), [store]),
    () => store.state,
  );
}

/** What a hand is doing. */
export function useHandState(hand: MeasurementHand): HandState {
  return useSyncExternalStore(
    useCallback((listener: () => void) => listen(hand, listener), [hand]),
    () => hand.state,
  );
}

function listen(target: EventTarget, listener: () => void): () => void {
  target.addEventListener('change', listener);
  return () => target.removeEventListener('change', listener);
}
