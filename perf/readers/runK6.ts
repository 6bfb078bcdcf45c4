import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadPlan } from './loadPlan.ts';
import { readSummary } from './readSummary.ts';
import type { RunSummary } from './readSummary.ts';
import type { StudyToRead } from './viewerRequests.ts';

export interface K6Run {
  summary: RunSummary;
  /** what went wrong, most frequent first, e.g. ["frame: 503", 12] */
  failures: [what: string, times: number][];
  /** whether a threshold of the scenario was crossed */
  crossed: boolean;
}

const thresholdsCrossed = 99;

/** Runs the scenario; its files go to `folder`. Each of `cookies` is that of another reader; none: nobody signs in. `onStart` gets the process number. Throws Error when k6 itself fails. */
export async function runK6(
  k6: string,
  plan: LoadPlan,
  studies: StudyToRead[],
  folder: string,
  cookies: readonly string[],
  onStart: (pid: number) => void,
): Promise<K6Run> {
  const file = (name: string): string => join(folder, name);
  const files = {
    PLAN: file('plan.json'),
    STUDIES: file('studies.json'),
    COOKIES: file('cookies.json'),
    SUMMARY: file('k6-summary.json'),
  };
  await writeFile(files.PLAN, JSON.stringify(plan));
  await writeFile(files.COOKIES, JSON.stringify(cookies));
  await writeFile(files.STUDIES, JSON.stringify(studies));
  await Promise.all([files.SUMMARY, file('k6.log')].map((old) => rm(old, { force: true })));
  const script = fileURLToPath(new URL('readers.k6.ts', import.meta.url));
  const environment = Object.entries(files).flatMap(([name, path]) => ['-e', `${name}=${path}`]);
  const child = spawn(
    k6,
    // Its own control interface gets any free port: several may run.
    [
      ...[
        'run',
        '--quiet',
        '--no-usage-report',
        '--address',
        '127.0.0.1:0',
        '--log-output',
        `file=${file('k6.log')}`,
      ],
      ...[...environment, script],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const leave = (): void => void child.kill('SIGTERM');
  process.once('exit', leave);
  onStart(child.pid ?? 0);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.removeListener('exit', leave);
  const log = await readFile(file('k6.log'), 'utf8').catch(() => '');
  const summary = await readFile(files.SUMMARY, 'utf8').catch(() => {
    throw new Error(`k6 ended with ${code} and without a summary:\n${log.split('\n').slice(-15).join('\n')}`);
  });
  return {
    summary: readSummary(JSON.parse(summary) as Parameters<typeof readSummary>[0], plan),
    failures: countFailures(log),
    crossed: code === thresholdsCrossed,
  };
}

/** The lines of the scenario's log that name a failed request, counted. */
export function countFailures(log: string): [what: string, times: number][] {
  const counts = new Map<string, number>();
  for (const [, what = ''] of log.matchAll(/FAILED ((?:[^"\\\n]|\\.)*)/g))
    counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
