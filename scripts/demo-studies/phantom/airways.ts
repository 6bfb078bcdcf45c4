import type { Solid, Vec3 } from '../geometry/index.ts';
import { tube } from '../geometry/index.ts';

export const trachea = { middle: [-2, 18, 58] as Vec3 };
const airwayPaths: readonly (readonly (readonly [number, number, number, number])[])[] = [
  [
    [0, 2, 190, 8.5],
    [0, 8, 120, 8.6],
    [-2, 18, 58, 8.6],
    [-3, 23, 14, 8.8],
    [-4, 25, 2, 8.6],
  ],
  [
    [-6, 25, 3, 7.2],
    [-17, 26, -9, 7],
    [-29, 27, -20, 6.2],
    [-37, 29, -40, 5],
    [-44, 33, -58, 4],
  ],
  [
    [-28, 27, -18, 4.6],
    [-40, 25, -15, 4],
    [-50, 24, -6, 3.2],
  ],
  [
    [-2, 25, 3, 6.6],
    [12, 29, -9, 6.2],
    [28, 33, -24, 5.8],
    [39, 35, -36, 4.8],
    [45, 39, -54, 3.8],
  ],
  [
    [36, 34, -33, 4],
    [46, 28, -29, 3.4],
    [54, 22, -22, 2.8],
  ],
];

/** Trachea, main and lobar bronchi, `wallMm` wider than their lumen. */
export const centralAirways = (wallMm: number): Solid[] =>
  airwayPaths.flatMap((path) => tube(path.map(([x, y, z, r]) => [x, y, z, r + wallMm] as const)));

/** Trachea and main bronchi as far as they run outside the lungs. */
export const extrapulmonaryAirways = (wallMm: number): Solid[] =>
  [airwayPaths[0] ?? [], (airwayPaths[1] ?? []).slice(0, 4), (airwayPaths[3] ?? []).slice(0, 3)].flatMap(
    (path) => tube(path.map(([x, y, z, r]) => [x, y, z, r + wallMm] as const)),
  );
