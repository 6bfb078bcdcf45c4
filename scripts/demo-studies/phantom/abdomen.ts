import type { Solid, Vec3 } from '../geometry/index.ts';
import { Ellipsoid, field, smoothMax, tube } from '../geometry/index.ts';
import { columnDistance } from './spine.ts';
import { cage } from './trunk.ts';

/** Height of the diaphragm over a point, mm: two domes, falling steeply to deep recesses at the wall, deepest at the back. */
export function diaphragmHeight(x: number, y: number): number {
  const slope = ((y + 4) / 95) ** 2 * (y < -4 ? 7 : 22);
  const right = -124 - ((x + 62) / 78) ** 2 * 24 - slope;
  const left = -138 - ((x - 66) / 74) ** 2 * 24 - slope;
  const dome = smoothMax(right, left, 14);
  const q = 1 + cage.distance(x, y, -150) / 112;
  if (q <= 0.45) return dome;
  const t = (Math.min(q, 1.05) - 0.45) / 0.55;
  const depth = 38 + 34 * Math.max(0, y / 90) - 26 * Math.min(1, Math.max(0, -y / 80));
  return dome - depth * t * t * t * (0.5 + 0.5 * t);
}

/** Distance above the diaphragm, mm, negative below; the slope is allowed for roughly. */
export function aboveDiaphragm(x: number, y: number, z: number): number {
  const q = 1 + cage.distance(x, y, -150) / 112;
  return (z - diaphragmHeight(x, y)) * (q < 0.6 ? 0.97 : Math.max(0.5, 0.97 - (q - 0.6) * 1.2));
}

const MUSCLE_MM = 3.2;

export const liverCentre: Vec3 = [-78, -4, -164];
export const liver: Solid = field([-40, -10, -190], 165, (x, y, z) => {
  const room = Math.max(aboveDiaphragm(x, y, z) + MUSCLE_MM, cage.distance(x, y, z) + 5);
  const leftEdge = (x - 26 + 0.62 * y + Math.max(0, -150 - z) * 0.25) * 0.85;
  const behind = 15 - columnDistance(x, y, z);
  const notch = 19 - Math.hypot(x + 21, y - 26);
  return smoothMax(smoothMax(smoothMax(room, leftEdge, 12), behind, 14), notch, 6);
});

export const hepaticVeins: readonly Solid[] = [
  ...tube([
    [-24, 16, -136, 5],
    [-55, 12, -146, 4],
    [-92, 18, -164, 2.4],
    [-112, 20, -178, 1.4],
  ]),
  ...tube([
    [-24, 12, -136, 4.6],
    [-40, -14, -146, 3.8],
    [-62, -44, -164, 2.4],
    [-70, -60, -178, 1.4],
  ]),
  ...tube([
    [-20, 8, -138, 4.2],
    [-4, -18, -148, 3.2],
    [14, -42, -158, 2],
  ]),
  ...tube([
    [-30, 2, -196, 6],
    [-56, -2, -182, 4.6],
    [-86, 6, -178, 3],
    [-104, -8, -186, 1.8],
  ]),
];

export const spleenCentre: Vec3 = [92, 42, -176];
const spleenLump = new Ellipsoid([90, 42, -182], [30, 44, 36], 28);
export const spleen: Solid = field([88, 40, -180], 62, (x, y, z) => {
  const lump = spleenLump.distance(x, y, z);
  return smoothMax(smoothMax(lump, aboveDiaphragm(x, y, z) + MUSCLE_MM, 4), cage.distance(x, y, z) + 5, 4);
});

const stomachShape = new Ellipsoid([62, -20, -184], [48, 54, 46], 20);
export const stomachDistance = (x: number, y: number, z: number): number =>
  smoothMax(
    smoothMax(stomachShape.distance(x, y, z), aboveDiaphragm(x, y, z) + MUSCLE_MM + 1.5, 5),
    cage.distance(x, y, z) + 6,
    5,
  );

export const stomach: Solid = field([62, -20, -184], 58, stomachDistance);
/** Gas rises to the front of a patient who lies on the back. */
export const GAS_LEVEL_Y = -36;

const crus = (side: number): Solid[] =>
  tube([
    [side * 16, 20, -140, 4],
    [side * 17, 38, -165, 5.5],
    [side * 13, 44, -250, 7],
  ]);
export const crura: readonly Solid[] = [...crus(-1), ...crus(1)];

/** Kidneys' and adrenals' upper ends, fat around them. */
export const retroperitoneum: readonly Solid[] = [
  new Ellipsoid([58, 50, -222], [24, 22, 34]),
  new Ellipsoid([-58, 52, -232], [24, 22, 34]),
  ...tube([
    [36, 30, -178, 2.6],
    [40, 40, -196, 3],
  ]),
  ...tube([
    [-32, 40, -178, 2.2],
    [-36, 48, -200, 2.4],
  ]),
];
