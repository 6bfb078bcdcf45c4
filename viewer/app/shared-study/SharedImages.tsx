import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { hasImages, searchSeries, type SeriesSummary } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { problemOf } from './problemOf.ts';
import { SeriesPictures } from './SeriesPictures.tsx';
import classes from './shared.module.css';

/** The image series of a study as pictures, one below the other. */
export function SharedImages({ studyInstanceUid }: { studyInstanceUid: string }) {
  const { t } = useTranslation(['shared', 'common']);
  const [series, setSeries] = useState<readonly SeriesSummary[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    searchSeries(studyInstanceUid, { signal: abort.signal }).then(
      (found) => setSeries(found.filter(({ modality }) => hasImages(modality))),
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
  if (!series) return <Loader size="sm" />;
  if (series.length === 0) return <p className={classes.hint}>{t('noImages')}</p>;
  return series.map((one) => (
    <SeriesPictures key={one.seriesInstanceUid} studyInstanceUid={studyInstanceUid} series={one} />
  ));
}
