export { ReportButton } from './ReportButton.tsx';
export { ReportPanel, ReportSheet } from './ReportPanel.tsx';
export { useReportOpened } from './useExamReports.ts';
