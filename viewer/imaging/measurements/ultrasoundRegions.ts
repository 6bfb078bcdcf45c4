import { number, sequence } from '../../dicomweb/index.ts';
import type { DicomJson } from '../../../pixels/index.ts';

/** Physical Units X and Y Direction (0018,6024) and (0018,6026): centimetres. */
const centimetres = 3;

/**
 * The size of a pixel in mm in the one region of Sequence of Ultrasound Regions (0018,6011) that holds all the points
 * and measures centimetres both ways (PS3.3 C.8.5.5). `null` where there are regions, but none that does; undefined where there
 * are no regions.
 */
export function regionSpacing(
  instance: DicomJson,
  points: readonly { column: number; row: number }[],
): { row: number; column: number } | null | undefined {
  const regions = sequence(instance, '00186011');
  if (regions.length === 0) return undefined;
  const found = regions.find((region) => measuresLengths(region) && points.every((at) => holds(region, at)));
  if (!found) return null;
  return millimetres(found);
}

/** Whether all regions measure lengths, and alike; also where there are none. */
export function regionsAgree(instance: DicomJson): boolean {
  const regions = sequence(instance, '00186011');
  const [first, ...others] = regions.map(millimetres);
  return (
    regions.every(measuresLengths) &&
    others.every(({ row, column }) => row === first?.row && column === first.column)
  );
}

function millimetres(region: DicomJson): { row: number; column: number } {
  return {
    row: Math.abs(number(region, '0018602E') ?? 0) * 10,
    column: Math.abs(number(region, '0018602C') ?? 0) * 10,
  };
}

function measuresLengths(region: DicomJson): boolean {
  const units = [number(region, '00186024'), number(region, '00186026')];
  const deltas = [number(region, '0018602C') ?? 0, number(region, '0018602E') ?? 0];
  return units.every((unit) => unit === centimetres) && deltas.every((delta) => delta !== 0);
}

/** Region Location Min and Max are the first and last pixels in it. */
function holds(region: DicomJson, { column, row }: { column: number; row: number }): boolean {
  const [x0, y0, x1, y1] = ['00186018', '0018601A', '0018601C', '0018601E'].map((tag) => number(region, tag));
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return false;
  return column >= x0 - 0.5 && column <= x1 + 0.5 && row >= y0 - 0.5 && row <= y1 + 0.5;
}
