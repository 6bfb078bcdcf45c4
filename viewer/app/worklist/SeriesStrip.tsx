import { hasImages, thumbnailPath, type SeriesSummary } from '../../dicomweb/index.ts';
import { useTranslation } from '../../i18n/index.ts';
import { Thumbnail } from '../../ui/index.ts';
import { Failure } from './Failure.tsx';
import classes from './Preview.module.css';
import { useSeriesOfStudy } from './queries.ts';

/** The series of a study as a strip of thumbnails. @param studyUid undefined: not yet, keep the place */
export function SeriesStrip({ studyUid }: { studyUid: string | undefined }) {
  const { t } = useTranslation('worklist');
  const { data, error, refetch, isFetching } = useSeriesOfStudy(studyUid);
  if (error && !data)
    return <Failure error={error} retry={() => void refetch()} retrying={isFetching} compact />;
  if (data?.length === 0) return <p className={classes.quiet}>{t('preview.noSeries')}</p>;
  return (
    <ul className={classes.strip}>
      {data?.map((series) => (
        <SeriesTile key={series.seriesInstanceUid} studyUid={studyUid ?? ''} series={series} />
      ))}
    </ul>
  );
}

function SeriesTile({ studyUid, series }: { studyUid: string; series: SeriesSummary }) {
  const { t } = useTranslation(['worklist', 'common']);
  const title = series.description ?? t('preview.series', { number: series.seriesNumber ?? '–' });
  return (
    <li className={classes.tile}>
      <Thumbnail
        src={hasImages(series.modality) ? thumbnailPath(studyUid, series.seriesInstanceUid) : undefined}
        alt={title}
        placeholder={series.modality ?? t('common:thumbnailMissing')}
        size={104}
      />
      <span className={classes.tileTitle} title={title}>
        {title}
      </span>
      <span className={classes.tileFacts}>
        <span>{series.modality}</span>
        {series.instanceCount !== undefined && (
          <span>{t('imageCount', { count: series.instanceCount })}</span>
        )}
      </span>
    </li>
  );
}
