import { profile, smoothMax, smoothMin } from '../geometry/index.ts';
import { aboveDiaphragm } from './abdomen.ts';
import { septumDistance } from './mediastinum.ts';
import { columnDistance } from './spine.ts';
import { tissues } from './tissues.ts';
import { cage } from './trunk.ts';

/** `obstacle`: distance to the nearest organ of the mediastinum, mm. Returns the distance to the lungs' surface, negative inside. */
export function lungDistance(obstacle: number, x: number, y: number, z: number): number {
  const inside = cage.distance(x, y, z) + 1.2;
  if (inside > 6) return inside;
  const column = columnDistance(x, y, z) - 3;
  const centre = smoothMin(smoothMin(obstacle - 4.5, column, 8), septumDistance(x, y, z), 7);
  return smoothMax(smoothMax(inside, -centre, 5), -aboveDiaphragm(x, y, z), 5);
}

/** Mean HU of parenchyma: denser at the back, where the patient lies. */
export const lungValue = (y: number): number => tissues.lung + 0.32 * (y - 10);

const bow = profile([
  [-140, -16],
  [-80, 4],
  [0, 0],
  [80, 4],
  [140, -16],
]);

/** Distance to the nearest interlobar fissure, mm (both oblique ones, and the horizontal one of the right lung). */
export function fissureDistance(x: number, y: number, z: number): number {
  const slope = x < 0 ? 1.28 : 1.36;
  const height = (x < 0 ? 38 : 46) + slope * (y - 62) + bow(x) + 4 * Math.sin(y / 23 + x / 31);
  const oblique = (z - height) / Math.sqrt(1 + slope * slope);
  if (x >= 0 || oblique < 0) return Math.abs(oblique);
  const horizontal = z + 34 - 7 * Math.cos((x + 80) / 42) - 0.05 * y - 3 * Math.sin(y / 19);
  return Math.min(Math.abs(oblique), Math.abs(horizontal));
}
