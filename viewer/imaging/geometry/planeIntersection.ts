import { addScaled, cross, dot, length, scale, type Point3 } from './vector.ts';

/** A plane in the patient: a point of it and its unit normal. */
export interface Plane {
  readonly point: Point3;
  readonly normal: Point3;
}

export interface Line {
  /** The point of the line nearest to the origin of patient coordinates. */
  readonly point: Point3;
  /** Unit vector. */
  readonly direction: Point3;
}

/** Planes at a smaller angle than this (its sine; about one degree) have no line worth drawing. */
const leastSine = 0.0175;

/** The line in which two planes meet; undefined where they are (nearly) parallel. */
export function planeIntersection(a: Plane, b: Plane): Line | undefined {
  const along = cross(a.normal, b.normal);
  const sine = length(along);
  if (sine < leastSine) return undefined;
  const [offsetA, offsetB] = [dot(a.point, a.normal), dot(b.point, b.normal)];
  const point = scale(
    addScaled(scale(cross(b.normal, along), offsetA), cross(along, a.normal), offsetB),
    1 / (sine * sine),
  );
  return { point, direction: scale(along, 1 / sine) };
}

/** The piece of a line inside a rectangle of the screen, both ends; undefined where it passes by. Liang and Barsky's clipping. */
export function clipToBox(
  [x, y]: readonly [number, number],
  [dx, dy]: readonly [number, number],
  width: number,
  height: number,
): [readonly [number, number], readonly [number, number]] | undefined {
  let [first, last] = [-Infinity, Infinity];
  for (const [start, step, size] of [
    [x, dx, width],
    [y, dy, height],
  ] as const) {
    if (Math.abs(step) < 1e-9) {
      if (start < 0 || start > size) return undefined;
      continue;
    }
    const ends = [-start / step, (size - start) / step];
    first = Math.max(first, Math.min(...ends));
    last = Math.min(last, Math.max(...ends));
  }
  if (first >= last) return undefined;
  return [
    [x + first * dx, y + first * dy],
    [x + last * dx, y + last * dy],
  ];
}

/** `vector` turned about the unit vector `axis` by `radians`, as a right-handed screw (Rodrigues). */
export function turned(vector: Point3, axis: Point3, radians: number): Point3 {
  const [cosine, sine] = [Math.cos(radians), Math.sin(radians)];
  const straight = addScaled(scale(vector, cosine), cross(axis, vector), sine);
  return addScaled(straight, axis, dot(axis, vector) * (1 - cosine));
}
