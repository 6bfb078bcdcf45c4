import { dot } from '../geometry/vector.ts';
import { shareRegion } from './bodyRegions.ts';
import type { SeriesFacts } from './seriesFacts.ts';

/** Planes that differ by more are not paged together. */
export const parallelDegrees = 25;
const parallelCosine = Math.cos((parallelDegrees * Math.PI) / 180);

/** The series that fits `wanted` best, or undefined where none can be compared with it. Equal ones: the first. */
export function matchSeries(
  wanted: SeriesFacts,
  candidates: readonly SeriesFacts[],
): SeriesFacts | undefined {
  let best: { candidate: SeriesFacts; likeness: number } | undefined;
  for (const candidate of candidates) {
    const likeness = seriesLikeness(wanted, candidate);
    if (likeness !== undefined && (!best || likeness > best.likeness)) best = { candidate, likeness };
  }
  return best?.candidate;
}

/**
 * How well two series can be compared, by plane, body part, kernel or sequence, contrast, slice thickness and words, in this
 * order of weight; undefined where not at all: another modality, another side or view of a projection, raw data, a scout.
 */
export function seriesLikeness(one: SeriesFacts, other: SeriesFacts): number | undefined {
  if (modalityOf(one) !== modalityOf(other) || one.localizer !== other.localizer) return undefined;
  if (one.forProcessing !== other.forProcessing) return undefined;
  if (differ(one.laterality, other.laterality)) return undefined;
  if (one.views.length > 0 && other.views.length > 0 && !one.views.some((view) => other.views.includes(view)))
    return undefined;
  return (
    16 * agreement(parallel(one, other)) +
    8 * agreement(shareRegion(one.regions, other.regions)) +
    6 * agreement(same(one.sequence, other.sequence)) +
    4 * agreement(same(one.kernel, other.kernel)) +
    1 * agreement(same(one.kernelName, other.kernelName)) +
    3 * agreement(one.contrast === other.contrast) +
    2 * agreement(one.fatSaturated === other.fatSaturated) -
    Math.min(3, thicknessOctaves(one, other)) +
    2 * sharedWords(one.description, other.description) -
    // A few slices picked out of a series are no match for the series.
    Math.min(3, Math.abs(Math.log2(coveredMm(one) / coveredMm(other))))
  );
}

/** Whether two series are shown and windowed as one: of the same plane, sequence and kernel, as far as they say. */
export const isSameKind = (one: SeriesFacts, other: SeriesFacts): boolean =>
  modalityOf(one) === modalityOf(other) &&
  parallel(one, other) !== false &&
  same(one.sequence, other.sequence) !== false &&
  same(one.kernel, other.kernel) !== false &&
  !differ(one.laterality, other.laterality);

const modalityOf = ({ modality }: SeriesFacts): string => (modality === 'CR' ? 'DX' : modality);

const agreement = (agrees: boolean | undefined): number => (agrees === undefined ? 0 : agrees ? 1 : -1);

function same<T>(one: T | undefined, other: T | undefined): boolean | undefined {
  return one === undefined || other === undefined ? undefined : one === other;
}

const differ = (one: string | undefined, other: string | undefined): boolean => same(one, other) === false;

function parallel({ normal: one }: SeriesFacts, { normal: other }: SeriesFacts): boolean | undefined {
  return one && other && Math.abs(dot(one, other)) >= parallelCosine;
}

/** 1 for twice the thickness. */
function thicknessOctaves({ thicknessMm: one }: SeriesFacts, { thicknessMm: other }: SeriesFacts): number {
  return one && other ? Math.abs(Math.log2(one / other)) : 0;
}

/** About how much of the body the slices cover; of series without thickness their number stands for it. */
const coveredMm = ({ frameCount, thicknessMm = 1 }: SeriesFacts): number => frameCount * (thicknessMm || 1);

/** Share of the words of the shorter description that the other one has, 0 to 1. */
function sharedWords(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const shorter = Math.min(words.size, others.size);
  return shorter === 0 ? 0 : [...words].filter((word) => others.has(word)).length / shorter;
}

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toUpperCase()
      .split(/[^\p{L}\p{N}.]+/u)
      .filter((word) => word !== ''),
  );
