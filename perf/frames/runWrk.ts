import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** One server that is asked, and how. */
export interface Target {
  /** without a path, e.g. http://127.0.0.1:3000 */
  origin: string;
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

/** Loads `target` for `seconds` over `connections` kept open, as fast as it answers. */
export async function runWrk(
  wrk: string,
  target: Target,
  { connections, seconds, threads }: { connections: number; seconds: number; threads: number },
): Promise<LoadSlice> {
  const headers = Object.entries(target.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const { stdout } = await promisify(execFile)(
    wrk,
    [
      ...['-t', String(Math.min(threads, connections)), '-c', String(connections), '-d', `${seconds}s`],
      ...['--timeout', `${timeoutSeconds}s`, '-s', script, ...headers, target.origin, '--', target.pathsFile],
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
