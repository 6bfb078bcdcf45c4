import type { ReportCode } from '../objects/report/index.ts';
import type { SeriesObject } from '../objects/seriesObject.ts';

/** What a report is for. `reading`: what somebody who has read the images wrote, and documents; the others are made on the way. */
export type ReportKind = 'reading' | 'measurements' | 'detection' | 'dose' | 'record';

/** What a report is read from: an archived object, drawn as in a viewport. Other sources may add forms of their own. */
export type ReportBody = { readonly kind: 'object'; readonly object: SeriesObject };

/** A report of a study, wherever it comes from. */
export interface ExamReport {
  /** No other report of the study has it; of archived objects the SOP Instance UID. */
  readonly id: string;
  readonly studyInstanceUid: string;
  readonly kind: ReportKind;
  /** As it calls itself; empty where it does so only by a code, or not at all. */
  readonly title: string;
  readonly concept: ReportCode | undefined;
  /** DA and TM of when it was written; empty where that is not said. */
  readonly date: string;
  readonly time: string;
  /** The ids of the reports it takes the place of. */
  readonly replaces: readonly string[];
  readonly body: ReportBody;
}

/** What a source has of a study. */
export interface ReportsFound {
  readonly reports: readonly ExamReport[];
  /** What could not be read, and why; a person is told, as a report may be among it. */
  readonly unread: readonly string[];
}

/** Where reports come from: the archive, later also a RIS. */
export interface ReportSource {
  /**
   * All reports of a study, in any order. Rejects where it cannot be said whether there are any.
   * @param options.anew what was known is asked for again
   */
  reports(studyInstanceUid: string, options: { anew: boolean }): Promise<ReportsFound>;
}
