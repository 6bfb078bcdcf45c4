import { signOut } from '../../identity/index.ts';
import { sessionKeeper } from './SessionKeeper.ts';
import { unsavedWork } from './unsavedWork.ts';

/**
 * Signs out; what the page holds in memory goes with it. Unsaved work stays in this browser for the one who made it.
 *
 * @throws DicomwebError when the server was not reached: one is still signed in
 */
export async function leaveSession(): Promise<void> {
  const elsewhere = await signOut();
  sessionKeeper().signedOut();
  startAnew(elsewhere ?? '/sign-in');
}

/** Leaves the page with all that it holds. */
export function startAnew(address: string): void {
  unsavedWork.giveUp();
  if (address === window.location.pathname + window.location.search) window.location.reload();
  else window.location.replace(address);
}
