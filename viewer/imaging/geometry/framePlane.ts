import { addScaled, cross, dot, length, subtract, type Point3 } from './vector.ts';

/** Image Plane of one frame (PS3.3 C.7.6.2), in patient coordinates. */
export interface FramePlane {
  /** Image Position (Patient): centre of the first pixel, mm. */
  position: Point3;
  /** Unit vector along a row, that is in the direction of growing columns. */
  rowCosines: Point3;
  /** Unit vector along a column, that is in the direction of growing rows. */
  columnCosines: Point3;
  /** Distance of row centres, mm. */
  rowSpacing: number;
  /** Distance of column centres, mm. */
  columnSpacing: number;
}

/** Unit vector at right angles to the plane: row cosines x column cosines. */
export const planeNormal = (plane: FramePlane): Point3 => cross(plane.rowCosines, plane.columnCosines);

/** Where the plane lies along its normal, mm. */
export const planeLocation = (plane: FramePlane): number => dot(plane.position, planeNormal(plane));

/** Patient coordinates of the pixel in `column`, `row` (0-based, fractions allowed; PS3.3 equation C.7.6.2.1-1). */
export function indexToWorld(plane: FramePlane, column: number, row: number): Point3 {
  const alongRow = addScaled(plane.position, plane.rowCosines, column * plane.columnSpacing);
  return addScaled(alongRow, plane.columnCosines, row * plane.rowSpacing);
}

/** Column, row (0-based, fractional) and distance from the plane in mm of a point in patient coordinates. */
export function worldToIndex(
  plane: FramePlane,
  point: Point3,
): { column: number; row: number; distanceMm: number } {
  const offset = subtract(point, plane.position);
  return {
    column: dot(offset, plane.rowCosines) / plane.columnSpacing,
    row: dot(offset, plane.columnCosines) / plane.rowSpacing,
    distanceMm: dot(offset, planeNormal(plane)),
  };
}

/** The affine map from (column, row, 0, 1) to patient mm: 16 numbers, row-major. */
export function indexToWorldMatrix(plane: FramePlane): number[] {
  const { rowCosines: r, columnCosines: c, position: p, columnSpacing: dx, rowSpacing: dy } = plane;
  const n = planeNormal(plane);
  return [
    ...[r[0] * dx, c[0] * dy, n[0], p[0]],
    ...[r[1] * dx, c[1] * dy, n[1], p[1]],
    ...[r[2] * dx, c[2] * dy, n[2], p[2]],
    ...[0, 0, 0, 1],
  ];
}

/** Why these six numbers cannot be an Image Orientation (Patient), or undefined when they can. */
export function orientationFault(rowCosines: Point3, columnCosines: Point3): string | undefined {
  if (Math.abs(length(rowCosines) - 1) > 0.01)
    return `row cosines are no unit vector: ${rowCosines.join('\\')}`;
  if (Math.abs(length(columnCosines) - 1) > 0.01)
    return `column cosines are no unit vector: ${columnCosines.join('\\')}`;
  if (Math.abs(dot(rowCosines, columnCosines)) > 0.01) return 'row and column are not at right angles';
  return undefined;
}
