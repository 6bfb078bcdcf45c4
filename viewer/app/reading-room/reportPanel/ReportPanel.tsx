import { Loader } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { IconButton } from '../../../ui/index.ts';
import { FaultBoundary } from '../FaultBoundary.tsx';
import { Sheet } from '../phone/Sheet.tsx';
import { useReportOpened } from './useExamReports.ts';
import classes from './ReportPanel.module.css';

const Reports = lazy(async () => ({ default: (await import('./Reports.tsx')).Reports }));

/** Beside the viewports, below them where the page is narrow: the report of the current study or of another one. */
export function ReportPanel({ reader }: { reader: Reader }) {
  const { t } = useTranslation(['reportPanel', 'common']);
  if (!useReportOpened(reader)) return null;
  return (
    <aside className={classes.panel} aria-label={t('title')}>
      <header className={classes.head}>
        <h2>{t('title')}</h2>
        <IconButton
          label={t('common:close')}
          icon={<IconX size={18} stroke={1.6} aria-hidden />}
          onClick={() => reader.examReports.close()}
        />
      </header>
      <Contents reader={reader} />
    </aside>
  );
}

/** The same on a small screen, from its lower edge. */
export function ReportSheet({ reader }: { reader: Reader }) {
  const { t } = useTranslation('reportPanel');
  if (!useReportOpened(reader)) return null;
  return (
    <Sheet title={t('title')} onClose={() => reader.examReports.close()}>
      <div className={classes.sheet}>
        <Contents reader={reader} />
      </div>
    </Sheet>
  );
}

function Contents({ reader }: { reader: Reader }) {
  const { t } = useTranslation('reportPanel');
  return (
    <FaultBoundary
      renderFault={(reason) => (
        <div className={classes.message} role="alert">
          <strong>{t('failed')}</strong>
          <span>{reason}</span>
        </div>
      )}
    >
      <Suspense
        fallback={
          <div className={classes.message}>
            <Loader size="sm" />
          </div>
        }
      >
        <Reports reader={reader} />
      </Suspense>
    </FaultBoundary>
  );
}
