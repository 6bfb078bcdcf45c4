import { useMediaQuery } from '@mantine/hooks';
import { IconChevronsLeft, IconChevronsRight, IconRuler2 } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { Reader } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { useReportOpened } from '../reportPanel/useExamReports.ts';
import { MeasurementsList } from './MeasurementsList.tsx';
import { useMeasurements } from './useMeasurements.ts';
import { VisibilityToggle } from './VisibilityToggle.tsx';
import classes from './MeasurementsPanel.module.css';

export interface MeasurementsPanelProps {
  reader: Reader;
  /** What stands above the list. */
  children?: ReactNode;
}

/** Here a report and the list together would leave the images too little. */
const besideReport = '(min-width: 1200px) and (max-width: 2199px)';

const icon = { size: 18, stroke: 1.6, 'aria-hidden': true } as const;

/** The list of what has been measured, beside the images; closed, it is a thin strip. */
export function MeasurementsPanel({ reader, children }: MeasurementsPanelProps) {
  const { t } = useTranslation('measurements');
  const [wanted, setWanted] = useState(() => !matchMedia('(max-width: 1023px)').matches);
  // Beside a report it is a strip, so that the images keep their width, until the reader opens it all the same.
  const narrow = useMediaQuery(besideReport, false, { getInitialValueInEffect: false });
  const gives = useReportOpened(reader) && narrow;
  const [insisted, setInsisted] = useState(false);
  if (insisted && !gives) setInsisted(false);
  const opened = gives ? insisted : wanted;
  const { measurements } = useMeasurements(reader.measurements);
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
          onClick={() => (gives ? setInsisted : setWanted)(!opened)}
        >
          <IconRuler2 {...icon} />
          <span className={classes.title}>{t('panel.title')}</span>
          <span className={classes.count}>{measurements.length}</span>
          {opened ? <IconChevronsRight {...icon} /> : <IconChevronsLeft {...icon} />}
        </button>
        {opened && <VisibilityToggle reader={reader} />}
      </header>
      {opened && (
        <div className={classes.body}>
          {children}
          <MeasurementsList reader={reader} />
        </div>
      )}
    </aside>
  );
}
