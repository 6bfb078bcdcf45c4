import type { Solid } from '../geometry/index.ts';
import { Capsule, Ellipsoid, profile, smoothMax, smoothstep, tube } from '../geometry/index.ts';
import { extrapulmonaryAirways } from './airways.ts';
import { greatVessels } from './greatVessels.ts';
import { heart } from './heart.ts';
import { spineY } from './spine.ts';

export const oesophagus: readonly Solid[] = tube([
  [3, 20, 190, 6],
  [6, 29, 90, 6],
  [6, 40, 10, 5.8],
  [4, 42, -40, 5.6],
  [6, 36, -95, 6.2],
  [14, 24, -140, 6.5],
  [30, 10, -165, 8],
]);
export const oesophagealAir: readonly Solid[] = [
  new Ellipsoid([6, 31, 70], [1.6, 1, 9]),
  new Ellipsoid([5, 40, -52], [2, 1, 6]),
];

export const thyroid: readonly Solid[] = [-1, 1].map((s) => new Ellipsoid([s * 17, 6, 128], [8.5, 10, 21]));
export const neckMuscles: readonly Solid[] = [-1, 1].flatMap((s) => [
  ...tube([
    [s * 15, -46, 66, 5],
    [s * 26, -34, 96, 8],
    [s * 46, 0, 170, 10],
  ]),
  ...tube([
    [s * 62, 6, 98, 6],
    [s * 42, 20, 122, 9],
    [s * 30, 28, 170, 9],
  ]),
  ...tube([
    [s * 10, 30, 80, 4],
    [s * 12, 26, 130, 7],
    [s * 12, 22, 190, 8],
  ]),
]);
export const lymphNodes: readonly Solid[] = [
  new Ellipsoid([-17, 12, 20], [5, 3.6, 6]),
  new Ellipsoid([2, 4, 18], [4, 3, 5]),
  new Ellipsoid([26, -6, 16], [4.5, 3, 4]),
  new Ellipsoid([-2, 34, -22], [6, 3.2, 7]),
  new Ellipsoid([-6, -34, 24], [9, 3, 14], 20),
];

const slabHalfWidth = profile([
  [150, 60],
  [118, 44],
  [100, 32],
  [70, 26],
  [45, 21],
  [20, 15],
  [-10, 10],
  [-60, 8],
  [-140, 12],
]);

/** The partition between the lungs where no organ makes it: from sternum to spine, narrow where the lungs meet in front. */
export function septumDistance(x: number, y: number, z: number): number {
  const front = y < -30 ? Math.max(0.35, 1 + (y + 30) / 55) : 1;
  const middle = y > 20 ? 4 : 0;
  const behind = z > 40 ? 1 - 0.5 * smoothstep(10, 45, y) : 1;
  const wide = slabHalfWidth(z) * behind * (z > 60 ? 1 : front);
  return smoothMax(Math.abs(x - middle) - wide, y - spineY(z) - 4, 16);
}

/** Solids the lungs are kept away from. */
export const lungObstacles = (): Solid[] => [
  ...greatVessels,
  heart,
  ...extrapulmonaryAirways(2),
  new Capsule([6, 30, 88], [6, 40, 10], 6),
  new Capsule([4, 40, 10], [6, 36, -95], 6),
];
