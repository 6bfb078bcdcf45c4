import { useSyncExternalStore } from 'react';
import { sessionKeeper, type Interruption, type SessionState } from './SessionKeeper.ts';

/** Who is signed in; the component renders again when that changes. */
export const useSession = (): SessionState => useSyncExternalStore(subscribe, () => sessionKeeper().state);

/** Why reading cannot go on before a person has acted. */
export const useInterruption = (): Interruption | undefined =>
  useSyncExternalStore(subscribe, () => sessionKeeper().interruption);

function subscribe(listener: () => void): () => void {
  const keeper = sessionKeeper();
  keeper.addEventListener('change', listener);
  return () => keeper.removeEventListener('change', listener);
}
