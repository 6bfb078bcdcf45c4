import { Button } from '@mantine/core';
import { IconPhotoX } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import type { Reader, ViewState } from '../../imaging/index.ts';
import classes from './ViewportNotice.module.css';

export interface ViewportNoticeProps {
  reader: Reader;
  index: number;
  state: ViewState;
}

/** What a viewport says instead of an image: that it is loading, or which image failed and why. */
export function ViewportNotice({ reader, index, state }: ViewportNoticeProps) {
  const { t } = useTranslation(['readingRoom', 'common']);
  const { error, frame, stack } = state;
  if (error) {
    const titles = {
      series: t('errors.seriesFailed'),
      fetch: t('errors.frameFetch', { number: error.sliceIndex + 1 }),
      decode: t('errors.frameDecode', { number: error.sliceIndex + 1 }),
    };
    return (
      <div className={classes.notice} role="alert">
        <IconPhotoX size={32} stroke={1.5} aria-hidden />
        <strong>{titles[error.stage]}</strong>
        <span className={classes.reason}>{error.message}</span>
        {(stack?.frames.length ?? 0) > 1 && <span>{t('errors.othersGoOn')}</span>}
        <Button variant="default" onClick={() => reader.retryView(index)}>
          {t('common:retry')}
        </Button>
      </div>
    );
  }
  if (stack && stack.frames.length === 0) {
    return (
      <div className={classes.notice}>
        <strong>{t('errors.leftOut', { count: stack.leftOut.length })}</strong>
        {[...new Set(stack.leftOut.map(({ reason }) => reason))].slice(0, 3).map((reason) => (
          <span key={reason} className={classes.reason}>
            {reason}
          </span>
        ))}
      </div>
    );
  }
  // Nothing that moves: it would take from what is being computed, and draw the eye.
  if (!frame && reader.state.shown.has(index)) {
    return (
      <div className={classes.notice} data-quiet>
        <span className={classes.reason}>{t('common:loading')}</span>
      </div>
    );
  }
  if (index > 0 && !frame)
    return (
      <div className={classes.notice} data-quiet>
        <span className={classes.reason}>{t('emptyViewport')}</span>
      </div>
    );
  return null;
}
