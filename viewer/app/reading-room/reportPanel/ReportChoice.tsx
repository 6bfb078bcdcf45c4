import { IconRefresh } from '@tabler/icons-react';
import { formatDateAndTime } from '../../../dicomweb/index.ts';
import { codeMeaning, useLanguage, useTranslation } from '../../../i18n/index.ts';
import type { OfferedReport, Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import classes from './ReportPanel.module.css';

export interface ReportChoiceProps {
  reader: Reader;
  reports: readonly OfferedReport[];
  shown: OfferedReport;
}

/** Which of the study's reports is read, when it was written, and whether another one has taken its place. */
export function ReportChoice({ reader, reports, shown }: ReportChoiceProps) {
  const { t } = useTranslation('reportPanel');
  const textOf = useReportText();
  return (
    <div className={classes.choice}>
      {reports.length > 1 ? (
        <select
          aria-label={t('choose', { count: reports.length })}
          value={shown.id}
          onChange={({ target }) => reader.examReports.chooseReport(target.value)}
        >
          {reports.map((report) => (
            <option key={report.id} value={report.id}>
              {textOf(report)}
            </option>
          ))}
        </select>
      ) : (
        <span className={classes.only}>{textOf(shown)}</span>
      )}
      <IconButton
        label={t('again')}
        icon={<IconRefresh size={18} stroke={1.6} aria-hidden />}
        onClick={() => void reader.examReports.refresh()}
      />
      {shown.replaced && <strong className={classes.replaced}>{t('replacedDetail')}</strong>}
    </div>
  );
}

/** What a report is called, when it was written, what it is for where it is no reading. */
function useReportText(): (report: OfferedReport) => string {
  const { t } = useTranslation('reportPanel');
  const language = useLanguage();
  return ({ title, concept, date, time, kind, replaced }) =>
    [
      title || (concept && codeMeaning(concept, language)) || t('untitled'),
      formatDateAndTime(date, time, language),
      kind !== 'reading' && t(`kind.${kind}`),
      replaced && t('replaced'),
    ]
      .filter(Boolean)
      .join(' · ');
}
