import { subtract, type Point3 } from '../geometry/vector.ts';
import { blockFigures, correlate } from './blockFigures.ts';
import { fitRigid, valuesUnder, type FitOptions } from './fitRigid.ts';
import type { PreparedVolume } from './prepareVolume.ts';
import type { PoorReason, RegistrationFigures, RigidMatrix } from './registration.ts';
import { mapPoint, rotationDegrees } from './rigidMatrix.ts';
import { samplesOf, type Samples } from './samples.ts';
import { gridCentre, gridPoint, voxelMm3, type VoxelGrid } from './voxelGrid.ts';

/** What a registration has to keep to be good. */
export interface Limits {
  readonly overlap: number;
  readonly correlation: number;
  readonly localCorrelation: number;
  /** Median and 80th percentile. */
  readonly residualMm: readonly [number, number];
  readonly inconsistencyMm: number;
}

export const rigidLimits: Limits = {
  overlap: 0.25,
  correlation: 0.87,
  localCorrelation: 0.7,
  residualMm: [2.5, 5],
  inconsistencyMm: 1.5,
};

/** A shift without turning links exams until the rigid result is there: it may be off by some slices at the ends. */
export const shiftLimits: Limits = {
  overlap: 0.25,
  correlation: 0.88,
  localCorrelation: 0.55,
  residualMm: [6, 10],
  inconsistencyMm: 15,
};

/** Patients are not turned by more from one exam to the next without being laid in another way. */
const mostDegrees = 35;
/** Of blocks with structure there have to be so many. */
const fewestBlocks = 12;
/** The halves of the body are made of cubes of this size, mm, by turns. */
const halvesMm = 48;

export interface Judgement {
  readonly reasons: PoorReason[];
  readonly figures: RegistrationFigures;
}

/**
 * Whether what a matrix says is so: the whole and its parts have to look alike where it takes them, no part may want to be
 * moved elsewhere, and either half of the body, taken alone, has to lead to the same map.
 *
 * @param smooth the values of both to compare
 */
export function judge(
  first: PreparedVolume,
  second: PreparedVolume,
  smooth: readonly [VoxelGrid, VoxelGrid],
  matrix: RigidMatrix,
  fit: FitOptions,
  limits: Limits,
): Judgement {
  const all = samplesOf(smooth[0], first, 2, 0);
  const { correlation, count } = correlate(all.value, valuesUnder(all, smooth[1], matrix));
  const edges = samplesOf(smooth[0], first, 1, leastGradient);
  const blocks = blockFigures(edges, smooth[1], matrix, fit);
  const residuals = blocks.map(({ residualMm }) => residualMm);
  const sharedMm3 = (count / Math.max(1, all.count)) * first.bodyVoxels * voxelMm3(first);
  const smallerMm3 = Math.min(first.bodyVoxels * voxelMm3(first), second.bodyVoxels * voxelMm3(second));
  const figures: RegistrationFigures = {
    overlap: smallerMm3 > 0 ? Math.min(1, sharedMm3 / smallerMm3) : 0,
    correlation,
    localCorrelation: quantile(
      blocks.map((block) => block.correlation),
      0.5,
    ),
    residualMm: [quantile(residuals, 0.5), quantile(residuals, 0.8)],
    inconsistencyMm: betweenHalves(first, edges, smooth[1], matrix, fit),
  };
  return { reasons: reasonsFor(figures, blocks.length, matrix, limits), figures };
}

/** Of the values per mm: less is no edge. */
export const leastGradient = 0.008;

function reasonsFor(
  { overlap, correlation, localCorrelation, residualMm, inconsistencyMm }: RegistrationFigures,
  blocks: number,
  matrix: RigidMatrix,
  limits: Limits,
): PoorReason[] {
  const reasons: PoorReason[] = [];
  if (overlap < limits.overlap || blocks < fewestBlocks) reasons.push('overlap');
  if (!(correlation >= limits.correlation && localCorrelation >= limits.localCorrelation))
    reasons.push('unlike');
  if (!(residualMm[0] <= limits.residualMm[0] && residualMm[1] <= limits.residualMm[1]))
    reasons.push('not-rigid');
  if (!(inconsistencyMm <= limits.inconsistencyMm)) reasons.push('ambiguous');
  if (rotationDegrees(matrix) > mostDegrees) reasons.push('implausible');
  return reasons;
}

/** Greatest distance between where the corners of the first volume are taken by the maps that fit the one and the other half of it. */
function betweenHalves(
  first: PreparedVolume,
  samples: Samples,
  second: VoxelGrid,
  matrix: RigidMatrix,
  fit: FitOptions,
): number {
  const cube = (mm: number): number => Math.floor(mm / halvesMm);
  const half = (n: number): number =>
    (cube(samples.x[n] as number) + cube(samples.y[n] as number) + cube(samples.z[n] as number)) & 1;
  const [a, b] = [0, 1].map(
    (wanted) =>
      fitRigid(samples, second, matrix, { ...fit, iterations: 6, only: (n) => half(n) === wanted }).matrix,
  ) as [RigidMatrix, RigidMatrix];
  return Math.max(
    ...cornersOf(first).map((corner) => Math.hypot(...subtract(mapPoint(a, corner), mapPoint(b, corner)))),
  );
}

/** Half way from the middle to the corners of the volume: where the body's surface is. */
function cornersOf(grid: VoxelGrid): Point3[] {
  const centre = gridCentre(grid);
  const ends = (count: number): number[] => [0, count - 1];
  return ends(grid.columns).flatMap((i) =>
    ends(grid.rows).flatMap((j) =>
      ends(grid.layers).map((k) => {
        const corner = gridPoint(grid, i, j, k);
        return [0, 1, 2].map(
          (axis) => centre[axis as 0] + (corner[axis as 0] - centre[axis as 0]) * 0.6,
        ) as unknown as Point3;
      }),
    ),
  );
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN;
}
