import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** One server that is asked, and how. */
export interface Target {
  /** without a path, e.g. http://127.0.0.1:3000; several share the connections */
  origins: readonly string[];
  /** a file with one path per line, asked for in turn */
  pathsFile: string;
  headers: Readonly<Record<string, string>>;
}

/** What one slice of load gave. */
export interface LoadSlice {
  /** answered with 2xx, per second */
  perSecond: number;
  megabytesPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  /** answers with another status, and connections that failed or timed out */
  failures: number;
}

const script = fileURLToPath(new URL('cycle.lua', import.meta.url));
/** What is still on its way after it counts as failed. */
const timeoutSeconds = 30;

interface Load {
  connections: number;
  seconds: number;
  threads: number;
}

export const firstOrigin = ({ origins: [first = ''] }: Target): string => first;

/** Loads `target` for `seconds` over `connections` kept open, as fast as it answers. */
export async function runWrk(wrk: string, target: Target, load: Load): Promise<LoadSlice> {
  const share = target.origins.length;
  const each = {
    ...load,
    connections: Math.ceil(load.connections / share),
    threads: Math.max(1, Math.floor(load.threads / share)),
  };
  return together(await Promise.all(target.origins.map((origin) => runOne(wrk, origin, target, each))));
}

/** What servers loaded at the same time gave; of the latencies the worst. */
export function together(slices: readonly LoadSlice[]): LoadSlice {
  const sum = (key: keyof LoadSlice): number => slices.reduce((total, slice) => total + slice[key], 0);
  const worst = (key: keyof LoadSlice): number => Math.max(...slices.map((slice) => slice[key]));
  return {
    perSecond: sum('perSecond'),
    megabytesPerSecond: sum('megabytesPerSecond'),
    p50Ms: worst('p50Ms'),
    p95Ms: worst('p95Ms'),
    failures: sum('failures'),
  };
}

async function runOne(
  wrk: string,
  origin: string,
  { headers, pathsFile }: Target,
  { connections, seconds, threads }: Load,
): Promise<LoadSlice> {
  const given = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await promisify(execFile)(
    wrk,
    [
      ...['-t', String(Math.min(threads, connections)), '-c', String(connections), '-d', `${seconds}s`],
      ...['--timeout', `${timeoutSeconds}s`, '-s', script, ...given, origin, '--', pathsFile],
    ],
    { encoding: 'utf8', maxBuffer: 1 << 20 },
  );
  return readResult(stdout);
}

/** The line of cycle.lua in what wrk printed. Throws Error with that when there is none. */
export function readResult(printed: string): LoadSlice {
  const line = /^RESULT (\{.*\})$/m.exec(printed)?.[1];
  if (line === undefined) throw new Error(`wrk gave no result:\n${printed}`);
  const result = JSON.parse(line) as Record<
    'requests' | 'microseconds' | 'bytes' | 'failedStatus' | 'failedSocket' | 'p50' | 'p95',
    number
  >;
  const seconds = result.microseconds / 1e6;
  return {
    perSecond: (result.requests - result.failedStatus) / seconds,
    megabytesPerSecond: result.bytes / 1e6 / seconds,
    p50Ms: result.p50 / 1000,
    p95Ms: result.p95 / 1000,
    failures: result.failedStatus + result.failedSocket,
  };
}
