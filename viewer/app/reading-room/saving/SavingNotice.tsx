import { Button } from '@mantine/core';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader, ReaderFault } from '../../../imaging/index.ts';
import { useReports } from './useReports.ts';
import { useSave } from './useSave.ts';
import classes from './SavingNotice.module.css';

/** Says what an earlier visit left unsaved, and why saving failed; with what can be done about it. */
export function SavingNotice({ reader }: { reader: Reader }) {
  const { t } = useTranslation('saving');
  const { status, unsaved, restored, kept, failure, unread, leftOut } = useReports(reader);
  const save = useSave(reader);
  const reasonOf = ({ code, message }: ReaderFault): string => {
    if (code === 'network') return t('failed.network');
    if (code === 'archive-unavailable') return t('failed.archive');
    return message;
  };
  const failed = status === 'failed' && unsaved > 0;
  if (failed)
    return (
      <div className={classes.notice} role="alert">
        <p>
          <b>{t('failed.title')}</b> {failure && reasonOf(failure)}
          <br />
          {t(kept ? 'failed.kept' : 'failed.notKept', { count: unsaved })}
        </p>
        <Button size="compact-sm" onClick={save}>
          {t('retry')}
        </Button>
      </div>
    );
  if (leftOut > 0 && unsaved > 0 && status !== 'saving')
    return (
      <div className={classes.notice} role="alert">
        <p>{t('leftOut', { count: leftOut })}</p>
      </div>
    );
  if (restored > 0 && unsaved > 0 && status !== 'saving')
    return (
      <div className={classes.notice} role="status">
        <p>{t('restored', { count: restored })}</p>
        <Button size="compact-sm" onClick={save}>
          {t('save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => reader.reports.discard()}>
          {t('discard')}
        </Button>
      </div>
    );
  if (unread.length > 0)
    return (
      <div className={classes.notice} role="status">
        <p>
          {t('unread', { count: unread.length })} {unread[0]}
        </p>
      </div>
    );
  return null;
}
