import type { Prior } from './priors.ts';

/** What the comparison of a reading room is like now. A new object whenever anything in it changed. */
export interface ComparisonState {
  /** The patient's other studies, newest first; undefined until they have been asked for. */
  readonly priors: readonly Prior[] | undefined;
  readonly priorsStatus: 'unasked' | 'loading' | 'ready' | 'failed';
  /** Study Instance UIDs of what the current study is compared with, as they are laid out; empty without comparison. */
  readonly studies: readonly string[];
  /** Those of them in which no series could be compared with the current one: the study's main series is shown, or nothing. */
  readonly unmatched: readonly string[];
}

/** What a viewport shows in a comparison. `later`: of a study made after the current one. */
export type Relation = 'current' | 'prior' | 'later';

/** At most so many studies stand beside the current one. */
export const mostPriors = 3;

/**
 * Until exams are linked only so many slices of each are loaded ahead: their first images, engine and registration need the
 * processors. They wait no longer than `ms`: an exam may be slow to come.
 */
export const aheadUntilLinked = { frames: 4, ms: 6000 };

/** The layout for so many studies: side by side, on an upright screen above one another; four as a square. */
export function comparisonLayout(studies: number, upright: boolean): { rows: number; columns: number } {
  if (studies >= 4) return { rows: 2, columns: 2 };
  return upright ? { rows: studies, columns: 1 } : { rows: 1, columns: studies };
}
