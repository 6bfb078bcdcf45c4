import { machineLines } from '../first-image/machine.ts';
import type { Machine } from '../first-image/machine.ts';
import { pairRatios, spread } from '../first-image/statistics.ts';
import type { ContestResult, ServerName } from './measure.ts';
import type { LoadSlice } from './runWrk.ts';

/** What is wanted: ours / theirs at least, memory at most. */
export const budgets = {
  frames: { nginx: 0.5, orthanc: 6, open: 0.85 },
  metadata: { orthanc: 100 },
  memoryBytes: 700e6,
};

const names: Readonly<Record<ServerName, string>> = {
  yunying: 'yunying',
  all: 'all of ours',
  open: 'AUTH=none',
  signedIn: 'AUTH=local',
  node: 'bare node:http',
  nginx1: 'nginx, 1 worker',
  nginx: 'nginx',
  orthanc: 'orthanc',
};

interface Comparison {
  left: ServerName;
  right: ServerName;
  /** what is wanted at least; undefined: only for information */
  budget?: number;
}

const comparisons: Readonly<Record<'frames' | 'metadata', readonly Comparison[]>> = {
  frames: [
    { left: 'yunying', right: 'nginx', budget: budgets.frames.nginx },
    { left: 'all', right: 'nginx', budget: budgets.frames.nginx },
    { left: 'yunying', right: 'nginx1' },
    { left: 'yunying', right: 'node' },
    { left: 'node', right: 'nginx' },
    { left: 'yunying', right: 'orthanc', budget: budgets.frames.orthanc },
    { left: 'signedIn', right: 'open', budget: budgets.frames.open },
  ],
  metadata: [{ left: 'yunying', right: 'orthanc', budget: budgets.metadata.orthanc }],
};

/** The table for people: medians with least and greatest, ratios round by round, budgets met or not. */
export function report(results: ContestResult[], host: Machine, programs: string): string {
  return [
    ...machineLines(host, programs),
    ...results.flatMap((result) => ['', ...contestLines(result)]),
  ].join('\n');
}

function contestLines({ contest, slices, peakBytes }: ContestResult): string[] {
  const ours = slices.yunying ?? slices.signedIn ?? [];
  const kind = contest.name.startsWith('frames') ? 'frames' : 'metadata';
  const servers = Object.entries(slices) as [ServerName, LoadSlice[]][];
  return [
    `${contest.name}, ${contest.connections} connections, medians of ${ours.length}`,
    row('', ['per second', 'MB/s', 'p50 ms', 'p95 ms', 'failures']),
    ...servers.map(([server, found]) =>
      row(names[server], [
        cell(found.map(({ perSecond }) => perSecond)),
        cell(found.map(({ megabytesPerSecond }) => megabytesPerSecond)),
        cell(found.map(({ p50Ms }) => p50Ms)),
        cell(found.map(({ p95Ms }) => p95Ms)),
        String(found.reduce((sum, { failures }) => sum + failures, 0)),
      ]),
    ),
    ...comparisons[kind].flatMap(({ left, right, budget }) => {
      const [lefts, rights] = [slices[left], slices[right]];
      if (!lefts || !rights) return [];
      const rates = (of: LoadSlice[]): number[] => of.map(({ perSecond }) => perSecond);
      const ratio = pairRatios(rates(lefts), rates(rights));
      const told = `${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)})`;
      const wanted =
        budget === undefined ? '' : `; wanted ${budget}: ${ratio.median >= budget ? 'met' : 'not met'}`;
      return [`${names[left]} / ${names[right]}: ${told}${wanted}`];
    }),
    ...(kind === 'frames' && contest.connections >= 500 && slices.yunying
      ? [
          `memory of the server: ${Math.round(peakBytes / 1e6)} MB; wanted below ${budgets.memoryBytes / 1e6}: ${peakBytes < budgets.memoryBytes ? 'met' : 'not met'}`,
        ]
      : []),
  ];
}

function cell(values: number[]): string {
  const { median, min, max } = spread(values);
  const digits = median < 100 ? 1 : 0;
  return `${median.toFixed(digits)} (${min.toFixed(digits)}-${max.toFixed(digits)})`;
}

const row = (name: string, cells: string[]): string =>
  (name.padEnd(17) + cells.map((text) => text.padEnd(24)).join('')).trimEnd();
