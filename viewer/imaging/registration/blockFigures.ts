import { fitRigid, valuesUnder } from './fitRigid.ts';
import { mapPoint } from './rigidMatrix.ts';
import type { RigidMatrix } from './registration.ts';
import type { Samples } from './samples.ts';
import type { VoxelGrid } from './voxelGrid.ts';

/** Of the cubes the body is cut into, mm. */
const blockMm = 32;
const fewestSamples = 40;
/** Blocks whose values vary less hold nothing to recognise, in shares of the unit value. */
const leastDeviation = 0.06;

export interface BlockFigure {
  /** Correlation coefficient of the values. */
  readonly correlation: number;
  /** How far it would have to be moved to fit best, mm. */
  readonly residualMm: number;
}

/** How well each block of the first body that lies in the second volume is where the matrix takes it. */
export function blockFigures(
  samples: Samples,
  second: VoxelGrid,
  matrix: RigidMatrix,
  how: { tolerance: number; scaled: boolean },
): BlockFigure[] {
  const found = valuesUnder(samples, second, matrix);
  const blocks = new Map<number, number[]>();
  for (let n = 0; n < samples.count; n++) {
    if (!(found[n] === found[n])) continue;
    const key =
      (Math.floor((samples.x[n] as number) / blockMm) * 4096 +
        Math.floor((samples.y[n] as number) / blockMm)) *
        4096 +
      Math.floor((samples.z[n] as number) / blockMm);
    const block = blocks.get(key);
    if (block) block.push(n);
    else blocks.set(key, [n]);
  }
  const figures: BlockFigure[] = [];
  for (const block of blocks.values()) {
    if (block.length < fewestSamples) continue;
    const own = partOf(samples, block);
    const { correlation, deviation } = correlate(own.value, valuesUnder(own, second, matrix));
    if (deviation < leastDeviation) continue;
    const centre = [mean(own.x), mean(own.y), mean(own.z)] as const;
    const fit = fitRigid(own, second, matrix, {
      ...how,
      turning: false,
      iterations: 8,
      greatestStepMm: 4,
      centre,
      radiusMm: blockMm,
      damping: 0.15,
    });
    const [before, after] = [mapPoint(matrix, centre), mapPoint(fit.matrix, centre)];
    figures.push({
      correlation,
      residualMm: Math.hypot(after[0] - before[0], after[1] - before[1], after[2] - before[2]),
    });
  }
  return figures;
}

function partOf(samples: Samples, indices: readonly number[]): Samples {
  const take = (source: Float32Array): Float32Array => Float32Array.from(indices, (n) => source[n] as number);
  return {
    count: indices.length,
    x: take(samples.x),
    y: take(samples.y),
    z: take(samples.z),
    value: take(samples.value),
    gradientX: take(samples.gradientX),
    gradientY: take(samples.gradientY),
    gradientZ: take(samples.gradientZ),
  };
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of pairs that are both known: correlation coefficient, standard deviation of the first, how many. */
export function correlate(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): { correlation: number; deviation: number; count: number } {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let n = 0; n < first.length; n++) {
    const a = first[n] as number;
    const b = second[n] as number;
    if (a !== a || b !== b) continue;
    count++;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  const correlation =
    varianceA > 0 && varianceB > 0 ? (sumAB - (sumA * sumB) / count) / Math.sqrt(varianceA * varianceB) : 0;
  return { correlation, deviation: Math.sqrt(varianceA / count), count };
}
