import type { Point3 } from '../geometry/vector.ts';
import { correlate } from './blockFigures.ts';
import type { CoarseVolume } from './coarseVolume.ts';
import { fitRigid, valuesUnder, type FitOptions } from './fitRigid.ts';
import { judge, leastGradient, rigidLimits, shiftLimits } from './judge.ts';
import { prepareVolume, type PreparedVolume } from './prepareVolume.ts';
import type { Registration, RigidMatrix } from './registration.ts';
import { identity, translationBy } from './rigidMatrix.ts';
import { samplesOf, type Samples } from './samples.ts';
import { searchShift } from './searchShift.ts';
import { smoothGrid } from './smoothGrid.ts';
import { gridCentre, gridDiagonal, stepLengths, type VoxelGrid } from './voxelGrid.ts';

export type Found = Omit<Registration, 'seconds'>;

/** How far values are smoothed at each level, mm, and how much of them is compared. */
const levels = [
  { sigmaMm: 8, every: 2, leastGradient: 0.003, tolerance: 0.3, greatestStepMm: 8, iterations: 25 },
  { sigmaMm: 4, every: 2, leastGradient: 0.005, tolerance: 0.2, greatestStepMm: 4, iterations: 20 },
  { sigmaMm: 3, every: 2, leastGradient, tolerance: 0.15, greatestStepMm: 2, iterations: 12, cubic: true },
] as const;
/** Values are smoothed over at least so many voxels, the larger ones of both volumes. */
const smoothSteps = 0.5;
/** Places of the coarse search that are followed up. */
const candidates = 4;

/**
 * Where the body of the first volume is in the second, without turning: found in a moment from a few layers.
 */
export function findShift(first: CoarseVolume, second: CoarseVolume): Found {
  return new Pair(first, second).shift();
}

/**
 * Where the body of the first volume is in the second: shifted and turned as a whole. A good `shift` of the same exams is
 * followed up; where there is none, or what it leads to is poor, every place that the coarse search finds, and the most alike
 * is taken and judged.
 */
export function findRigid(first: CoarseVolume, second: CoarseVolume, shift?: Found): Found {
  return new Pair(first, second).rigid(shift);
}

/** The searches of one pair of exams: a shift that was found, of some of their layers, is where the rigid one begins. */
export function searchOfTwo(): (kind: 'shift' | 'rigid', first: CoarseVolume, second: CoarseVolume) => Found {
  let shift: Found | undefined;
  return (kind, first, second) => {
    if (kind === 'rigid') return findRigid(first, second, shift);
    shift = findShift(first, second);
    return shift;
  };
}

interface Level {
  readonly first: VoxelGrid;
  readonly samples: Samples;
  readonly second: VoxelGrid;
  readonly fit: FitOptions;
}

class Pair {
  readonly #first: PreparedVolume;
  readonly #second: PreparedVolume;
  readonly #alike: boolean;
  readonly #levels: Level[] = [];

  constructor(first: CoarseVolume, second: CoarseVolume) {
    this.#first = prepareVolume(first);
    this.#second = prepareVolume(second);
    this.#alike = first.modality === second.modality && first.unit === second.unit;
  }

  shift(): Found {
    const starts = this.#starts().map((start) => this.#fit(0, start, false));
    return this.#judged(this.#mostAlike(starts), 'translation');
  }

  rigid(shift?: Found): Found {
    if (shift?.quality === 'good') {
      const followed = this.#refined([shift.matrix]);
      if (followed.quality === 'good') return followed;
    }
    return this.#refined(this.#starts().map((start) => this.#fit(0, start, false)));
  }

  #refined(shifts: readonly RigidMatrix[]): Found {
    const starts = shifts.map((start) => this.#fit(0, start, true));
    const matrix = this.#fit(2, this.#fit(1, this.#mostAlike(starts), true), true);
    return this.#judged(matrix, 'rigid');
  }

  #starts(): RigidMatrix[] {
    return searchShift(this.#first, this.#second, candidates).map(({ shift }) => translationBy(shift));
  }

  #fit(level: number, start: RigidMatrix, turning: boolean): RigidMatrix {
    const { samples, second, fit } = this.#level(level);
    return fitRigid(samples, second, start, { ...fit, turning }).matrix;
  }

  #mostAlike(matrices: readonly RigidMatrix[]): RigidMatrix {
    const { samples, second } = this.#level(0);
    const [best] = matrices
      .map((matrix) => {
        const { correlation, count } = correlate(samples.value, valuesUnder(samples, second, matrix));
        return { matrix, score: correlation - 2 / Math.sqrt(Math.max(1, count / 64)) };
      })
      .sort((a, b) => b.score - a.score);
    return best?.matrix ?? identity;
  }

  #level(index: number): Level {
    const known = this.#levels[index];
    if (known) return known;
    const { every, leastGradient: least, ...fit } = levels[index] as (typeof levels)[number];
    const sigmaMm = this.#sigmaMm(index);
    const first = smoothGrid(this.#first, sigmaMm);
    const level: Level = {
      first,
      samples: samplesOf(first, this.#first, every, least),
      second: smoothGrid(this.#second, sigmaMm),
      fit: {
        ...fit,
        turning: true,
        scaled: !this.#first.absolute,
        centre: this.#centre,
        radiusMm: this.#radiusMm,
      },
    };
    this.#levels[index] = level;
    return level;
  }

  get #centre(): Point3 {
    return gridCentre(this.#first);
  }

  get #radiusMm(): number {
    return gridDiagonal(this.#first) / 3;
  }

  /** Between voxels that are farther apart values have to be smoother. */
  #sigmaMm(level: number): number {
    const steps = [...stepLengths(this.#first), ...stepLengths(this.#second)];
    return Math.max((levels[level] as (typeof levels)[number]).sigmaMm, smoothSteps * Math.max(...steps));
  }

  #judged(matrix: RigidMatrix, method: 'translation' | 'rigid'): Found {
    const rigid = method === 'rigid';
    const { first, second, fit } = this.#level(rigid ? 2 : 1);
    const limits = rigid ? rigidLimits : shiftLimits;
    const judgement = judge(this.#first, this.#second, [first, second], matrix, fit, limits);
    const reasons = this.#alike ? judgement.reasons : (['modality', ...judgement.reasons] as const);
    return {
      matrix,
      quality: reasons.length === 0 ? 'good' : 'poor',
      reasons,
      method,
      figures: judgement.figures,
    };
  }
}
