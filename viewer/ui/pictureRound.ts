import { useSyncExternalStore } from 'react';

let round = 0;
const listeners = new Set<() => void>();

/** Pictures that could not be had are asked for again: somebody has signed in. */
export function retryPictures(): void {
  round += 1;
  for (const listener of listeners) listener();
}

/** Another number after each `retryPictures`. */
export const usePictureRound = (): number => useSyncExternalStore(subscribe, () => round);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
