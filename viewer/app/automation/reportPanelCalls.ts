import type {
  ExamReports,
  ObjectDetails,
  OfferedReport,
  Reader,
  Relation,
  ReportKind,
} from '../../imaging/index.ts';

/** A report as it is offered in the panel. */
export interface OfferedReportReport {
  /** Of archived objects the SOP Instance UID. */
  id: string;
  kind: ReportKind;
  /** As it calls itself, or the meaning of its code. */
  title: string;
  /** DA and TM of when it was written; empty where that is not said. */
  date: string;
  time: string;
  /** Another report of the study has taken its place. */
  replaced: boolean;
}

/** What the panel beside the images shows. */
export interface ReportPanelReport {
  studyInstanceUID: string;
  relation: Relation;
  status: 'loading' | 'ready' | 'failed';
  /** Why the reports could not be listed. */
  reason: string | null;
  /** In the order in which they are offered; empty: the study has none. */
  reports: OfferedReportReport[];
  /** Series that could not be read, and why. */
  unread: string[];
  /** Of the report that is read. */
  reportId: string | null;
  /** What is to be seen of it; null until it is on the screen. */
  details: ObjectDetails | null;
}

/** The report beside the images. */
export interface ReportPanelCalls {
  /**
   * Opens the panel with the reports of a study of the patient (default: the one shown last, at first the current one), laid out or not.
   * Resolves when the report is on the screen, or the study is known to have none. Rejects for a study that is not the patient's, a
   * report the study does not have, and where they cannot be listed.
   */
  openReport(target?: { studyInstanceUID?: string; reportId?: string }): Promise<void>;
  closeReport(): Promise<void>;
  /** Null while the panel is closed. */
  getReport(): Promise<ReportPanelReport | null>;
}

const onScreenWithinMs = 20_000;

export const reportPanelCalls = ({ examReports }: Reader): ReportPanelCalls => ({
  openReport: async ({ studyInstanceUID, reportId } = {}) => {
    await examReports.open({
      ...(studyInstanceUID !== undefined && { studyInstanceUid: studyInstanceUID }),
      ...(reportId !== undefined && { reportId }),
    });
    const list = listOf(examReports);
    if (list?.status === 'failed') throw new Error(list.reason);
    await onScreen(examReports);
  },
  closeReport: async () => examReports.close(),
  getReport: async () => {
    const { opened, studyInstanceUid } = examReports.state;
    if (!opened || studyInstanceUid === undefined) return null;
    const list = listOf(examReports) ?? { status: 'loading' as const };
    return {
      studyInstanceUID: studyInstanceUid,
      relation:
        examReports.dates.find((one) => one.studyInstanceUid === studyInstanceUid)?.relation ?? 'prior',
      status: list.status,
      reason: list.status === 'failed' ? list.reason : null,
      reports: list.status === 'ready' ? list.reports.map(offered) : [],
      unread: list.status === 'ready' ? [...list.unread] : [],
      reportId: examReports.shown?.id ?? null,
      details: examReports.details ?? null,
    };
  },
});

const listOf = ({ state }: ExamReports) => state.lists.get(state.studyInstanceUid ?? '');

const offered = ({ id, kind, title, concept, date, time, replaced }: OfferedReport): OfferedReportReport => ({
  id,
  kind,
  title: title || (concept?.meaning ?? ''),
  date,
  time,
  replaced,
});

/** Resolves when the report is drawn, or there is none, or the panel is closed. */
function onScreen(examReports: ExamReports): Promise<void> {
  return new Promise((resolve, reject) => {
    const settled = (): boolean => examReports.shown === undefined || examReports.details !== undefined;
    if (settled()) return resolve();
    const end = (finish: () => void): void => {
      clearTimeout(timer);
      examReports.removeEventListener('shown', check);
      examReports.removeEventListener('change', check);
      finish();
    };
    const check = (): void => {
      if (settled()) end(resolve);
    };
    const timer = setTimeout(
      () => end(() => reject(new Error('the report did not come onto the screen in time'))),
      onScreenWithinMs,
    );
    examReports.addEventListener('shown', check);
    examReports.addEventListener('change', check);
  });
}
