import type { Random } from '../random.ts';

const SIZE = 64;
const MASK = SIZE - 1;

/** Smooth random function of space with values in about [-1, 1], mean 0: what tissue is not perfectly even by. */
export class LatticeNoise {
  readonly #values = new Float32Array(SIZE * SIZE * SIZE);

  constructor(random: Random) {
    for (let i = 0; i < this.#values.length; i++) this.#values[i] = random.between(-1, 1);
  }

  /** Lattice units: one feature per unit length. */
  at(x: number, y: number, z: number): number {
    const i = Math.floor(x);
    const j = Math.floor(y);
    const k = Math.floor(z);
    const fx = x - i;
    const fy = y - j;
    const fz = z - k;
    const u = fx * fx * (3 - 2 * fx);
    const v = fy * fy * (3 - 2 * fy);
    const w = fz * fz * (3 - 2 * fz);
    const x0 = i & MASK;
    const x1 = (i + 1) & MASK;
    const y0 = (j & MASK) * SIZE;
    const y1 = ((j + 1) & MASK) * SIZE;
    const z0 = (k & MASK) * SIZE * SIZE;
    const z1 = ((k + 1) & MASK) * SIZE * SIZE;
    const n = this.#values;
    const near =
      ((n[z0 + y0 + x0] ?? 0) * (1 - u) + (n[z0 + y0 + x1] ?? 0) * u) * (1 - v) +
      ((n[z0 + y1 + x0] ?? 0) * (1 - u) + (n[z0 + y1 + x1] ?? 0) * u) * v;
    const far =
      ((n[z1 + y0 + x0] ?? 0) * (1 - u) + (n[z1 + y0 + x1] ?? 0) * u) * (1 - v) +
      ((n[z1 + y1 + x0] ?? 0) * (1 - u) + (n[z1 + y1 + x1] ?? 0) * u) * v;
    return near * (1 - w) + far * w;
  }
}
