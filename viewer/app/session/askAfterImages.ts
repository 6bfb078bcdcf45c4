import type { Reader } from '../../imaging/index.ts';
import { sessionKeeper } from './SessionKeeper.ts';

const latestMs = 10_000;

/** Asks who reads once a room shows something, or has nothing to show: no request goes before the first image. */
export function askAfterImages(room: Reader): void {
  const keeper = sessionKeeper();
  room.reports.readBy(keeper.known);
  const ask = (): void => keeper.begin();
  for (const event of ['first-image', 'object-shown', 'error'])
    room.addEventListener(event, ask, { once: true });
  // A study without images, or whose images take their time.
  room.addEventListener('ready', () => setTimeout(ask, latestMs), { once: true });
}
