import { IconColumns2 } from '@tabler/icons-react';
import { Link } from 'react-router';
import {
  formatDate,
  formatPersonName,
  imagesFirst,
  isLater,
  sameName,
  type StudySummary,
} from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import { Failure } from './Failure.tsx';
import classes from './Preview.module.css';
import { useOtherStudies } from './queries.ts';
import { viewerAddress } from '../studiesInAddress.ts';

/** The patient's other studies, newest first; each opens by itself or beside the selected one. */
export function PriorsList({ study, load }: { study: StudySummary; load: boolean }) {
  const { t } = useTranslation('worklist');
  const { data, error, refetch, isFetching } = useOtherStudies(load ? study : undefined);
  return (
    <aside className={classes.priors}>
      <h3 className={classes.priorsTitle}>
        {t('preview.priors')}
        {data !== undefined && data.length > 0 && <span className={classes.priorsCount}>{data.length}</span>}
      </h3>
      {study.patientId === undefined && <p className={classes.quiet}>{t('preview.noPatientId')}</p>}
      {error && !data && <Failure error={error} retry={() => void refetch()} retrying={isFetching} compact />}
      {data?.length === 0 && <p className={classes.quiet}>{t('preview.noPriors')}</p>}
      <ul className={classes.priorRows}>
        {data?.map((other) => (
          <OtherStudy key={other.studyInstanceUid} other={other} study={study} />
        ))}
      </ul>
    </aside>
  );
}

function OtherStudy({ other, study }: { other: StudySummary; study: StudySummary }) {
  const { t } = useTranslation('worklist');
  const language = useLanguage();
  const later = isLater(other, study);
  const otherName = sameName(other.patientName, study.patientName)
    ? undefined
    : formatPersonName(other.patientName, language)?.primary;
  return (
    <li className={classes.prior}>
      <Link className={classes.priorLink} to={viewerAddress([other.studyInstanceUid])}>
        <span className={classes.priorDate} data-later={later || undefined}>
          {formatDate(other.studyDate, language)}
        </span>
        <span className={classes.priorModality}>{imagesFirst(other.modalities).join(' ')}</span>
        <span className={classes.priorDescription} title={other.description}>
          {later && <span className={classes.later}>{t('preview.later')}</span>}
          {other.description}
        </span>
      </Link>
      <Link
        className={`${classes.compare} yy-target`}
        to={viewerAddress([study.studyInstanceUid, other.studyInstanceUid])}
        title={t('preview.compare')}
        aria-label={t('preview.compare')}
      >
        <IconColumns2 size={16} stroke={1.75} />
      </Link>
      {otherName !== undefined && (
        <span className={classes.warning}>{t('preview.otherName', { name: otherName })}</span>
      )}
    </li>
  );
}
