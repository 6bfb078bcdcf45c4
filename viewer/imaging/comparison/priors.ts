import { hasImages, isLater, momentOf, type SeriesSummary, type StudySummary } from '../../dicomweb/index.ts';
import { bodyRegions, shareRegion } from './bodyRegions.ts';

/** Another study of the patient, as a time line shows it. */
export interface Prior {
  readonly study: StudySummary;
  /** Body Part Examined (0018,0015) of its series, each once; empty where none says. */
  readonly bodyParts: readonly string[];
  /** Made after the current study: to compare with, but no prior. */
  readonly later: boolean;
  /** Of the same kind as the current study (modality and body part): worth comparing. */
  readonly worth: boolean;
  /** The newest of those made before the current study. */
  readonly likely: boolean;
}

/** A study with what is known of its series. */
export interface StudyFacts {
  readonly study: StudySummary;
  readonly series: readonly Pick<SeriesSummary, 'bodyPart' | 'description' | 'modality'>[];
}

/** The other studies of a patient, newest first, those of the kind of the current one marked. */
export function rankPriors(current: StudyFacts, others: readonly StudyFacts[]): Prior[] {
  const ordered = others.toSorted((a, b) => (momentOf(a.study) < momentOf(b.study) ? 1 : -1));
  const ranked = ordered.map((other) => {
    const later = isLater(other.study, current.study);
    return { study: other.study, bodyParts: bodyPartsOf(other), later, worth: isAlike(current, other) };
  });
  const likely = ranked.find(({ later, worth }) => worth && !later);
  return ranked.map((prior) => ({ ...prior, likely: prior === likely }));
}

function isAlike(current: StudyFacts, other: StudyFacts): boolean {
  const modalities = imageModalities(other);
  if (!imageModalities(current).some((modality) => modalities.includes(modality))) return false;
  const [own, others] = [regionsOf(current), regionsOf(other)];
  // Neither says what it shows: the modality is all there is to go by.
  return shareRegion(own, others) ?? own.size === others.size;
}

/** DX and CR pictures are compared with each other. */
const imageModalities = ({ study, series }: StudyFacts): string[] =>
  [...study.modalities, ...series.map(({ modality }) => modality ?? '')]
    .filter((modality) => modality !== '' && hasImages(modality))
    .map((modality) => (modality === 'CR' ? 'DX' : modality));

function regionsOf({ study, series }: StudyFacts) {
  const named = bodyRegions(...series.map(({ bodyPart }) => bodyPart));
  return named.size > 0
    ? named
    : bodyRegions(study.description, ...series.map(({ description }) => description));
}

const bodyPartsOf = ({ series }: StudyFacts): string[] => [
  ...new Set(series.flatMap(({ bodyPart }) => (bodyPart === undefined ? [] : [bodyPart]))),
];
