import { useSession } from '../session/index.ts';

/** Whether somebody is signed in who may share some study; whether this one, the server says. */
export function useMayShare(): boolean {
  const session = useSession();
  return session.status === 'signed-in' && session.rights.includes('share');
}
