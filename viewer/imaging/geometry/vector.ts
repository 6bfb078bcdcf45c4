/** A point or direction in patient coordinates (LPS), mm. */
export type Point3 = readonly [number, number, number];

export const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export const cross = (a: Point3, b: Point3): Point3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

export const subtract = (a: Point3, b: Point3): Point3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** `a + factor * b` */
export const addScaled = (a: Point3, b: Point3, factor: number): Point3 => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
  a[2] + factor * b[2],
];

export const length = (a: Point3): number => Math.sqrt(dot(a, a));

/** `a * factor` */
export const scale = (a: Point3, factor: number): Point3 => [a[0] * factor, a[1] * factor, a[2] * factor];

/** Three numbers as a point; undefined for any other count. */
export function toPoint(numbers: readonly number[]): Point3 | undefined {
  const [x, y, z] = numbers;
  return numbers.length === 3 && x !== undefined && y !== undefined && z !== undefined
    ? [x, y, z]
    : undefined;
}
