import type { FrameRef } from '../series/frameRef.ts';
import { suvFactor } from './suvFactor.ts';

/** UCUM of what images call their units (Rescale Type, Units (0054,1001)). */
const ucum: Record<string, string> = {
  HU: "[hnsf'U]",
  BQML: 'Bq/ml',
  GML: '{SUVbw}g/ml',
  SUVbw: '{SUVbw}g/ml',
};

/** How a unit of the model is written for people, and in the automation interface. */
const written: Record<string, string> = {
  "[hnsf'U]": 'HU',
  '{SUVbw}g/ml': 'SUVbw',
  deg: '°',
  mm2: 'mm²',
  px2: 'px²',
  '1': '',
};

export const unitText = (unit: string): string => written[unit] ?? unit;

/**
 * The unit values of a frame are told in and what its modality values are multiplied with for that: activity as SUVbw
 * where the header allows it, else as it is.
 */
export function valueScale(frame: FrameRef): { unit: string; factor: number } {
  const factor = frame.unit === 'BQML' ? suvFactor(frame.instance) : undefined;
  if (factor !== undefined) return { unit: '{SUVbw}g/ml', factor };
  return { unit: ucum[frame.unit] ?? frame.unit, factor: 1 };
}
