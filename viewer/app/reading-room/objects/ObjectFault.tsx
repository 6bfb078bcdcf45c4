import { IconFileAlert } from '@tabler/icons-react';
import type { SeriesObject } from '../../../imaging/index.ts';
import { useTranslation } from '../../../i18n/index.ts';
import { DownloadOriginal } from './DownloadOriginal.tsx';
import classes from './ObjectPane.module.css';

/** Why an object is not shown, that it is safe, and how to have it anyway. */
export function ObjectFault({ object, reason }: { object: SeriesObject; reason: string }) {
  const { t } = useTranslation('objects');
  return (
    <div className={classes.fault} role="alert">
      <IconFileAlert size={32} stroke={1.5} aria-hidden />
      <strong>{t('failed')}</strong>
      <span>{reason}</span>
      <span className={classes.dim}>{t('failedSafe')}</span>
      <DownloadOriginal object={object} />
    </div>
  );
}
