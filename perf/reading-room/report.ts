import { machineLines } from '../first-image/machine.ts';
import type { Machine } from '../first-image/machine.ts';
import { pairRatios, spread } from '../first-image/statistics.ts';
import type { ComparisonRuns } from './measureComparison.ts';
import type { LongMeasurement } from './measureLong.ts';
import type { MemoryMeasurement } from './measureMemory.ts';
import type { MprMeasurement } from './measureMpr.ts';
import type { ScrollMeasurement } from './measureScroll.ts';

/** Of both pages, run by run; of the other one none where none was given. */
export interface Pair<Value> {
  ours: Value[];
  theirs: Value[];
}

const columns = [34, 26, 26];
const row = (...cells: string[]): string =>
  cells
    .map((cell, index) => cell.padEnd(columns[index] ?? 0))
    .join('')
    .trimEnd();
const ms = (values: number[]): string => {
  if (values.length === 0) return '-';
  const { median, min, max } = spread(values);
  return `${Math.round(median)} ms (${Math.round(min)}-${Math.round(max)})`;
};
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
const verdict = (kept: boolean): string => (kept ? 'kept' : 'NOT kept');

export const head = (host: Machine, browser: string): string => machineLines(host, browser).join('\n');

/** Complete planes: ours in half the time of the other's. */
export function mprTable(study: string, { ours, theirs }: Pair<MprMeasurement>): string {
  const line = (name: string, value: (run: MprMeasurement) => number | undefined): string => {
    const [a = [], b = []] = [ours, theirs].map((runs) =>
      runs.map(value).filter((found) => found !== undefined),
    );
    const compared = a.length > 0 && a.length === b.length ? pairRatios(a, b) : undefined;
    const ratio = compared
      ? `${compared.median.toFixed(2)} (${compared.min.toFixed(2)}-${compared.max.toFixed(2)})`
      : '';
    return row(name, ms(a), theirs.length > 0 ? ms(b) : '', ratio);
  };
  const gaps = Math.max(...[...ours, ...theirs].map(({ blackRows }) => blackRows));
  return [
    `planes of ${study}`,
    row('', 'ours', 'theirs', 'ratio, pair by pair (0.5 wanted)'),
    line('  complete', (run) => run.complete),
    line('  all planes show an image', (run) => run.firstPlanes),
    line('  pixels changed last', (run) => run.pixels),
    line('  mark mpr-complete', (run) => run.mark),
    line('  volumes loaded', (run) => run.volumesLoaded),
    ...(gaps > 0 ? [`  ${gaps} black rows in a plane that counted as complete`] : []),
  ].join('\n');
}

/** Two exams on the screen in at most 1.6 times the time of one, and sooner than in the other viewer; registered within 4 s. */
export function comparisonTable(pair: readonly string[], { both, alone, theirs }: ComparisonRuns): string {
  const shown = (runs: ComparisonRuns['both']): number[] => runs.map((run) => run.shown);
  const ratio = (a: number[], b: number[]): string => {
    const { median, min, max } = pairRatios(a, b);
    return `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
  };
  const found = (name: 'translation' | 'rigid'): number[] => both.flatMap((run) => run[name] ?? []);
  return [
    `comparison of ${pair.join(' with ')}`,
    row('  both on the screen', ms(shown(both))),
    row(
      '  the current one alone',
      ms(shown(alone)),
      `ratio ${ratio(shown(both), shown(alone))} (1.6 wanted)`,
    ),
    ...(theirs.length > 0
      ? [row('  both, theirs', ms(shown(theirs)), `ratio ${ratio(shown(both), shown(theirs))}`)]
      : []),
    row('  linked by a translation', ms(found('translation'))),
    row('  registered', ms(found('rigid')), '(4 s wanted)'),
    row('  quality', [...new Set(both.map(({ quality }) => quality))].join(' ')),
  ].join('\n');
}

/** Scrolling: no interval of ours longer than the other's 95th percentile and 50 ms. */
export function scrollTable({ ours, theirs }: Pair<ScrollMeasurement[]>): string {
  const kinds = new Set([...ours, ...theirs].flat().map(({ what }) => what));
  const of = (runs: ScrollMeasurement[][], what: string): ScrollMeasurement[] =>
    runs.flat().filter((one) => one.what === what);
  const p95 = (runs: ScrollMeasurement[]): number[] => runs.map(({ drawn }) => drawn.p95);
  const limit = theirs.length > 0 ? spread(p95(of(theirs, 'slices'))).median + 50 : undefined;
  const lines = [...kinds].flatMap((what) => {
    const [a, b] = [of(ours, what), of(theirs, what)];
    const values = (
      name: string,
      value: (run: ScrollMeasurement) => number,
      show: (values: number[]) => string = ms,
    ) => row(`  ${name}`, show(a.map(value)), b.length > 0 ? show(b.map(value)) : '');
    const plain = (found: number[]): string => `${spread(found).median}`;
    const greatest = Math.max(...a.map(({ drawn }) => drawn.max));
    return [
      row(`scrolling, ${what}`, 'ours', theirs.length > 0 ? 'theirs' : ''),
      values('steps asked for', ({ steps }) => steps, plain),
      values('pictures drawn', ({ drawn }) => drawn.count, plain),
      values('interval, median', ({ drawn }) => drawn.median),
      values('interval, p95', ({ drawn }) => drawn.p95),
      values('interval, greatest', ({ drawn }) => drawn.max),
      values('animation frames, p95', ({ frames }) => frames.p95),
      ...(limit === undefined
        ? []
        : [
            `  greatest of ours ${Math.round(greatest)} ms, at most ${Math.round(limit)} ms wanted: ${verdict(greatest <= limit)}`,
          ]),
    ];
  });
  return lines.join('\n');
}

/** Memory after the last study within 20 % of that after the first. */
export function memoryTable({ rests, peak }: MemoryMeasurement): string {
  const [first, last] = [rests[0], rests.at(-1)];
  if (!first || !last) throw new RangeError('no study was opened');
  const line = (name: string, start: number, end: number): string =>
    row(`  ${name}`, megabytes(start), megabytes(end), `${(end / start).toFixed(2)}`);
  const [start, end] = [first.renderer + first.gpu, last.renderer + last.gpu];
  return [
    row(`${rests.length} studies opened and left`, 'after the first', 'after the last', 'ratio'),
    line('heap of the page', first.heap, last.heap),
    line('renderer processes (PSS)', first.renderer, last.renderer),
    line('graphics process (PSS)', first.gpu, last.gpu),
    `  both processes together at most 1.20 wanted: ${verdict(end <= 1.2 * start)}; greatest while open ${megabytes(peak)} (RSS)`,
  ].join('\n');
}

export function longTable(slices: number, long: LongMeasurement): string {
  const { deviceMemoryGb, before, peak, firstImageMs, drawn, reached } = long;
  const { sliceIndex, sliceCount, fidelity, error } = reached;
  return [
    `${slices} slices, navigator.deviceMemory ${deviceMemoryGb ?? 'unknown'}`,
    row('  first image', `${Math.round(firstImageMs)} ms`),
    row('  renderer, greatest RSS', megabytes(peak.renderer), `${megabytes(before.renderer)} before`),
    row('  graphics process, greatest RSS', megabytes(peak.gpu), `${megabytes(before.gpu)} before`),
    row('  interval p95, greatest', `${Math.round(drawn.p95)} ms, ${Math.round(drawn.max)} ms`),
    row('  reached', `${sliceIndex + 1} of ${sliceCount}, ${fidelity}${error === null ? '' : `, ${error}`}`),
  ].join('\n');
}
