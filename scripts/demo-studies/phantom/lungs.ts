import { profile, smoothMax, smoothMin } from '../geometry/index.ts';
import { aboveDiaphragm } from './abdomen.ts';
import { septumDistance } from './mediastinum.ts';
import { columnDistance } from './spine.ts';
import { tissues } from './tissues.ts';
import { cage } from './trunk.ts';

/**
 * Distance to the lungs' surface, negative inside, from those to the pleura of the wall, the nearest organ of the mediastinum, the
 * partition between the lungs (spine and septum), and the height above the diaphragm. All in mm.
 */
export function joinLung(fromPleura: number, obstacle: number, partition: number, above: number): number {
  const inside = fromPleura + 1.2;
  if (inside > 6) return inside;
  const centre = smoothMin(obstacle - 4.5, partition, 8);
  return smoothMax(smoothMax(inside, -centre, 5), -above, 5);
}

/** The same at a single point; `obstacle` as above. */
export function lungDistance(obstacle: number, x: number, y: number, z: number): number {
  const partition = smoothMin(columnDistance(x, y, z) - 3, septumDistance(x, y, z), 7);
  return joinLung(cage.distance(x, y, z), obstacle, partition, aboveDiaphragm(x, y, z));
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

/** Signed distances to the interlobar fissures, mm, positive above; the left lung has no horizontal one. */
export function fissures(x: number, y: number, z: number): { oblique: number; horizontal: number } {
  const slope = x < 0 ? 1.28 : 1.36;
  const height = (x < 0 ? 38 : 46) + slope * (y - 62) + bow(x) + 4 * Math.sin(y / 23 + x / 31);
  const oblique = (z - height) / Math.sqrt(1 + slope * slope);
  const horizontal = x < 0 ? z + 34 - 7 * Math.cos((x + 80) / 42) - 0.05 * y - 3 * Math.sin(y / 19) : NONE;
  return { oblique, horizontal };
}

const NONE = 1000;

/** Distance to the nearest fissure, mm. The horizontal one ends at the oblique one. */
export function fissureDistance(x: number, y: number, z: number): number {
  const { oblique, horizontal } = fissures(x, y, z);
  return oblique > 0 ? Math.min(oblique, Math.abs(horizontal)) : -oblique;
}
