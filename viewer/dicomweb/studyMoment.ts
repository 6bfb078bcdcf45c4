import type { StudySummary } from './qidoStudy.ts';

type Dated = Pick<StudySummary, 'studyDate' | 'studyTime'>;

/**
 * Study Date (0008,0020) and Time (0008,0030) as one text: what comes later is greater. The forms of before DICOM 3,
 * `YYYY.MM.DD` and `HH:MM:SS`, are the same moments (PS3.5 6.2); studies without a date are before all others.
 */
export const momentOf = ({ studyDate = '', studyTime = '' }: Dated): string =>
  studyDate.replaceAll('.', '').trim().padEnd(8, ' ') + studyTime.replaceAll(':', '').trim();

/** Whether `other` was made after `study`, so that it is no prior of it. */
export const isLater = (other: Dated, study: Dated): boolean => momentOf(other) > momentOf(study);
