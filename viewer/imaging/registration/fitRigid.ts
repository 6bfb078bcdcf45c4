import type { Point3 } from '../geometry/vector.ts';
import { compose, inverse, turnAbout } from './rigidMatrix.ts';
import type { RigidMatrix } from './registration.ts';
import type { Samples } from './samples.ts';
import { solveLinear } from './solveLinear.ts';
import { sampleAt, sampleCubicAt, toIndex, type VoxelGrid } from './voxelGrid.ts';

export interface FitOptions {
  /** Shifts only. */
  readonly turning: boolean;
  /** Differences of values that count half; those much greater do not count: they are no matter of place. */
  readonly tolerance: number;
  readonly iterations: number;
  /** A step may move no place of the body by more, mm. */
  readonly greatestStepMm: number;
  /** Values of the second volume may differ by a factor and an offset (no HU). */
  readonly scaled: boolean;
  /** Around which is turned, patient mm of the first volume, and how far the body reaches from there, mm. */
  readonly centre: Point3;
  readonly radiusMm: number;
  /** Only samples for which this holds. */
  readonly only?: (index: number) => boolean;
  /** Added to the diagonal of shifts, as a share of its mean: where only some directions are told by the data, the others stay. */
  readonly damping?: number;
  /** Reads the second volume through 64 voxels instead of 8. */
  readonly cubic?: boolean;
}

export interface Fit {
  readonly matrix: RigidMatrix;
  /** Samples that lie in the second volume. */
  readonly inside: number;
  /** Steps had become negligible before the iterations were over. */
  readonly settled: boolean;
}

/** Steps below move nothing that matters, mm. */
const negligibleMm = 0.01;
const fewestSamples = 30;

/**
 * Moves the samples of the first volume to where the values of the second are like theirs: Gauss-Newton on the squared
 * differences (inverse compositional: Baker and Matthews 2004), each weighed by 1 / (1 + (difference / tolerance)²)² (Geman and McClure).
 *
 * @param start where to begin
 */
export function fitRigid(samples: Samples, second: VoxelGrid, start: RigidMatrix, options: FitOptions): Fit {
  const { turning, greatestStepMm, centre, radiusMm } = options;
  let matrix = start;
  let inside = 0;
  for (let iteration = 0; iteration < options.iterations; iteration++) {
    const equations = normalEquations(samples, second, matrix, options);
    inside = equations.inside;
    if (inside < fewestSamples) return { matrix, inside, settled: false };
    if (options.damping) damp(equations.matrix, turning ? 6 : 3, options.damping);
    const step = solveLinear(equations.matrix, equations.right);
    if (!step) return { matrix, inside, settled: false };
    const shift: Point3 = [step[0] as number, step[1] as number, step[2] as number];
    const turn: Point3 = turning ? [step[3] as number, step[4] as number, step[5] as number] : [0, 0, 0];
    const movedMm = Math.hypot(...shift) + Math.hypot(...turn) * radiusMm;
    const by = Math.min(1, greatestStepMm / movedMm);
    const scaledBy = ([x, y, z]: Point3): Point3 => [x * by, y * by, z * by];
    matrix = compose(matrix, inverse(turnAbout(centre, scaledBy(turn), scaledBy(shift))));
    if (movedMm < negligibleMm) return { matrix, inside, settled: true };
  }
  return { matrix, inside, settled: false };
}

function damp(matrix: Float64Array, size: number, share: number): void {
  const mean = ((matrix[0] as number) + (matrix[size + 1] as number) + (matrix[2 * size + 2] as number)) / 3;
  for (let n = 0; n < 3; n++) matrix[n * (size + 1)] = (matrix[n * (size + 1)] as number) + share * mean;
}

function normalEquations(
  samples: Samples,
  second: VoxelGrid,
  matrix: RigidMatrix,
  { turning, tolerance, scaled, centre, only, cubic }: FitOptions,
): { matrix: Float64Array; right: Float64Array; inside: number } {
  const found = valuesUnder(samples, second, matrix, only, cubic ? sampleCubicAt : sampleAt);
  const { factor, offset } = scaled ? scaleOf(samples.value, found, tolerance) : { factor: 1, offset: 0 };
  const size = turning ? 6 : 3;
  const hessian = new Float64Array(size * size);
  const right = new Float64Array(size);
  const change = new Float64Array(6);
  let inside = 0;
  for (let n = 0; n < samples.count; n++) {
    const there = found[n] as number;
    if (there !== there) continue;
    inside++;
    const difference = there * factor + offset - (samples.value[n] as number);
    const weight = 1 / (1 + (difference / tolerance) ** 2) ** 2;
    const gx = samples.gradientX[n] as number;
    const gy = samples.gradientY[n] as number;
    const gz = samples.gradientZ[n] as number;
    const dx = (samples.x[n] as number) - centre[0];
    const dy = (samples.y[n] as number) - centre[1];
    const dz = (samples.z[n] as number) - centre[2];
    change[0] = gx;
    change[1] = gy;
    change[2] = gz;
    change[3] = dy * gz - dz * gy;
    change[4] = dz * gx - dx * gz;
    change[5] = dx * gy - dy * gx;
    for (let row = 0; row < size; row++) {
      const weighed = weight * (change[row] as number);
      right[row] = (right[row] as number) + weighed * difference;
      for (let column = 0; column <= row; column++)
        hessian[row * size + column] =
          (hessian[row * size + column] as number) + weighed * (change[column] as number);
    }
  }
  return { matrix: hessian, right, inside };
}

/** What the second volume has where the matrix takes the samples; NaN outside. */
export function valuesUnder(
  { count, x, y, z }: Samples,
  second: VoxelGrid,
  matrix: RigidMatrix,
  only?: (index: number) => boolean,
  sample = sampleAt,
): Float32Array {
  const m = toIndex(second, matrix) as unknown as number[];
  const [a, b, c, d, e, f, g, h, p, q, r, s] = m as [
    ...[number, number, number, number],
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  const found = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    if (only && !only(n)) {
      found[n] = NaN;
      continue;
    }
    const px = x[n] as number;
    const py = y[n] as number;
    const pz = z[n] as number;
    found[n] = sample(
      second,
      a * px + b * py + c * pz + d,
      e * px + f * py + g * pz + h,
      p * px + q * py + r * pz + s,
    );
  }
  return found;
}

/** The factor and offset that bring the values found nearest to those of the samples, outliers left out in a second go. */
function scaleOf(
  values: Float32Array,
  found: Float32Array,
  tolerance: number,
): { factor: number; offset: number } {
  let [factor, offset] = [1, 0];
  for (let go = 0; go < 2; go++) {
    let [weights, sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0, 0];
    for (let n = 0; n < values.length; n++) {
      const x = found[n] as number;
      const y = values[n] as number;
      if (x !== x) continue;
      const weight = go === 0 ? 1 : 1 / (1 + ((x * factor + offset - y) / tolerance) ** 2) ** 2;
      weights += weight;
      sumX += weight * x;
      sumY += weight * y;
      sumXX += weight * x * x;
      sumXY += weight * x * y;
    }
    const variance = sumXX - (sumX * sumX) / weights;
    // A fit that would make the second volume flat says nothing about it.
    factor = variance > 0 ? Math.max(0.3, Math.min(3, (sumXY - (sumX * sumY) / weights) / variance)) : 1;
    offset = weights > 0 ? (sumY - factor * sumX) / weights : 0;
  }
  return { factor, offset };
}
