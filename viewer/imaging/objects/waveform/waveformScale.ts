import type { WaveformChannel } from './waveformGroup.ts';

/** Speeds and gains of paper recorders. */
export const speedsMmPerSecond = [12.5, 25, 50] as const;
export const gainsMmPerMillivolt = [5, 10, 20] as const;

/** Millivolts of one unit, for units of voltage. */
const millivolts: Readonly<Record<string, number>> = { V: 1000, mV: 1, uV: 0.001, nV: 1e-6 };

export const isVoltage = (unit: string): boolean => millivolts[unit] !== undefined;

/** Height that channels of other units may take, mm. */
const bandMm = 40;

/**
 * Millimetres on the paper for one unit of a channel: of voltages after the gain; of anything else (pressures, flows, stored
 * values) as many as let its range fit into 40 mm, in steps of 1, 2 and 5.
 */
export function mmPerUnit(
  { unit }: WaveformChannel,
  mmPerMillivolt: number,
  range: { least: number; greatest: number },
): number {
  const voltage = millivolts[unit];
  if (voltage !== undefined) return voltage * mmPerMillivolt;
  const span = range.greatest - range.least;
  if (!(span > 0)) return 1;
  const exact = bandMm / span;
  const power = 10 ** Math.floor(Math.log10(exact));
  const step = [5, 2, 1].find((one) => one * power <= exact) ?? 1;
  return step * power;
}

/** Least and greatest of the samples that are there; zeros where there are none. */
export function rangeOf(values: Float64Array): { least: number; greatest: number } {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least > greatest ? { least: 0, greatest: 0 } : { least, greatest };
}
