import { Button } from '@mantine/core';
import { IconUrgent } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import { endOwnEmergency, type OwnEmergency } from '../../identity/index.ts';
import { Message } from '../../ui/index.ts';
import { startAnew } from '../session/index.ts';
import { timeLeft, useNow } from './useNow.ts';
import { useOwnEmergencies } from './useOwnEmergencies.ts';
import classes from './emergency.module.css';

/**
 * Over the images of studies that are open by access in an emergency: that they are, and for how long. When the time is over it
 * covers what is still in the page.
 */
export function EmergencyBanner({ studies }: { studies: readonly string[] }) {
  const own = useOwnEmergencies();
  const [emergency] = own.filter((one) => one.studies.some((uid) => studies.includes(uid)));
  return emergency ? <Banner emergency={emergency} /> : null;
}

function Banner({ emergency: { id, until } }: { emergency: OwnEmergency }) {
  const { t } = useTranslation('emergency');
  const now = useNow();
  if (now >= Date.parse(until))
    return (
      <div className={classes.over} role="alertdialog" aria-label={t('overTitle')}>
        <Message
          kind="error"
          icon={<IconUrgent size={36} stroke={1.5} />}
          title={t('overTitle')}
          actions={
            <Button variant="default" onClick={() => startAnew('/emergency')}>
              {t('again')}
            </Button>
          }
        >
          {t('over')}
        </Message>
      </div>
    );
  return (
    <div className={classes.banner} role="alert">
      <IconUrgent size={18} stroke={1.8} aria-hidden />
      <strong>{t('banner')}</strong>
      <span className={classes.detail}>{t('bannerDetail')}</span>
      {/* Read out once, not each second. */}
      <span role="timer" aria-live="off">
        {t('left', { time: timeLeft(until, now) })}
      </span>
      <button type="button" onClick={() => void endOwnEmergency(id).finally(() => startAnew('/emergency'))}>
        {t('end')}
      </button>
    </div>
  );
}
