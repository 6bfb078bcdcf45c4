import { useCallback, useSyncExternalStore } from 'react';
import type { FollowUpState, Reader } from '../../../imaging/index.ts';

/** The findings followed in a room, and what is proposed; the component renders again when that changes. */
export function useFollowUp({ followUp }: Reader): FollowUpState {
  const subscribe = useCallback(
    (listener: () => void) => {
      followUp.addEventListener('change', listener);
      return () => followUp.removeEventListener('change', listener);
    },
    [followUp],
  );
  return useSyncExternalStore(subscribe, () => followUp.state);
}
