import type { Solid, Vec3 } from '../geometry/index.ts';
import {
  Capsule,
  Ellipsoid,
  field,
  profile,
  smoothMax,
  smoothMin,
  smoothstep,
  tube,
} from '../geometry/index.ts';
import { spineY } from './spine.ts';

/** Where vessels and bronchi enter the lungs; x negative is the patient's right. */
export const hila = {
  rightArtery: [-40, 13, -25] as Vec3,
  leftArtery: [43, 24, -12] as Vec3,
  rightVein: [-36, 20, -52] as Vec3,
  leftVein: [40, 24, -50] as Vec3,
};

export const aorta = {
  ascendingCentre: [-18, -19, -8] as Vec3,
  descendingCentre: [27, 47, -45] as Vec3,
};

const aortaAndBranches: Solid[] = [
  ...tube(
    [
      [-2, -10, -52, 14],
      [-12, -18, -30, 16],
      [-18, -19, -8, 16],
      [-16, -19, 14, 15.5],
      [-6, -17, 32, 15],
      [10, -6, 41, 14.5],
      [22, 14, 39, 13.5],
      [27, 34, 24, 13],
      [28, 45, 0, 12.8],
      [27, 47, -45, 12.2],
      [22, 48, -95, 11.6],
      [12, 42, -140, 11.2],
      [5, 38, -190, 10.5],
      [3, 34, -250, 9.5],
    ],
    6,
  ),
  ...tube([
    [-6, -14, 42, 7],
    [-12, -6, 64, 6.5],
    [-20, 2, 92, 6],
    [-24, 6, 130, 4.5],
    [-24, 12, 190, 4],
  ]),
  ...tube([
    [-19, 2, 92, 5],
    [-42, 8, 108, 5],
    [-80, 0, 112, 4.5],
    [-125, 2, 92, 4],
  ]),
  ...tube([
    [8, -8, 48, 4.5],
    [16, 0, 75, 4],
    [22, 6, 115, 4],
    [25, 12, 190, 4],
  ]),
  ...tube([
    [22, 12, 48, 5.5],
    [27, 16, 72, 5.2],
    [36, 14, 96, 5],
    [58, 4, 110, 4.8],
    [90, -6, 108, 4.5],
    [125, 2, 92, 4],
  ]),
];

const veins: Solid[] = [
  ...tube([
    [-27, -15, 42, 9],
    [-29, -12, 10, 9.5],
    [-29, -10, -20, 10],
    [-28, -10, -52, 11],
  ]),
  ...tube([
    [-27, -15, 42, 7.5],
    [-32, -14, 64, 7],
    [-38, -6, 92, 6.5],
    [-62, -20, 104, 6],
    [-115, -16, 94, 5],
  ]),
  ...tube([
    [-27, -15, 44, 7],
    [-8, -32, 52, 6.8],
    [16, -34, 62, 6.6],
    [32, -18, 82, 6.2],
    [50, -22, 101, 6],
    [115, -16, 94, 5],
  ]),
  ...tube([
    [-8, 45, -250, 2.5],
    [-7, 48, -120, 3],
    [-8, 46, -20, 3.6],
    [-11, 42, 8, 4],
    [-22, 30, 19, 4.2],
    [-29, 8, 18, 4.4],
    [-29, -8, 13, 4.6],
  ]),
  ...tube([
    [-34, -2, -60, 11],
    [-28, 4, -100, 11.5],
    [-24, 16, -132, 12],
    [-22, 24, -170, 12],
    [-20, 27, -250, 12],
  ]),
];

const pulmonaryVessels: Solid[] = [
  ...tube([
    [10, -50, -54, 13],
    [16, -40, -36, 14],
    [20, -18, -18, 13.5],
    [32, 4, -10, 11.5],
    [...hila.leftArtery, 8.5],
  ]),
  ...tube([
    [18, -20, -20, 12],
    [4, -2, -24, 11.5],
    [-20, 7, -25, 10.5],
    [...hila.rightArtery, 8],
  ]),
  ...tube([
    [-8, 18, -56, 8],
    [-24, 19, -54, 7],
    [...hila.rightVein, 6],
  ]),
  ...tube([
    [14, 20, -54, 8],
    [28, 22, -52, 7],
    [...hila.leftVein, 6],
  ]),
];

/** Blood-filled tubes of the mediastinum. */
export const greatVessels: readonly Solid[] = [...aortaAndBranches, ...veins, ...pulmonaryVessels];

const chambers = {
  left: new Ellipsoid([40, -25, -96], [48, 34, 40], -32),
  right: new Ellipsoid([8, -50, -95], [50, 27, 40], -12),
  rightAtrium: new Ellipsoid([-32, -13, -80], [23, 27, 34]),
  leftAtrium: new Ellipsoid([3, 17, -62], [34, 19, 23]),
  septum: new Ellipsoid([10, -18, -80], [32, 28, 36]),
};

/** Distance to the heart's surface, below the pericardial fat. */
const heartDistance = (x: number, y: number, z: number): number => {
  const ventricles = smoothMin(chambers.left.distance(x, y, z), chambers.right.distance(x, y, z), 8);
  const atria = smoothMin(chambers.leftAtrium.distance(x, y, z), chambers.rightAtrium.distance(x, y, z), 4);
  return smoothMin(smoothMin(ventricles, atria, 3), chambers.septum.distance(x, y, z), 4);
};

export const heart: Solid = field([15, -15, -85], 82, heartDistance);
/** The blood inside: a little darker than muscle in an unenhanced scan. */
export const heartCavities: readonly Solid[] = [
  new Ellipsoid([38, -18, -90], [32, 18, 23], -32),
  new Ellipsoid([8, -49, -94], [44, 22, 34], -12),
  new Ellipsoid([-32, -13, -80], [20, 24, 31]),
  new Ellipsoid([3, 17, -62], [31, 16, 20]),
];
export const leftVentricleCentre: Vec3 = [38, -18, -90];

/** The sac around heart and fat: a thin line in the fat. */
export const pericardium: Solid = field(
  [15, -15, -85],
  90,
  (x, y, z) => Math.abs(heartDistance(x, y, z) - 3.2) - 0.4,
);

export const coronaries: readonly Solid[] = [
  ...tube([
    [6, -20, -50, 2],
    [26, -34, -60, 1.9],
    [38, -58, -78, 1.7],
    [56, -74, -104, 1.4],
  ]),
  ...tube([
    [-14, -24, -52, 1.9],
    [-26, -42, -66, 1.8],
    [-30, -42, -90, 1.6],
    [-12, -30, -118, 1.4],
  ]),
];

/** Plaques in the wall of arch, aorta and left coronary artery: the patient is 64. */
export const calcifications: readonly Solid[] = [
  new Ellipsoid([24, 25, 47], [3.2, 1.6, 1.8], 50),
  new Ellipsoid([37.5, 40, 18], [1.3, 3, 2]),
  new Ellipsoid([34, 54, -62], [2.2, 1.4, 3.4], -40),
  new Ellipsoid([28, -36, -62], [2.4, 1.2, 1.6], 45),
];

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

/** Trachea and main bronchi, `wallMm` wider than their lumen. */
export const centralAirways = (wallMm: number): Solid[] =>
  airwayPaths.flatMap((path) => tube(path.map(([x, y, z, r]) => [x, y, z, r + wallMm] as const)));

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
  ...aortaAndBranches,
  ...veins,
  ...pulmonaryVessels,
  heart,
  ...centralAirways(2).slice(0, 40),
  new Capsule([6, 30, 88], [6, 40, 10], 6),
  new Capsule([4, 40, 10], [6, 36, -95], 6),
];
