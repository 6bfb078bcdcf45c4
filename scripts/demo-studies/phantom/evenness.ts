import type { Vec3 } from '../geometry/index.ts';
import { smoothstep } from '../geometry/index.ts';

/** Radius around a landmark in which tissue is perfectly even, and where it has become natural again, mm. */
const EVEN_MM = 6;
export const NATURAL_MM = 14;

/** How uneven tissue is at a point, 0 to 1: the surroundings of landmarks are kept even, so that their HU is exactly the tissue's. */
export class Evenness {
  readonly #points: readonly Vec3[];
  /** False when every point of the slice is natural. */
  readonly near: boolean;

  constructor(landmarks: readonly Vec3[]) {
    this.#points = landmarks;
    this.near = landmarks.length > 0;
  }

  at(x: number, y: number, z: number): number {
    let natural = 1;
    for (const [px, py, pz] of this.#points) {
      const distance = Math.sqrt((x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2);
      if (distance < NATURAL_MM) natural *= smoothstep(EVEN_MM, NATURAL_MM, distance);
    }
    return natural;
  }
}
