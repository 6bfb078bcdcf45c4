import { parseDate, type StudySummary } from '../../dicomweb/index.ts';

/** A study among others of the patient. */
export interface DatedStudy {
  readonly studyInstanceUid: string;
  readonly study: StudySummary | undefined;
}

/** Whole days from one Study Date (0008,0020) to another by the calendar; undefined where one is not known. */
export function daysBetween(from: string | undefined, to: string | undefined): number | undefined {
  const [a, b] = [parseDate(from), parseDate(to)];
  return a && b && (dayNumber(b) - dayNumber(a)) / dayMs;
}

const dayMs = 86_400_000;

/** In UTC every day has as many hours. */
const dayNumber = ({ year, month, day }: NonNullable<ReturnType<typeof parseDate>>): number =>
  Date.UTC(year, month - 1, day);
