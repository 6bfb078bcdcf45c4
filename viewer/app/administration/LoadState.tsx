import { Button } from '@mantine/core';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import classes from './list.module.css';

/** A list that could not be had, or not yet. */
export function LoadState({ error, retry }: { error: Error | null; retry: () => void }) {
  const { t } = useTranslation('common');
  if (!error) return <p className={classes.loading}>{t('loading')}</p>;
  return (
    <Message
      kind="error"
      icon={<IconCloudOff size={36} stroke={1.5} />}
      title={t('errors.title')}
      actions={
        <Button variant="default" onClick={retry}>
          {t('retry')}
        </Button>
      }
    >
      {error.message}
    </Message>
  );
}
