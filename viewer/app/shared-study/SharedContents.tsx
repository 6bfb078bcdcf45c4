import { Button, Loader } from '@mantine/core';
import { IconZoomScan } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'react-router';
import {
  formatAgeAtStudy,
  formatDate,
  formatPersonName,
  searchStudies,
  type StudySummary,
} from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import type { VisitedShare } from '../../identity/index.ts';
import { viewerAddress } from '../studiesInAddress.ts';
import { dateAndTime } from '../timeText.ts';
import { FilesForm } from './FilesForm.tsx';
import { problemOf } from './problemOf.ts';
import { SharedImages } from './SharedImages.tsx';
import classes from './shared.module.css';

/** How reports are read comes with much of the reading room; images need not wait for it. */
const SharedReports = lazy(async () => ({ default: (await import('./SharedReports.tsx')).SharedReports }));

const mostStudies = 200;

/** Report and images on one page, of the study first, then of the history if it is shared. */
export function SharedContents({ share }: { share: VisitedShare }) {
  const { t } = useTranslation(['shared', 'common']);
  const [studies, setStudies] = useState<readonly StudySummary[]>();
  const [problem, setProblem] = useState<string>();
  const { studyInstanceUid } = share;
  useEffect(() => {
    const abort = new AbortController();
    searchStudies({ limit: mostStudies }, { signal: abort.signal }).then(
      ({ studies: found }) =>
        setStudies(
          found.toSorted(
            (one, other) =>
              Number(other.studyInstanceUid === studyInstanceUid) -
              Number(one.studyInstanceUid === studyInstanceUid),
          ),
        ),
      (error: unknown) => abort.signal.aborted || setProblem(problemOf(error, t)),
    );
    return () => abort.abort();
  }, [studyInstanceUid, t]);

  if (problem !== undefined)
    return (
      <p role="alert" className={classes.problem}>
        {problem}
      </p>
    );
  if (!studies)
    return (
      <div className={classes.waiting} role="status">
        <Loader size="md" />
      </div>
    );
  const [current, ...priors] = studies;
  return (
    <>
      {current ? <Study study={current} share={share} /> : <p className={classes.hint}>{t('noImages')}</p>}
      {priors.length > 0 && <h2 className={classes.heading}>{t('history')}</h2>}
      {priors.map((study) => (
        <Study key={study.studyInstanceUid} study={study} share={share} />
      ))}
      {share.download && <FilesForm />}
      <footer className={classes.footer}>
        <p>{t('validUntil', { date: dateAndTime(share.validUntil) })}</p>
        <p>{t('notice')}</p>
      </footer>
    </>
  );
}

function Study({ study, share }: { study: StudySummary; share: VisitedShare }) {
  const { t } = useTranslation(['shared', 'common']);
  const language = useLanguage();
  const { studyInstanceUid, patientSex: sex } = study;
  const patient = formatPersonName(study.patientName, language);
  const facts = [
    sex === 'M' || sex === 'F' || sex === 'O' ? t(`common:sex.${sex}`) : sex,
    formatAgeAtStudy(study, language),
    formatDate(study.studyDate, language),
  ].filter(Boolean);
  return (
    <article className={classes.study} aria-label={study.description}>
      <header>
        <h2>{patient?.primary ?? t('common:noName')}</h2>
        <p>{facts.join(' · ')}</p>
        <p className={classes.description}>
          {[study.description, study.institution].filter(Boolean).join(' · ')}
        </p>
      </header>
      {share.report && (
        <section aria-label={t('report')}>
          <h3>{t('report')}</h3>
          <Suspense fallback={<Loader size="sm" />}>
            <SharedReports studyInstanceUid={studyInstanceUid} />
          </Suspense>
        </section>
      )}
      <section aria-label={t('images')}>
        <h3>
          {t('images')}
          <span>{t('preview')}</span>
        </h3>
        <SharedImages studyInstanceUid={studyInstanceUid} />
        <Button
          size="lg"
          fullWidth
          component={Link}
          to={viewerAddress([studyInstanceUid])}
          leftSection={<IconZoomScan size={20} stroke={1.6} aria-hidden />}
        >
          {t('diagnostic')}
        </Button>
        <p className={classes.hint}>{t('diagnosticHint')}</p>
      </section>
    </article>
  );
}
