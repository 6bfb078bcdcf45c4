import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import type { ChangesHub } from './Changes.ts';

/** Until a dead connection is noticed it takes at most two of them. */
const beatMs = 1000;

/** Listens until the connection is lost or `signal` says so. */
async function listenOnce(
  config: ClientConfig,
  hub: ChangesHub,
  signal: AbortSignal,
): Promise<{ listened: boolean; problem: unknown }> {
  const client = new Client({ ...config, connectionTimeoutMillis: 5000, query_timeout: beatMs });
  // `on`, as more than one may come, and an error nobody listens to ends the process.
  const lost = new Promise<unknown>((resolve) =>
    client.on('error', resolve).on('end', () => resolve(undefined)),
  );
  client.on('notification', ({ channel, payload }) => {
    if (channel === hub.channel && payload) hub.received(payload);
  });
  let listened = false;
  try {
    await client.connect();
    await client.query(`listen "${hub.channel}"`);
    listened = true;
    hub.isConnected = true;
    for (;;) {
      const what = await Promise.race([lost, sleep(beatMs, 'beat', { signal }).catch(() => undefined)]);
      if (what !== 'beat') return { listened, problem: what };
      // A server that stands still, or a net that is cut, closes nothing: one has to ask.
      await client.query('select 1');
    }
  } catch (problem) {
    return { listened, problem };
  } finally {
    hub.isConnected = false;
    // Not `end`, which waits for an answer.
    client.connection.stream.destroy();
  }
}

/**
 * Feeds `hub` over a connection of its own, which is made again for ever when it is lost.
 * @param onProblem told once for each loss
 * @returns when it listens or could not; the function ends it
 */
export async function listenToPostgres(
  config: ClientConfig,
  hub: ChangesHub,
  onProblem: (error: Error) => void,
): Promise<() => Promise<void>> {
  const abort = new AbortController();
  const { signal } = abort;
  const begun = Promise.withResolvers<void>();
  const stopWaiting = hub.listen({ changed: () => undefined, connected: () => begun.resolve() });
  const keepListening = async (): Promise<void> => {
    let isTold = false;
    while (!signal.aborted) {
      const { listened, problem } = await listenOnce(config, hub, signal);
      begun.resolve();
      if (signal.aborted) return;
      if (listened || !isTold)
        onProblem(problem instanceof Error ? problem : new Error('The database ended the connection.'));
      isTold = true;
      await sleep(beatMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = keepListening();
  await begun.promise;
  stopWaiting();
  return () => {
    abort.abort();
    return running;
  };
}
