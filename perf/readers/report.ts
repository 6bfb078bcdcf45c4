import { machineLines } from '../first-image/machine.ts';
import type { Machine } from '../first-image/machine.ts';
import { breakingPoint } from './breakingPoint.ts';
import { limitsOf, rampReaders } from './loadPlan.ts';
import type { LoadPlan } from './loadPlan.ts';
import type { Durations, RunSummary } from './readSummary.ts';
import type { Usage } from './watchProcesses.ts';

export interface Conditions {
  host: Machine;
  k6: string;
  studies: number;
  /** each reader is a person of their own who has signed in */
  signIn: boolean;
  /** of which processes of the run took how much; empty where that cannot be seen */
  usage: Partial<Record<'server' | 'archive' | 'k6', Usage>>;
  /** processors that everything on the machine used, others' work included */
  machineCores: number;
  /** load of the machine at the end */
  loadAtEnd: number;
}

/** Resident, whatever the load. */
const memoryBytes = 700e6;

/** The table for people. */
export function report(summary: RunSummary, plan: LoadPlan, conditions: Conditions): string {
  const { host, k6, studies, signIn, usage, machineCores, loadAtEnd } = conditions;
  const limits = limitsOf(plan);
  const kind = {
    prepared: 'studies prepared',
    cold: 'nothing prepared',
    ramp: 'studies prepared, ramp',
  }[plan.scenario];
  return [
    ...machineLines(host, `k6 ${k6}`),
    `${plan.readers} readers${signIn ? ', each signed in' : ''}, ${studies} studies of 120 + 40 slices, ${kind}; ${Math.round(summary.seconds)} s, ${plan.pace} slices a second each; load at the end ${loadAtEnd.toFixed(1)}`,
    '',
    row('', ['count', 'median', 'p95', 'p99', 'max', 'p95 wanted']),
    durationRow('first load', summary.firstLoad, limits.firstLoadP95),
    durationRow('series switch', summary.seriesSwitch, limits.seriesSwitchP95),
    durationRow('frame', summary.frame, limits.frameP95),
    row('failures', [
      `${(100 * summary.failures).toFixed(3)} %`,
      '',
      '',
      '',
      '',
      `< ${100 * limits.failures} %: ${verdict(summary.failures < limits.failures)}`,
    ]),
    '',
    `${summary.requests} requests, ${(summary.requests / summary.seconds).toFixed(0)} a second; ${(summary.frames / summary.seconds).toFixed(0)} frames a second; ${(summary.bytes / 1e6 / summary.seconds).toFixed(0)} MB/s`,
    ...Object.entries(usage).map(
      ([name, { cores, peakBytes }]) =>
        `${name}: ${cores.toFixed(2)} of ${host.cores} cores, at most ${Math.round(peakBytes / 1e6)} MB` +
        (name === 'server' ? `; wanted < ${memoryBytes / 1e6} MB: ${verdict(peakBytes < memoryBytes)}` : ''),
    ),
    `everything on this machine: ${machineCores.toFixed(2)} of ${host.cores} cores`,
    ...(plan.scenario === 'ramp' ? ['', ...rampLines(summary, plan)] : []),
  ].join('\n');
}

function rampLines(summary: RunSummary, plan: LoadPlan): string[] {
  const { held, broke } = breakingPoint(summary, plan);
  const steps = rampReaders(plan).flatMap((readers, i) => {
    const { firstLoad, frame, failures = 0, frames = 0 } = summary.slices[i] ?? {};
    if (!firstLoad && !frame) return [];
    return [
      row(`${readers} readers`, [
        milliseconds(firstLoad?.p95),
        milliseconds(frame?.p95),
        `${(100 * failures).toFixed(2)} %`,
        `${(frames / plan.sliceSeconds).toFixed(0)}/s`,
      ]),
    ];
  });
  return [
    row('step', ['first load p95', 'frame p95', 'failures', 'frames']),
    ...steps,
    '',
    broke
      ? `breaking point: ${broke.readers} readers (${broke.why}); all limits held with ${held}`
      : `no breaking point up to ${held} readers`,
  ];
}

const durationRow = (name: string, found: Durations | undefined, limit: number): string =>
  row(
    name,
    found
      ? [
          String(found.count),
          ...[found.median, found.p95, found.p99, found.max].map(milliseconds),
          `< ${limit} ms: ${verdict(found.p95 < limit)}`,
        ]
      : ['none'],
  );

const milliseconds = (value: number | undefined): string =>
  value === undefined ? '-' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

export const verdict = (met: boolean): string => (met ? 'met' : 'not met');

const row = (name: string, cells: string[]): string =>
  (name.padEnd(16) + cells.map((cell) => cell.padEnd(16)).join('')).trimEnd();
