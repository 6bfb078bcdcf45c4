import type { Solid, Vec3 } from '../geometry/index.ts';
import { Ellipsoid, field, smoothMin, tube } from '../geometry/index.ts';

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
