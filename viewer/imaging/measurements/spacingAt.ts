import { number, numbers, string } from '../../dicomweb/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Calibration } from './measurement.ts';
import { regionSpacing } from './ultrasoundRegions.ts';

/** The size of a pixel for measuring. */
export interface MeasuringSpacing {
  /** Between row centres and between column centres, in `unit`. */
  row: number;
  column: number;
  /** Without millimetres the width of a column is the measure. */
  unit: 'mm' | 'px';
  calibration: Calibration;
}

/** Where the size of a pixel is that of its shadow at the detector unless something else is said (PS3.3 10.7.1.3). */
export const projectionModalities = ['CR', 'DX', 'MG', 'IO', 'PX', 'RF', 'XA'];

/**
 * The spacing that holds for a measurement with these points (in pixels) on a frame.
 * @param userFactor mm for one unit of the frame's drawn spacing, from a line of known length
 */
export function spacingAt(
  frame: FrameRef,
  points: readonly { column: number; row: number }[],
  userFactor?: number,
): MeasuringSpacing {
  const { row, column } = frame.drawnSpacing;
  if (userFactor !== undefined)
    return { row: row * userFactor, column: column * userFactor, unit: 'mm', calibration: 'user' };
  const region = regionSpacing(frame.instance, points);
  if (region) return { ...region, unit: 'mm', calibration: 'region' };
  if (region === null || !frame.pixelSpacing)
    return { row: row / column, column: 1, unit: 'px', calibration: 'none' };
  const { calibration, magnification } = projectionModalities.includes(frame.modality)
    ? projectionCalibration(frame)
    : { calibration: 'geometry' as const, magnification: 1 };
  return { row: row / magnification, column: column / magnification, unit: 'mm', calibration };
}

/**
 * Of projection radiography: Pixel Spacing (0028,0030) that differs from Imager Pixel Spacing (0018,1164), or that says so in
 * Pixel Spacing Calibration Type (0028,0A02), is calibrated; else it is at the detector, and Estimated Radiographic
 * Magnification Factor (0018,1114) brings it into the patient.
 */
function projectionCalibration({ instance }: FrameRef): { calibration: Calibration; magnification: number } {
  const type = string(instance, '00280A02');
  const spacing = numbers(instance, '00280030');
  const imager = numbers(instance, '00181164');
  if (spacing.length === 2) {
    if (type === 'FIDUCIAL') return { calibration: 'fiducial', magnification: 1 };
    if (type === 'GEOMETRY') return { calibration: 'geometry', magnification: 1 };
    const differs = imager.length === 2 && imager.some((value, i) => !alike(value, spacing[i] as number));
    if (differs) return { calibration: 'geometry', magnification: 1 };
  }
  const magnification = number(instance, '00181114');
  return magnification !== undefined && magnification > 0
    ? { calibration: 'estimated', magnification }
    : { calibration: 'detector', magnification: 1 };
}

/** Decimal strings are written with few digits. */
const alike = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * Math.max(a, b);
