import { setTimeout as delay } from 'node:timers/promises';
import { firstOrigin, runWrk } from './runWrk.ts';
import type { LoadSlice, Target } from './runWrk.ts';

/**
 * `all`: several processes of ours at once. `node`: bare node:http with the same bytes in memory. `nginx1`: nginx with one
 * worker, as ours has one; `nginx` has one for each core. `open` and `signedIn`: ours without and with sign-in.
 */
export type ServerName = 'yunying' | 'all' | 'open' | 'signedIn' | 'node' | 'nginx1' | 'nginx' | 'orthanc';

/** One question asked of several servers. */
export interface Contest {
  name: string;
  connections: number;
  targets: Partial<Record<ServerName, Target>>;
}

export interface ContestResult {
  contest: Contest;
  /** one slice per round, in the order of the rounds */
  slices: Partial<Record<ServerName, LoadSlice[]>>;
  /** greatest resident memory of our server seen during its slices, bytes */
  peakBytes: number;
}

/**
 * Asks in strict alternation, server after server and contest after contest, `rounds` times: what slows the machine for a
 * while slows all. Between two slices a server that was left with work finishes it.
 */
export async function measure(
  wrk: string,
  contests: Contest[],
  { rounds, seconds, threads }: { rounds: number; seconds: number; threads: number },
  onSlice: (text: string) => void,
): Promise<ContestResult[]> {
  const results = contests.map((contest): ContestResult => ({ contest, slices: {}, peakBytes: 0 }));
  // The first round warms up caches and compilers and is left out.
  for (let round = 0; round <= rounds; round += 1) {
    for (const result of results) {
      const { connections, targets, name } = result.contest;
      for (const [server, target] of Object.entries(targets) as [ServerName, Target][]) {
        const load = runWrk(wrk, target, { connections, threads, seconds: round === 0 ? 1 : seconds });
        const memory = server === 'yunying' ? watchMemory(firstOrigin(target)) : undefined;
        const slice = await load;
        const peak = await memory?.stop();
        const label = round === 0 ? 'warm-up' : `round ${round}`;
        onSlice(`${label}, ${name}, ${connections} connections, ${server}: ${slice.perSecond.toFixed(1)}/s`);
        if (round > 0) {
          (result.slices[server] ??= []).push(slice);
          result.peakBytes = Math.max(result.peakBytes, peak ?? 0);
        }
        await delay(200 + 1000 * Math.min(15, connections / Math.max(1, slice.perSecond)));
      }
    }
  }
  return results;
}

/** Looks at process_resident_memory_bytes of /metrics all the while. */
function watchMemory(origin: string): { stop(): Promise<number> } {
  let ended = false;
  const watching = (async () => {
    let peak = 0;
    while (!ended) {
      peak = Math.max(peak, await residentBytes(origin));
      await delay(250);
    }
    return Math.max(peak, await residentBytes(origin));
  })();
  return {
    stop() {
      ended = true;
      return watching;
    },
  };
}

async function residentBytes(origin: string): Promise<number> {
  const text = await fetch(`${origin}/metrics`)
    .then((response) => response.text())
    .catch(() => '');
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1] ?? 0);
}
