import { IconCheck, IconCloudOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import { Dialog, Message } from '../../ui/index.ts';
import { byteText } from './byteText.ts';
import { download } from './download.ts';
import { RefusedActions } from './RefusedActions.tsx';
import classes from './RefusedPage.module.css';
import { RefusedTable } from './RefusedTable.tsx';
import { timeText } from './timeText.ts';
import { useRefused } from './useRefused.ts';

/** The list with what can be done with those that are selected. */
export function RefusedFiles() {
  const { t, i18n } = useTranslation(['refused', 'common']);
  const { list, work, retry, discard } = useRefused();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const { data, error, refetch } = list;

  if (error && !data) {
    return (
      <Message
        kind="error"
        icon={<IconCloudOff size={36} stroke={1.5} />}
        title={t('common:errors.title')}
        actions={
          <Button variant="default" onClick={() => void refetch()}>
            {t('common:retry')}
          </Button>
        }
      >
        {error.message}
      </Message>
    );
  }
  if (!data) return <p className={classes.loading}>{t('common:loading')}</p>;
  const { files, limits, dropped } = data;
  const chosen = files.filter(({ id }) => selected.has(id));
  const ids = chosen.map(({ id }) => id);

  return (
    <>
      <p className={classes.intro}>
        {t('intro')} <span>{t('limits', { files: limits.files, size: byteText(limits.bytes) })}</span>
      </p>
      {dropped && (
        <p className={classes.dropped} role="status">
          {t('dropped', {
            count: dropped.files,
            size: byteText(dropped.bytes),
            at: timeText(dropped.lastAt, i18n.language),
          })}
        </p>
      )}
      {files.length === 0 ? (
        <>
          <RefusedActions chosen={[]} work={work} actions={{}} />
          <div className={classes.empty}>
            <Message kind="empty" icon={<IconCheck size={36} stroke={1.5} />} title={t('empty')}>
              {t('emptyDetail')}
            </Message>
          </div>
        </>
      ) : (
        <>
          <RefusedActions
            chosen={chosen}
            work={work}
            actions={{
              retry: () => void retry(ids, false),
              complete: () => void retry(ids, true),
              download: () => void download(chosen),
              discard: () => setAsking(true),
            }}
          />
          <RefusedTable files={files} selected={selected} onSelect={setSelected} />
        </>
      )}
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('discardTitle')}
        closeLabel={t('common:close')}
      >
        <p>{t('discardQuestion', { count: ids.length })}</p>
        <div className={classes.answers}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('common:cancel')}
          </Button>
          <Button
            color="red"
            onClick={() => {
              setAsking(false);
              void discard(ids);
            }}
          >
            {t('discard')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
