import { formatDate, thumbnailPath, type SeriesSummary } from '../../dicomweb/index.ts';
import { useLanguage, useTranslation } from '../../i18n/index.ts';
import {
  showsImages,
  type OpenStudy,
  type Reader,
  type Relation,
  type ShownSeries,
} from '../../imaging/index.ts';
import { Thumbnail } from '../../ui/index.ts';
import { startDrag } from './arrangement/index.ts';
import { PriorRows, useComparison } from './comparison/index.ts';
import { SeriesIcon } from './objects/index.ts';
import { useReaderState } from './useReader.ts';
import classes from './SeriesPanel.module.css';

/** The series of the open studies by date; a click shows one in the selected viewport, dragging in any. */
export function SeriesPanel({ reader, onShown }: { reader: Reader; onShown?: () => void }) {
  const { t } = useTranslation('readingRoom');
  const state = useReaderState(reader);
  return (
    <nav className={classes.panel} aria-label={t('seriesPanel')}>
      {state.studies.map((study, place) => (
        <StudySeries
          key={study.studyInstanceUid}
          reader={reader}
          study={study}
          current={place === 0}
          relation={place === 0 ? 'current' : reader.comparison.relationOf(study.studyInstanceUid)}
          selected={state.selected}
          shown={state.shown.get(state.selected)}
          {...(onShown && { onShown })}
        />
      ))}
      <OtherStudies reader={reader} {...(onShown && { onChosen: onShown })} />
    </nav>
  );
}

/** What else there is of the patient, to be compared; nothing while that is not known. */
function OtherStudies({ reader, onChosen }: { reader: Reader; onChosen?: () => void }) {
  const { t } = useTranslation('comparison');
  const { priors = [], studies } = useComparison(reader);
  if (priors.every(({ study }) => studies.includes(study.studyInstanceUid))) return null;
  return (
    <section className={classes.others}>
      <h2>{t('others')}</h2>
      <PriorRows reader={reader} offered {...(onChosen && { onChosen })} />
    </section>
  );
}

interface StudySeriesProps {
  reader: Reader;
  study: OpenStudy;
  current: boolean;
  relation: Relation;
  /** The viewport a click shows a series in, and what it shows now. */
  selected: number;
  shown: ShownSeries | undefined;
  onShown?: () => void;
}

function StudySeries({ reader, study, current, relation, selected, shown, onShown }: StudySeriesProps) {
  const { t } = useTranslation(['comparison', 'common']);
  const language = useLanguage();
  return (
    <section className={classes.study} data-current={current}>
      <h2>
        <span>{formatDate(study.study?.studyDate, language)}</span>
        <small>{t(`relation.${relation}`)}</small>
      </h2>
      {study.study?.description !== undefined && <p>{study.study.description}</p>}
      <ul>
        {study.series.map((series) => (
          <li
            key={series.seriesInstanceUid}
            draggable
            onDragStart={(event) => startDrag(event, { series: series.seriesInstanceUid })}
          >
            <SeriesCard
              study={study}
              series={series}
              shown={shown?.seriesInstanceUid === series.seriesInstanceUid}
              onShow={() => {
                reader.show(selected, series.seriesInstanceUid).catch(() => undefined);
                onShown?.();
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function SeriesCard(props: { study: OpenStudy; series: SeriesSummary; shown: boolean; onShow: () => void }) {
  const { study, series, shown, onShow } = props;
  const { t } = useTranslation(['readingRoom', 'common']);
  const pictured = showsImages(series);
  const title = series.description ?? t('common:series');
  return (
    <button type="button" className={classes.card} aria-current={shown} title={title} onClick={onShow}>
      <span className={classes.thumb}>
        {pictured ? (
          <Thumbnail
            src={thumbnailPath(study.studyInstanceUid, series.seriesInstanceUid)}
            alt={title}
            placeholder={t('common:thumbnailMissing')}
            fallback={
              <>
                <SeriesIcon modality={series.modality} />
                {series.modality}
              </>
            }
          />
        ) : (
          <span className={classes.noPicture}>
            <SeriesIcon modality={series.modality} />
            {series.modality}
          </span>
        )}
      </span>
      <span className={classes.text}>
        <b>{title}</b>
        <span>{[series.seriesNumber, series.modality].filter((part) => part !== undefined).join(' · ')}</span>
        {series.instanceCount !== undefined && (
          <span>{t(pictured ? 'images' : 'objects', { count: series.instanceCount })}</span>
        )}
      </span>
    </button>
  );
}
