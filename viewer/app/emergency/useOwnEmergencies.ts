import { useEffect, useState, useSyncExternalStore } from 'react';
import { ownEmergencies, type OwnEmergency } from '../../identity/index.ts';
import { useSession } from '../session/index.ts';

const changes = new EventTarget();
let round = 0;

/** What one has now is another thing. */
export function ownEmergenciesChanged(): void {
  round += 1;
  changes.dispatchEvent(new Event('change'));
}

const subscribe = (listener: () => void): (() => void) => {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
};

/** What one has opened oneself in an emergency; none where one has no such right. Asked for once who is signed in is known. */
export function useOwnEmergencies(): readonly OwnEmergency[] {
  const session = useSession();
  const may = session.status === 'signed-in' && session.rights.includes('break-glass');
  const asked = useSyncExternalStore(subscribe, () => round);
  const [own, setOwn] = useState<readonly OwnEmergency[]>([]);
  useEffect(() => {
    if (!may) return;
    let isLeft = false;
    ownEmergencies().then(
      (found) => !isLeft && setOwn(found),
      // It is told with what cannot be shown.
      () => undefined,
    );
    return () => void (isLeft = true);
  }, [may, asked]);
  return own;
}
