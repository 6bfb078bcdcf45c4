import { IconPlugConnectedX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import { embedSession } from './startEmbedding.ts';
import classes from './EmbedGuard.module.css';

/** Over all that is in a page that a HIS has opened, once its session is over: nothing of the patient stays on the screen. */
export function EmbedGuard() {
  const { t } = useTranslation('embed');
  const endedBy = useSyncExternalStore(subscribe, () => embedSession()?.endedBy);
  if (!endedBy) return null;
  return (
    <div className={classes.cover} data-ended={endedBy}>
      <Message
        kind="empty"
        icon={<IconPlugConnectedX size={40} stroke={1.4} aria-hidden />}
        title={t(endedBy === 'expired' ? 'expired' : 'ended')}
      >
        {t('openAgain')}
      </Message>
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  const session = embedSession();
  session?.addEventListener('ended', listener);
  return () => session?.removeEventListener('ended', listener);
}
