import type { WaveformGroup } from './waveformGroup.ts';
import { isVoltage, mmPerUnit, rangeOf } from './waveformScale.ts';

/** How leads are arranged: one below the other in full length, or in two or four columns of successive times. */
export type SheetColumns = 1 | 2 | 4;

export interface SheetChoices {
  columns: SheetColumns;
  mmPerSecond: number;
  mmPerMillivolt: number;
}

/** One piece of a channel on the sheet. All lengths in mm from the upper left corner of the sheet. */
export interface Trace {
  /** Index of the channel in its group. */
  channel: number;
  label: string;
  /** Where its first sample stands, and the height of value `origin`. */
  x: number;
  y: number;
  /** The value that is drawn at `y`: 0 of voltages, the middle of the range of anything else. */
  origin: number;
  mmPerUnit: number;
  unit: string;
  /** First sample (0-based) and the one after the last. */
  from: number;
  to: number;
  /** The calibration pulse (1 mV) stands before it. */
  pulse: boolean;
}

/** What is drawn, to scale. */
export interface Sheet {
  widthMm: number;
  heightMm: number;
  mmPerSecond: number;
  mmPerMillivolt: number | undefined;
  traces: Trace[];
}

const marginMm = { left: 12, right: 5, top: 8, bottom: 5 } as const;
/** Least distance of two base lines, as on paper. */
const rowMm = 22;

/** Lays the channels of a group out. @param values of each channel, in its unit */
export function layOut(group: WaveformGroup, values: readonly Float64Array[], choices: SheetChoices): Sheet {
  const { mmPerSecond, mmPerMillivolt } = choices;
  const columns = Math.min(choices.columns, Math.max(1, group.channels.length)) as SheetColumns;
  const rows = Math.ceil(group.channels.length / columns);
  const perColumn = Math.ceil(group.samplesPerChannel / columns);
  const columnMm = (perColumn / group.samplingHz) * mmPerSecond;
  const rhythm = columns === 4 ? rhythmLead(group) : undefined;
  const lines: { channel: number; column: number; whole: boolean }[][] = Array.from(
    { length: rows },
    (_, row) =>
      Array.from({ length: columns }, (__, column) => ({
        channel: column * rows + row,
        column,
        whole: columns === 1,
      })).filter(({ channel }) => channel < group.channels.length),
  );
  if (rhythm !== undefined) lines.push([{ channel: rhythm, column: 0, whole: true }]);
  const traces: Trace[] = [];
  let top: number = marginMm.top;
  for (const line of lines) {
    const pieces = line.map(({ channel, column, whole }) => {
      const from = whole ? 0 : Math.min(column * perColumn, group.samplesPerChannel);
      const to = whole ? group.samplesPerChannel : Math.min(from + perColumn, group.samplesPerChannel);
      const own = group.channels[channel] as WaveformGroup['channels'][number];
      const all = values[channel] as Float64Array;
      const range = rangeOf(all);
      const scale = mmPerUnit(own, mmPerMillivolt, range);
      const origin = isVoltage(own.unit) ? 0 : (range.least + range.greatest) / 2;
      return {
        trace: {
          channel,
          label: own.label,
          x: marginMm.left + column * columnMm + own.skewSeconds * mmPerSecond,
          origin,
          mmPerUnit: scale,
          unit: own.unit,
          from,
          to,
          pulse: column === 0 && isVoltage(own.unit),
        },
        above: Math.max(0, range.greatest - origin) * scale,
        below: Math.max(0, origin - range.least) * scale,
      };
    });
    // Big deflections may reach half into the neighbours' space, as on paper, but not beyond.
    const above = Math.max(rowMm / 2, ...pieces.map((piece) => piece.above * 0.75));
    const below = Math.max(rowMm / 2, ...pieces.map((piece) => piece.below * 0.75));
    for (const { trace } of pieces) traces.push({ ...trace, y: top + above });
    top += above + below;
  }
  const voltage = group.channels.some(({ unit }) => isVoltage(unit));
  return {
    widthMm: Math.ceil(
      marginMm.left + (group.samplesPerChannel / group.samplingHz) * mmPerSecond + marginMm.right,
    ),
    heightMm: Math.ceil(top + marginMm.bottom),
    mmPerSecond,
    mmPerMillivolt: voltage ? mmPerMillivolt : undefined,
    traces,
  };
}

/** Where sample `index` (0-based) of a trace stands, mm; undefined where there is no sample. */
export function samplePlace(
  { x, y, origin, mmPerUnit: scale, from, to }: Trace,
  values: Float64Array,
  index: number,
  { samplingHz, mmPerSecond }: { samplingHz: number; mmPerSecond: number },
): [x: number, y: number] | undefined {
  const value = values[index];
  if (value === undefined || Number.isNaN(value) || index < from || index >= to) return undefined;
  return [x + ((index - from) / samplingHz) * mmPerSecond, y - (value - origin) * scale];
}

/** Lead II is the one that is drawn in full length below the others. */
function rhythmLead({ channels }: WaveformGroup): number | undefined {
  const index = channels.findIndex(({ label }) => label === 'II');
  return index < 0 ? undefined : index;
}
