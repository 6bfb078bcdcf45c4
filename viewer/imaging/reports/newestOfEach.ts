import type { Measurement } from '../measurements/index.ts';
import type { ListedReport } from './readStudy.ts';

/**
 * The measurements of reports, the oldest report first: where several hold one measurement (saved from two places, or once more
 * after a try nobody confirmed) that of the newest.
 */
export const newestOfEach = (reports: readonly ListedReport[]): Measurement[] => [
  ...new Map(
    reports.flatMap(({ measurements }) => measurements).map((one) => [one.id, one] as const),
  ).values(),
];
