import { useEffect } from 'react';
import type { SignedInPerson } from '../../identity/index.ts';
import { startAnew } from './leaveSession.ts';
import { sessionKeeper, type SessionState } from './SessionKeeper.ts';
import { useSession } from './useSession.ts';

/**
 * For pages that are nothing without a person: who is not signed in signs in first; where nobody signs in there is no such page.
 *
 * @param page its own path, to come back to
 * @returns who is signed in, or was until just now; undefined until that is known
 */
export function useMustBeSignedIn(page: string): {
  person: SignedInPerson | undefined;
  session: SessionState;
} {
  const session = useSession();
  const { status } = session;
  useEffect(() => sessionKeeper().begin(), []);
  useEffect(() => {
    if (status === 'none') startAnew('/');
    // Of one who was signed in here the page waits under the dialog.
    if (status === 'signed-out' && !sessionKeeper().reader)
      startAnew(`/sign-in?${new URLSearchParams({ to: page })}`);
  }, [status, page]);
  return { person: session.status === 'signed-in' ? session.person : sessionKeeper().reader, session };
}
