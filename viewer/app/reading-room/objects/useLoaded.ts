import { useEffect, useState } from 'react';

export type Loaded<T> =
  { status: 'loading' } | { status: 'ready'; value: T } | { status: 'failed'; reason: string };

/** What `load` gives, once; again when `key` is another. What it rejects with is the reason. */
export function useLoaded<T>(key: unknown, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [held, setHeld] = useState<{ key: unknown; loaded: Loaded<T> }>();
  useEffect(() => {
    const abort = new AbortController();
    const settle = (loaded: Loaded<T>): void => {
      if (!abort.signal.aborted) setHeld({ key, loaded });
    };
    load(abort.signal).then(
      (value) => settle({ status: 'ready', value }),
      (error: unknown) =>
        settle({ status: 'failed', reason: error instanceof Error ? error.message : String(error) }),
    );
    return () => abort.abort();
    // `load` is of `key`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return held && held.key === key ? held.loaded : { status: 'loading' };
}
