import { string } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { suvFactor } from './suvFactor.ts';

/** UCUM of what images call their units (Rescale Type, Units (0054,1001)). */
const ucum: Record<string, string> = {
  HU: "[hnsf'U]",
  BQML: 'Bq/ml',
  SUVbw: '{SUVbw}g/ml',
};

/** Of PET images in SUV, by SUV Type (0054,1006), PS3.3 C.8.9.1.1.3: by body weight where it is absent. */
const suvUnits: Record<string, string> = {
  BW: '{SUVbw}g/ml',
  BSA: '{SUVbsa}cm2/ml',
  LBM: '{SUVlbm}g/ml',
  LBMJAMES128: '{SUVlbm}g/ml',
  LBMJANMA: '{SUVlbm}g/ml',
  IBW: '{SUVibw}g/ml',
};

/** How a unit of the model is written for people, and in the automation interface. */
const written: Record<string, string> = {
  "[hnsf'U]": 'HU',
  '{SUVbw}g/ml': 'SUVbw',
  '{SUVbsa}cm2/ml': 'SUVbsa',
  '{SUVlbm}g/ml': 'SUVlbm',
  '{SUVibw}g/ml': 'SUVibw',
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
  if (frame.unit === 'GML' || frame.unit === 'CM2ML') {
    const type = string(frame.instance, '00541006') ?? (frame.unit === 'GML' ? 'BW' : 'BSA');
    return { unit: suvUnits[type] ?? (frame.unit === 'GML' ? 'g/ml' : 'cm2/ml'), factor: 1 };
  }
  return { unit: ucum[frame.unit] ?? frame.unit, factor: 1 };
}
