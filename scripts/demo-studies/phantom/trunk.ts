import { Capsule, StarSurface, profile, smoothMin, smoothstep, swelling } from '../geometry/index.ts';
import type { LatticeNoise } from '../geometry/index.ts';

/** The phantom's own coordinates are LPS mm with z = 0 at the carina; it is made from neck (130) to upper abdomen (-210). */
export const LOWEST_Z = -250;
export const HIGHEST_Z = 190;

const cageHalfWidth = profile([
  [124, 3],
  [119, 30],
  [112, 54],
  [104, 68],
  [92, 82],
  [75, 96],
  [50, 109],
  [20, 120],
  [-20, 128],
  [-70, 134],
  [-130, 137],
  [-190, 136],
  [-250, 130],
]);
const cageFront = profile([
  [124, 2],
  [119, 15],
  [112, 26],
  [104, 34],
  [92, 42],
  [75, 51],
  [50, 62],
  [20, 73],
  [-20, 83],
  [-70, 92],
  [-130, 97],
  [-190, 98],
  [-250, 95],
]);
const cageBack = profile([
  [124, 2],
  [119, 14],
  [112, 25],
  [104, 33],
  [92, 43],
  [75, 54],
  [50, 66],
  [20, 77],
  [-20, 87],
  [-70, 94],
  [-130, 93],
  [-190, 86],
  [-250, 80],
]);
const cageCentre = profile([
  [124, 26],
  [92, 16],
  [50, 6],
  [0, 0],
  [-70, -3],
  [-250, -4],
]);

/** Inner surface of the rib cage: what the pleura lines. */
export const cage = new StarSurface(LOWEST_Z, HIGHEST_Z, (z) => ({
  halfWidth: cageHalfWidth(z),
  front: cageFront(z),
  back: cageBack(z),
  centreY: cageCentre(z),
  frontExponent: 2.15,
  backExponent: 2.4,
  // The lungs reach far back on both sides of the spine.
  relief: (angle) => 1 + 0.075 * swelling(angle, 33, 17) - 0.04 * swelling(angle, 0, 13),
}));

const skinHalfWidth = profile([
  [190, 62],
  [150, 66],
  [125, 84],
  [105, 112],
  [85, 134],
  [60, 150],
  [30, 160],
  [-20, 166],
  [-80, 168],
  [-140, 165],
  [-250, 158],
]);
const skinFront = profile([
  [190, 52],
  [150, 55],
  [125, 60],
  [105, 66],
  [85, 76],
  [60, 88],
  [30, 100],
  [-20, 108],
  [-80, 113],
  [-140, 115],
  [-250, 114],
]);
const skinBack = profile([
  [190, 58],
  [150, 66],
  [125, 78],
  [105, 92],
  [85, 105],
  [60, 116],
  [30, 124],
  [-20, 130],
  [-80, 131],
  [-140, 128],
  [-250, 122],
]);
const skinCentre = profile([
  [190, 18],
  [125, 16],
  [60, 7],
  [0, 1],
  [-80, -2],
  [-250, -4],
]);

const trunk = new StarSurface(LOWEST_Z, HIGHEST_Z, (z) => ({
  halfWidth: skinHalfWidth(z),
  front: skinFront(z),
  back: skinBack(z),
  centreY: skinCentre(z),
  frontExponent: 2.2,
  backExponent: 2.45,
  relief: (angle) => {
    const breast = smoothstep(75, 40, z) * smoothstep(-75, -30, z);
    return (
      1 -
      0.05 * swelling(angle, 0, 8) +
      0.03 * swelling(angle, 26, 15) +
      0.035 * breast * swelling(angle, 142, 17) -
      0.03 * swelling(angle, 180, 11)
    );
  },
}));

/** The arms are raised beside the head: shoulder and upper arm of one side. */
const upperArm = new Capsule([122, 30, 52], [176, 6, 172], 40, 46);

/** Distance to the skin, mm, negative inside. */
export function skinDistance(x: number, y: number, z: number): number {
  const d = trunk.distance(x, y, z);
  if (z < -10) return d;
  return smoothMin(d, upperArm.distance(Math.abs(x), y, z), 36);
}

const flank = profile([
  [-190, 13],
  [-60, 9],
  [40, 7],
  [150, 6],
]);

/** Thickness of the fat below the skin, mm; more at the flanks and lower down, uneven as it is. */
export function fatThickness(noise: LatticeNoise, x: number, y: number, z: number): number {
  const uneven = noise.at(x * 0.018 + 9, y * 0.018, z * 0.012);
  const sideways = Math.abs(x) / 160;
  const behind = y > 0 ? 0.75 : 1;
  return behind * flank(z) * (1 + 0.35 * uneven) + 5 * sideways * sideways + 1.5;
}
