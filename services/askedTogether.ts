import DataLoader from 'dataloader';

/** Longer than the page's own requests are apart, and short for who waits. */
const gatherMs = 2;
const mostTogether = 500;

/**
 * Asks for many at once: a department that begins its day costs a few statements instead of some for each.
 * @param ask resolves with the answers in the order of the keys. Where it fails for many it is asked for each: what is wrong
 * with one is not the others' trouble.
 */
export function askedTogether<Key, Value>(
  ask: (keys: readonly Key[]) => Promise<readonly Value[]>,
): (key: Key) => Promise<Value> {
  const loader = new DataLoader<Key, Value>(
    async (keys) => {
      try {
        return await ask(keys);
      } catch (error) {
        if (keys.length === 1) throw error;
        return Promise.all(keys.map((key) => ask([key]).then(([value]) => value as Value, toError)));
      }
    },
    {
      cache: false,
      maxBatchSize: mostTogether,
      batchScheduleFn: (begin) => void setTimeout(begin, gatherMs),
    },
  );
  return (key) => loader.load(key);
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
