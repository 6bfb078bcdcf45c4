import type { Point3 } from '../geometry/vector.ts';
import type { RigidMatrix } from './registration.ts';

export const identity: RigidMatrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

export const translationBy = ([x, y, z]: Point3): RigidMatrix => [
  ...[1, 0, 0, x],
  ...[0, 1, 0, y],
  ...[0, 0, 1, z],
  ...[0, 0, 0, 1],
];

const at = (matrix: RigidMatrix, row: number, column: number): number => matrix[row * 4 + column] as number;

/** Where the map takes a point. */
export function mapPoint(matrix: RigidMatrix, point: Point3): Point3 {
  const [x, y, z] = mapDirection(matrix, point);
  return [x + at(matrix, 0, 3), y + at(matrix, 1, 3), z + at(matrix, 2, 3)];
}

/** How the map turns a direction (or a distance between two points). */
export function mapDirection(matrix: RigidMatrix, [x, y, z]: Point3): Point3 {
  const row = (r: number): number => at(matrix, r, 0) * x + at(matrix, r, 1) * y + at(matrix, r, 2) * z;
  return [row(0), row(1), row(2)];
}

/** `second * first`: the map that applies `first`, then `second`. */
export function compose(second: RigidMatrix, first: RigidMatrix): RigidMatrix {
  return Array.from({ length: 16 }, (_, index) => {
    const row = Math.floor(index / 4);
    const column = index % 4;
    return [0, 1, 2, 3].reduce((sum, k) => sum + at(second, row, k) * at(first, k, column), 0);
  });
}

/** The map back. Of a rigid map: its rotation transposed. */
export function inverse(matrix: RigidMatrix): RigidMatrix {
  const rows = [0, 1, 2].map((row) => [at(matrix, 0, row), at(matrix, 1, row), at(matrix, 2, row)] as const);
  const offset: Point3 = [at(matrix, 0, 3), at(matrix, 1, 3), at(matrix, 2, 3)];
  return [
    ...rows.flatMap(([x, y, z]) => [x, y, z, -(x * offset[0] + y * offset[1] + z * offset[2])]),
    ...[0, 0, 0, 1],
  ];
}

/** By how many degrees the map turns about its axis. */
export function rotationDegrees(matrix: RigidMatrix): number {
  // The sine is exact for small angles, where the cosine is not.
  const sine = Math.hypot(
    at(matrix, 2, 1) - at(matrix, 1, 2),
    at(matrix, 0, 2) - at(matrix, 2, 0),
    at(matrix, 1, 0) - at(matrix, 0, 1),
  );
  const cosine = at(matrix, 0, 0) + at(matrix, 1, 1) + at(matrix, 2, 2) - 1;
  return (Math.atan2(sine, cosine) * 180) / Math.PI;
}

/**
 * A turn by the length of `turn` (radians) about its direction through `centre`, followed by `shift` (mm).
 */
export function turnAbout(centre: Point3, turn: Point3, shift: Point3): RigidMatrix {
  const angle = Math.hypot(...turn);
  const [x, y, z] =
    angle === 0 ? ([1, 0, 0] as const) : ([turn[0] / angle, turn[1] / angle, turn[2] / angle] as const);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const t = 1 - c;
  const rows: readonly Point3[] = [
    [t * x * x + c, t * x * y - s * z, t * x * z + s * y],
    [t * x * y + s * z, t * y * y + c, t * y * z - s * x],
    [t * x * z - s * y, t * y * z + s * x, t * z * z + c],
  ];
  return [
    ...rows.flatMap(([a, b, d], row) => [
      ...[a, b, d],
      (centre[row] as number) + (shift[row] as number) - (a * centre[0] + b * centre[1] + d * centre[2]),
    ]),
    ...[0, 0, 0, 1],
  ];
}
