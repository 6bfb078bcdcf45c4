import type { ExamReport, ReportKind } from './examReport.ts';

/** A report as it is offered. */
export interface OfferedReport extends ExamReport {
  /** Another report of the study has taken its place. */
  readonly replaced: boolean;
}

const rank: Record<ReportKind, number> = { reading: 0, measurements: 1, detection: 2, dose: 3, record: 4 };

/**
 * In the order in which they are offered: what holds before what was replaced, what somebody wrote of the images before what was
 * made on the way, the newest first; equal ones by their ids.
 */
export function orderReports(reports: readonly ExamReport[]): OfferedReport[] {
  const replaced = new Set(
    reports.flatMap(({ id, replaces }) => replaces.filter((predecessor) => predecessor !== id)),
  );
  return reports
    .map((report) => ({ ...report, replaced: replaced.has(report.id) }))
    .toSorted(
      (a, b) =>
        Number(a.replaced) - Number(b.replaced) ||
        rank[a.kind] - rank[b.kind] ||
        compare(momentOf(b), momentOf(a)) ||
        compare(a.id, b.id),
    );
}

/** DA and TM as one text that can be compared; without a date the oldest. */
const momentOf = ({ date, time }: ExamReport): string =>
  date.replaceAll('.', '').padEnd(8, ' ') + time.replaceAll(':', '');

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
