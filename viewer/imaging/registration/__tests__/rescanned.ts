import type { Point3 } from '../../geometry/vector.ts';
import type { CoarseVolume } from '../coarseVolume.ts';
import { inverse, mapPoint } from '../rigidMatrix.ts';
import type { RigidMatrix } from '../registration.ts';
import { toIndex, type GridShape, type VoxelGrid } from '../voxelGrid.ts';

/** A scan as a test makes it up. */
export interface Rescan {
  /** Patient mm of the scanned volume to patient mm of the new scan. */
  readonly matrix: RigidMatrix;
  /** Middle of the new scan, patient mm of the scanned volume. */
  readonly centre: Point3;
  /** Edge of its field of view and height of its stack, mm. */
  readonly fieldMm: number;
  readonly heightMm: number;
  readonly pixels: number;
  readonly layerMm: number;
  /** The layers are means over so much, mm. */
  readonly thicknessMm: number;
  /** Standard deviation of the noise of the coarse voxels. */
  readonly noise: number;
  /** What is outside of what was scanned, and of the new scan's round field of view. */
  readonly outside: number;
  /** From the feet upwards instead of from the head downwards. */
  readonly feetFirst?: boolean;
}

/** Scans a volume anew: means over the new voxels of the trilinear old ones, and noise. */
export function rescanned(
  volume: VoxelGrid | (GridShape & { values: Int16Array }),
  { matrix, centre, fieldMm, heightMm, pixels, layerMm, thicknessMm, noise, outside, feetFirst }: Rescan,
  random: () => number,
  kind: { modality: string; unit: string },
): CoarseVolume {
  const layers = Math.floor(heightMm / layerMm) + 1;
  const step = fieldMm / pixels;
  const towards = feetFirst ? 1 : -1;
  const [x, y, z] = mapPoint(matrix, centre);
  const half = ((pixels - 1) / 2) * step;
  const origin: Point3 = [x - half, y - half, z - (towards * (layers - 1) * layerMm) / 2];
  const map = toIndex(volume as GridShape, inverse(matrix));
  const { values, columns, rows } = volume;
  const out = new Float32Array(pixels * pixels * layers);
  const parts = [-0.375, -0.125, 0.125, 0.375];
  let at = 0;
  for (let k = 0; k < layers; k++)
    for (let j = 0; j < pixels; j++)
      for (let i = 0; i < pixels; i++, at++) {
        let sum = 0;
        let count = 0;
        for (const w of parts)
          for (const v of parts)
            for (const u of parts) {
              const px = origin[0] + (i + u) * step;
              const py = origin[1] + (j + v) * step;
              const pz = origin[2] + towards * k * layerMm + w * thicknessMm;
              const along = (r: number): number =>
                (map[r] as number) * px +
                (map[r + 1] as number) * py +
                (map[r + 2] as number) * pz +
                (map[r + 3] as number);
              const [x3, y3, z3] = [along(0), along(4), along(8)];
              const [a, b, c] = [Math.floor(x3), Math.floor(y3), Math.floor(z3)];
              if (a < 0 || b < 0 || c < 0 || a >= columns - 1 || b >= rows - 1 || c >= volume.layers - 1)
                continue;
              const [fa, fb, fc] = [x3 - a, y3 - b, z3 - c];
              let value = 0;
              for (let corner = 0; corner < 8; corner++) {
                const ca = corner & 1;
                const cb = (corner >> 1) & 1;
                const cc = corner >> 2;
                const weight = (ca ? fa : 1 - fa) * (cb ? fb : 1 - fb) * (cc ? fc : 1 - fc);
                const own = values[((c + cc) * rows + b + cb) * columns + a + ca] as number;
                // Padding was not scanned.
                value += own < -1500 ? NaN : weight * own;
              }
              if (!(value === value)) continue;
              sum += value;
              count++;
            }
        const round = Math.hypot(i - (pixels - 1) / 2, j - (pixels - 1) / 2) <= pixels / 2;
        out[at] = count > 32 && round ? sum / count + noise * gauss(random) : outside;
      }
  return {
    values: out,
    columns: pixels,
    rows: pixels,
    layers,
    origin,
    columnStep: [step, 0, 0],
    rowStep: [0, step, 0],
    layerStep: [0, 0, towards * layerMm],
    spreadMm2: [step ** 2 / 12, step ** 2 / 12, thicknessMm ** 2 / 12],
    ...kind,
  };
}

const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Mulberry32: the same numbers for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
