import type { CoarseVolume } from './coarseVolume.ts';
import { startFinder, type Finder } from './finder.ts';
import type { Registration } from './registration.ts';

export interface RegisterOptions {
  signal?: AbortSignal;
  /** Given the `translation` as soon as it is found. */
  onProgress?: (translation: Registration) => void;
  /** Who searches (default: a worker of its own, which ends with the registration). */
  start?: () => Finder;
}

/**
 * Finds where the body of the first volume is in the second: a shift first, then the rigid map. Resolves with the rigid result,
 * be it good or poor. Rejects with the signal's reason, or with an Error where the worker fails.
 */
export function registerVolumes(
  first: CoarseVolume,
  second: CoarseVolume,
  options: RegisterOptions = {},
): Promise<Registration> {
  const since = performance.now();
  return withFinder(options, async (finder, report) => {
    report(await finder.find('shift', first, second), since);
    return timed(await finder.find('rigid', first, second), since);
  });
}

/** Registration with a finder that ends with it, or with the signal. */
export async function withFinder(
  { signal, onProgress, start = startFinder }: RegisterOptions,
  work: (
    finder: Finder,
    report: (found: Omit<Registration, 'seconds'>, since: number) => void,
  ) => Promise<Registration>,
): Promise<Registration> {
  signal?.throwIfAborted();
  const finder = start();
  const abort = (): void => finder.end(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const registration = await work(finder, (found, since) => {
      if (!signal?.aborted) onProgress?.(timed(found, since));
    });
    signal?.throwIfAborted();
    return registration;
  } finally {
    signal?.removeEventListener('abort', abort);
    finder.end(new Error('the registration is over'));
  }
}

/** @param since of performance.now() */
export const timed = (found: Omit<Registration, 'seconds'>, since: number): Registration => ({
  ...found,
  seconds: (performance.now() - since) / 1000,
});
