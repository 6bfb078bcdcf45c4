import type { DicomJson } from '../../../../pixels/index.ts';
import { seriesObjects } from '../../objects/seriesObject.ts';
import { archivedReport } from '../archivedReports.ts';
import type { ExamReport } from '../examReport.ts';

const text = (vr: string, ...Value: unknown[]) => ({ vr, Value });

export interface MadeReport {
  uid: string;
  study?: string;
  /** What follows 1.2.840.10008.5.1.4.1.1. */
  sopClass?: string;
  date?: string;
  time?: string;
  /** DCM code and meaning of the title. */
  title?: readonly [value: string, scheme: string, meaning: string];
  template?: string;
  replaces?: string[];
  more?: DicomJson;
}

/** An SR instance in the DICOM JSON Model, with no more than what decides how it is offered. */
export const srInstance = (made: MadeReport): DicomJson => ({
  '00080016': text('UI', `1.2.840.10008.5.1.4.1.1.${made.sopClass ?? '88.33'}`),
  '00080018': text('UI', made.uid),
  ...(made.date !== undefined && { '00080023': text('DA', made.date) }),
  ...(made.time !== undefined && { '00080033': text('TM', made.time) }),
  '0020000D': text('UI', made.study ?? '1.1'),
  '0020000E': text('UI', '1.1.9'),
  '0040A040': text('CS', 'CONTAINER'),
  ...(made.title && {
    '0040A043': text('SQ', {
      '00080100': text('SH', made.title[0]),
      '00080102': text('SH', made.title[1]),
      '00080104': text('LO', made.title[2]),
    }),
  }),
  ...(made.template !== undefined && {
    '0040A504': text('SQ', { '00080105': text('CS', 'DCMR'), '0040DB00': text('CS', made.template) }),
  }),
  ...(made.replaces && {
    '0040A360': text('SQ', {
      '0020000D': text('UI', made.study ?? '1.1'),
      '00081115': text('SQ', {
        '0020000E': text('UI', '1.1.9'),
        '00081199': text('SQ', ...made.replaces.map((uid) => ({ '00081155': text('UI', uid) }))),
      }),
    }),
  }),
  ...made.more,
});

/** Of whatever is a report among these instances. */
export const reportsOf = (...instances: DicomJson[]): ExamReport[] =>
  seriesObjects(instances).flatMap((object) => archivedReport(object) ?? []);

export const madeReport = (made: MadeReport): ExamReport => {
  const [report] = reportsOf(srInstance(made));
  if (!report) throw new Error('what was made is no report');
  return report;
};
