import { IconChevronsLeft, IconChevronsRight, IconEye, IconEyeOff, IconRuler2 } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { useReaderState } from '../useReader.ts';
import { groupMeasurements, type SeriesMeasurements } from './groupMeasurements.ts';
import { MeasurementRow } from './MeasurementRow.tsx';
import { useMeasurementKeys } from './useMeasurementKeys.ts';
import { useMeasurements } from './useMeasurements.ts';
import { useSliceNames } from './useSliceNames.ts';
import classes from './MeasurementsPanel.module.css';

export interface MeasurementsPanelProps {
  reader: Reader;
  /** What is said of saving, below the head of the list. */
  children?: ReactNode;
}

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** The list of what has been measured, beside the images; on a phone a sheet over their lower half. Closed, it is a thin strip. */
export function MeasurementsPanel({ reader, children }: MeasurementsPanelProps) {
  const { t } = useTranslation('measurements');
  const [opened, setOpened] = useState(() => !matchMedia('(max-width: 1023px)').matches);
  const { measurements, selected, userFactors } = useMeasurements(reader.measurements);
  useMeasurementKeys(reader.measurements);
  const whereOf = useSliceNames(reader, measurements);
  const anyVisible = measurements.some(({ visible }) => visible);
  const head = opened ? t('panel.close') : t('panel.open');
  return (
    <aside className={classes.panel} data-opened={opened} aria-label={t('panel.title')}>
      <header className={classes.head}>
        <button
          type="button"
          className={`${classes.toggle} yy-target`}
          aria-expanded={opened}
          aria-label={head}
          title={head}
          onClick={() => setOpened(!opened)}
        >
          <IconRuler2 {...icon} />
          <span className={classes.title}>{t('panel.title')}</span>
          <span className={classes.count}>{measurements.length}</span>
          {opened ? <IconChevronsRight {...icon} /> : <IconChevronsLeft {...icon} />}
        </button>
        {opened && measurements.length > 0 && (
          <IconButton
            label={anyVisible ? t('panel.hideAll') : t('panel.showAll')}
            icon={anyVisible ? <IconEye {...icon} /> : <IconEyeOff {...icon} />}
            onClick={() => reader.measurements.setAllVisible(!anyVisible)}
          />
        )}
      </header>
      {opened && (
        <div className={classes.body}>
          {children}
          {measurements.length === 0 && <Empty />}
          {groupMeasurements(measurements).map((group) => (
            <section key={group.seriesInstanceUid}>
              <SeriesHead reader={reader} group={group} />
              {userFactors.has(group.seriesInstanceUid) && (
                <button
                  type="button"
                  className={`${classes.uncalibrate} yy-target`}
                  onClick={() => reader.measurements.calibrate(group.seriesInstanceUid, undefined)}
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
                  />
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
    </aside>
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
