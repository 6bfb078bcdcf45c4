import { useSyncExternalStore } from 'react';

/** Fetches a picture of the server. Rejects where there is none. */
export type PictureLoader = (address: string, signal: AbortSignal) => Promise<Blob>;

let loader: PictureLoader | undefined;
const listeners = new Set<() => void>();

/** How pictures are to be had where the browser cannot fetch them by itself; undefined: it can. */
export function loadPicturesBy(next: PictureLoader | undefined): void {
  if (next === loader) return;
  loader = next;
  for (const listener of listeners) listener();
}

export const usePictureLoader = (): PictureLoader | undefined =>
  useSyncExternalStore(subscribe, () => loader);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
