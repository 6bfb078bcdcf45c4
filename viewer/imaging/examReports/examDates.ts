import { isLater, momentOf, type StudySummary } from '../../dicomweb/index.ts';
import type { Relation } from '../comparison/comparisonState.ts';
import type { Prior } from '../comparison/priors.ts';
import type { OpenStudy } from '../reader/readerState.ts';

/** A study of the patient whose reports can be asked for, laid out or not. */
export interface ExamDate {
  readonly studyInstanceUid: string;
  /** Undefined while it is not known. */
  readonly study: StudySummary | undefined;
  readonly relation: Relation;
}

/**
 * The current study, the patient's others, and whatever else is open: the newest first. What is not later than the current one
 * comes behind it, so that no other date stands before it by mistake.
 */
export function examDates(open: readonly OpenStudy[], priors: readonly Prior[]): ExamDate[] {
  const [current, ...beside] = open;
  if (!current) return [];
  const own: ExamDate = {
    studyInstanceUid: current.studyInstanceUid,
    study: current.study,
    relation: 'current',
  };
  const found = new Map<string, ExamDate>();
  for (const { study, later } of priors)
    found.set(study.studyInstanceUid, {
      studyInstanceUid: study.studyInstanceUid,
      study,
      relation: later ? 'later' : 'prior',
    });
  for (const { studyInstanceUid, study } of beside)
    if (!found.has(studyInstanceUid))
      found.set(studyInstanceUid, { studyInstanceUid, study, relation: relationOf(study, current.study) });
  const others = [...found.values()].toSorted((a, b) => (moment(a) < moment(b) ? 1 : -1));
  const later = others.filter(({ relation }) => relation === 'later');
  return [...later, own, ...others.filter(({ relation }) => relation === 'prior')];
}

const relationOf = (study: StudySummary | undefined, current: StudySummary | undefined): Relation =>
  study && current && isLater(study, current) ? 'later' : 'prior';

const moment = ({ study }: ExamDate): string => (study ? momentOf(study) : '');
