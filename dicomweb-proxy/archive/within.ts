import { ArchiveUnavailableError } from './errors.ts';

/** Waits for `work` at most this long; it goes on without who waited. @throws ArchiveUnavailableError, what it throws */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const fail = (): void => reject(new ArchiveUnavailableError(`The archive took longer than ${limitMs} ms`));
  const timer = setTimeout(fail, limitMs);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
