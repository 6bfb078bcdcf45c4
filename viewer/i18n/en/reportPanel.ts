import type { TextsLike } from '../texts.ts';
import type { reportPanel as original } from '../zh-CN/reportPanel.ts';

export const reportPanel: TextsLike<typeof original> = {
  title: 'Report',
  dates: 'Dates of the studies',
  noDate: 'No date',
  choose_one: '{{count}} report of this study',
  choose_other: '{{count}} reports of this study',
  untitled: 'Report',
  kind: { measurements: 'Measurements', detection: 'CAD', dose: 'Dose', record: 'Record' },
  replaced: 'replaced',
  replacedDetail: 'A newer report has taken the place of this one',
  loading: 'Looking for reports…',
  none: 'This study has no report',
  noneDetail: 'The archive has no structured report (SR), PDF or CDA document of this study.',
  failed: 'The reports could not be listed',
  again: 'Look for reports again',
  unread_one: '{{count}} series cannot be read; a report may be in it',
  unread_other: '{{count}} series cannot be read; a report may be among them',
};
