import { isCalibrated, type Reader } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { useReaderState } from '../useReader.ts';
import { groupMeasurements, type SeriesMeasurements } from './groupMeasurements.ts';
import { MeasurementRow } from './MeasurementRow.tsx';
import { useMeasurements } from './useMeasurements.ts';
import { useSliceNames } from './useSliceNames.ts';
import classes from './MeasurementsPanel.module.css';

export interface MeasurementsListProps {
  reader: Reader;
  /** One of them is being brought onto the screen. */
  onJump?: () => void;
}

/** What has been measured, by study and series. */
export function MeasurementsList({ reader, onJump }: MeasurementsListProps) {
  const { t } = useTranslation('measurements');
  const { measurements, selected, userFactors } = useMeasurements(reader.measurements);
  const whereOf = useSliceNames(reader, measurements);
  return (
    <div className={classes.list}>
      {measurements.length === 0 && <Empty />}
      {groupMeasurements(measurements).map((group) => (
        <section key={group.seriesInstanceUid}>
          <SeriesHead reader={reader} group={group} />
          {isCalibrated(userFactors, group.seriesInstanceUid) && (
            <button
              type="button"
              className={`${classes.uncalibrate} yy-target`}
              onClick={() => reader.measurements.uncalibrate({ seriesInstanceUid: group.seriesInstanceUid })}
            >
              {t('panel.uncalibrate')}
            </button>
          )}
          <ol>
            {group.measurements.map(({ number, measurement }) => (
              <MeasurementRow
                key={measurement.id}
                reader={reader}
                measurement={measurement}
                number={number}
                selected={measurement.id === selected}
                where={whereOf(measurement)}
                onJump={onJump}
              />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation('measurements');
  return (
    <p className={classes.empty}>
      <b>{t('panel.empty')}</b>
      <span className={classes.mouse}>{t('panel.emptyHint')}</span>
      <span className={classes.touch}>{t('panel.emptyHintTouch')}</span>
    </p>
  );
}

/** The study's date, if there are several, and the series. */
function SeriesHead({ reader, group }: { reader: Reader; group: SeriesMeasurements }) {
  const { t } = useTranslation('common');
  const { studies } = useReaderState(reader);
  const place = studies.findIndex(({ studyInstanceUid }) => studyInstanceUid === group.studyInstanceUid);
  const series = studies[place]?.series.find((one) => one.seriesInstanceUid === group.seriesInstanceUid);
  const description = [series?.seriesNumber, series?.description ?? series?.modality]
    .filter(Boolean)
    .join(' · ');
  return (
    <h3>
      <span>{description || t('series')}</span>
      {studies.length > 1 && place >= 0 && (
        <small data-prior={place > 0}>{place === 0 ? t('current') : t('prior')}</small>
      )}
    </h3>
  );
}
