import { useEffect, useSyncExternalStore } from 'react';
import { unreadNotices } from '../../identity/index.ts';

const everyMs = 60_000;
const changes = new EventTarget();
let unread = 0;

function set(count: number): void {
  if (count === unread) return;
  unread = count;
  changes.dispatchEvent(new Event('change'));
}

/** One has seen them. */
export const noticesRead = (): void => set(0);

const subscribe = (listener: () => void): (() => void) => {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
};

/** How much there is to be told, asked for now and then while the page is seen. */
export function useUnreadNotices(isAsked: boolean): number {
  useEffect(() => {
    if (!isAsked) return;
    const ask = (): void => {
      // Nobody is told of it while it cannot be asked.
      if (document.visibilityState === 'visible') unreadNotices().then(set, () => undefined);
    };
    ask();
    const timer = setInterval(ask, everyMs);
    return () => clearInterval(timer);
  }, [isAsked]);
  return useSyncExternalStore(subscribe, () => unread);
}
