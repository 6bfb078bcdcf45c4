import { Button } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import type { ReaderState } from '../../imaging/index.ts';
import { Message } from '../../ui/index.ts';
import classes from './EngineFault.module.css';

/** Over the images when the engine itself cannot go on: what is safe and what to do. */
export function EngineFault({ state }: { state: ReaderState }) {
  const { t } = useTranslation('readingRoom');
  if (state.engine !== 'failed' && !state.contextLost) return null;
  const kind = state.contextLost ? 'contextLost' : 'engineFailed';
  return (
    <div className={classes.cover}>
      <Message
        kind="error"
        title={t(`errors.${kind}`)}
        actions={
          <Button variant="default" onClick={() => window.location.reload()}>
            {t('errors.reload')}
          </Button>
        }
      >
        {t(`errors.${kind}Detail`)}
      </Message>
    </div>
  );
}
