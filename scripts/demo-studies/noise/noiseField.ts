import type { Random } from '../random.ts';
import { fillGaussian } from '../random.ts';

const SIZE = 1024;
const MASK = SIZE - 1;

/** Grain of a reconstruction kernel, as widths in pixels: the noise is a narrow blur minus a wide one, so it has no slow waves. */
export interface Grain {
  fine: number;
  coarse: number;
  /** How much of the wide blur is taken away; 1 leaves nothing at frequency 0. */
  suppression: number;
}

/** Noise as filtered back projection makes it: correlated from pixel to pixel, mean 0, standard deviation 1, periodic. */
export class NoiseField {
  readonly #values: Float32Array;

  constructor(grain: Grain, random: Random) {
    const white = new Float32Array(SIZE * SIZE);
    fillGaussian(white, random);
    const fine = blur(white, grain.fine);
    const coarse = blur(white, grain.coarse);
    let sum = 0;
    for (let i = 0; i < fine.length; i++) {
      const value = (fine[i] ?? 0) - grain.suppression * (coarse[i] ?? 0);
      fine[i] = value;
      sum += value * value;
    }
    const factor = 1 / Math.sqrt(sum / fine.length);
    for (let i = 0; i < fine.length; i++) fine[i] = (fine[i] ?? 0) * factor;
    this.#values = fine;
  }

  /** Where a slice begins in the field; slices that begin elsewhere are as good as independent. */
  offset(random: Random): { column: number; row: number } {
    return { column: Math.floor(random.next() * SIZE), row: Math.floor(random.next() * SIZE) };
  }

  at(column: number, row: number): number {
    return this.#values[((row & MASK) << 10) | (column & MASK)] ?? 0;
  }
}

/** Separable Gaussian blur of a periodic image. */
function blur(values: Float32Array, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((a, b) => a + b, 0);
  const pass = (source: Float32Array, alongRows: boolean): Float32Array => {
    const target = new Float32Array(source.length);
    for (let k = -reach; k <= reach; k++) {
      const weight = (kernel[k + reach] ?? 0) / total;
      for (let row = 0; row < SIZE; row++) {
        const from = alongRows ? row : (row + k) & MASK;
        const shift = alongRows ? k : 0;
        for (let column = 0; column < SIZE; column++) {
          const i = (row << 10) | column;
          target[i] = (target[i] ?? 0) + weight * (source[(from << 10) | ((column + shift) & MASK)] ?? 0);
        }
      }
    }
    return target;
  };
  return pass(pass(values, true), false);
}
