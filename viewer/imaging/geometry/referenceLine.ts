import { indexToWorld, planeNormal, type FramePlane } from './framePlane.ts';
import { addScaled, cross, dot, length, subtract, type Point3 } from './vector.ts';

/** An image in the patient. */
export interface PlacedImage {
  plane: FramePlane;
  rows: number;
  columns: number;
}

/** Planes at a smaller angle than this (its sine; about five degrees) have no cut worth a line. */
const leastSine = 0.087;

/**
 * The line in which `cutting` (as far as its pixels reach) cuts the plane of `shown`: both ends in patient mm. Undefined
 * where it does not reach that plane, or is (nearly) parallel to it.
 */
export function referenceLine(
  shown: FramePlane,
  cutting: PlacedImage,
): readonly [Point3, Point3] | undefined {
  const normal = planeNormal(shown);
  if (length(cross(normal, planeNormal(cutting.plane))) < leastSine) return undefined;
  const corners = cornersOf(cutting);
  const heights = corners.map((corner) => dot(subtract(corner, shown.position), normal));
  const crossings = corners.flatMap((corner, index) => {
    const next = (index + 1) % corners.length;
    const [from, to] = [heights[index] as number, heights[next] as number];
    // Half open, so that a corner that lies in the plane is met once.
    if (from >= 0 === to >= 0) return [];
    return [addScaled(corner, subtract(corners[next] as Point3, corner), from / (from - to))];
  });
  const [first, second] = crossings;
  return first && second && [first, second];
}

/** The outer corners of the corner pixels. */
function cornersOf({ plane, rows, columns }: PlacedImage): Point3[] {
  const [right, bottom] = [columns - 0.5, rows - 0.5];
  return [
    indexToWorld(plane, -0.5, -0.5),
    indexToWorld(plane, right, -0.5),
    indexToWorld(plane, right, bottom),
    indexToWorld(plane, -0.5, bottom),
  ];
}
