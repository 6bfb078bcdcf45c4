export { examDates, type ExamDate } from './examDates.ts';
export type { ExamReport, ReportBody, ReportKind, ReportSource } from './examReport.ts';
export { ExamReports, type ExamReportsState, type ReportList } from './examReports.ts';
export { archivedReports } from './archivedReports.ts';
export { orderReports, type OfferedReport } from './orderReports.ts';
