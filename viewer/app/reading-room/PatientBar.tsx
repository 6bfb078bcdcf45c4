import { formatAgeAtStudy, formatDate, formatPersonName } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { OpenStudy } from '../../imaging/index.ts';
import { GuessedMark } from '../GuessedMark.tsx';
import classes from './PatientBar.module.css';

/** Whose images are on the screen: name, sex, age, ID, on a small screen the date as well. Never leaves the room's header. */
export function PatientBar({ study }: { study: OpenStudy | undefined }) {
  const { t } = useTranslation('common');
  const language = useLanguage();
  const summary = study?.study;
  if (!summary) return <div className={classes.bar} />;
  const patient = formatPersonName(summary.patientName, language);
  const { patientSex: sex } = summary;
  const details = [
    sex === 'M' || sex === 'F' || sex === 'O' ? t(`sex.${sex}`) : sex,
    formatAgeAtStudy(summary, language),
    summary.patientId,
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className={classes.bar} aria-label={t('patient')}>
      <strong>
        {patient?.primary ?? t('noName')}
        <GuessedMark characterSet={summary.guessedCharacterSet} />
      </strong>
      <span title={details}>{details}</span>
      <span className={classes.date}>{formatDate(summary.studyDate, language)}</span>
    </div>
  );
}
