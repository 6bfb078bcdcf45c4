import { machineLines } from './machine.ts';
import type { Machine } from './machine.ts';
import { firstImage, firstPreview } from './measurePage.ts';
import type { Measurement } from './measurePage.ts';
import { pairRatios, spread } from './statistics.ts';

interface Row {
  name: string;
  value(run: Measurement): number | undefined;
  unit: 'ms' | 'kB' | '';
  /** whether ours / theirs says something */
  ratio: boolean;
}

const rows: Row[] = [
  { name: 'first preview', value: firstPreview, unit: 'ms', ratio: true },
  { name: 'first image', value: firstImage, unit: 'ms', ratio: true },
  { name: '  mark first-preview', value: (run) => run.marks.preview, unit: 'ms', ratio: false },
  { name: '  mark first-image', value: (run) => run.marks.image, unit: 'ms', ratio: false },
  { name: '  preview, from outside', value: (run) => run.outside.preview, unit: 'ms', ratio: true },
  { name: '  image, from outside', value: (run) => run.outside.image, unit: 'ms', ratio: true },
  { name: '  exact to', value: (run) => run.imageWithin, unit: 'ms', ratio: false },
  { name: 'requests to first image', value: (run) => run.untilImage.requests, unit: '', ratio: true },
  { name: 'bytes to first image', value: (run) => run.untilImage.bytes / 1000, unit: 'kB', ratio: true },
  { name: 'network quiet', value: (run) => run.quiet, unit: 'ms', ratio: true },
  { name: 'requests until then', value: (run) => run.untilQuiet.requests, unit: '', ratio: true },
  { name: 'bytes until then', value: (run) => run.untilQuiet.bytes / 1000, unit: 'kB', ratio: true },
  { name: 'cost of watching', value: (run) => run.watchingCost, unit: 'ms', ratio: false },
];

/** The table for people: medians with least and greatest, and the ratios of the pairs. */
export function report(ours: Measurement[], theirs: Measurement[], host: Machine): string {
  const lines = rows.flatMap((row) => {
    const a = values(ours, row);
    const b = values(theirs, row);
    if (!a && !b) return [];
    const ratio = row.ratio && a && b ? pairRatios(a, b) : undefined;
    const cells = [cell(a, row.unit), ...(theirs.length > 0 ? [cell(b, row.unit)] : [])];
    if (ratio) cells.push(`${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}-${ratio.max.toFixed(2)})`);
    return [
      row.name.padEnd(26) +
        cells
          .map((text) => text.padEnd(26))
          .join('')
          .trimEnd(),
    ];
  });
  const heads = ['--url', ...(theirs.length > 0 ? ['--against', 'ratio, pair by pair'] : [])];
  return [
    ...machineLines(host, ours[0]?.browser ?? ''),
    `medians of ${ours.length}`,
    '',
    ''.padEnd(26) +
      heads
        .map((text) => text.padEnd(26))
        .join('')
        .trimEnd(),
    ...lines,
  ].join('\n');
}

/** Undefined unless every run has the value: a median of some would compare other runs than it says. */
function values(runs: Measurement[], row: Row): number[] | undefined {
  const found = runs.map(row.value).filter((value) => value !== undefined);
  return found.length === runs.length && found.length > 0 ? found : undefined;
}

function cell(found: number[] | undefined, unit: string): string {
  if (!found) return '-';
  const { median, min, max } = spread(found);
  return `${Math.round(median)} ${unit} (${Math.round(min)}-${Math.round(max)})`.replace('  ', ' ');
}
