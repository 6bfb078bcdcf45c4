import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { endOwnEmergency, type OwnEmergency } from '../../identity/index.ts';
import { viewerAddress } from '../studiesInAddress.ts';
import { timeLeft, useNow } from './useNow.ts';
import { ownEmergenciesChanged, useOwnEmergencies } from './useOwnEmergencies.ts';
import classes from './emergency.module.css';

/** What one has opened and can go on with. */
export function RunningEmergencies() {
  const own = useOwnEmergencies();
  return own.length === 0 ? null : <Running own={own} />;
}

function Running({ own }: { own: readonly OwnEmergency[] }) {
  const { t } = useTranslation('emergency');
  const navigate = useNavigate();
  const now = useNow();
  const running = own.filter(({ until }) => Date.parse(until) > now);
  if (running.length === 0) return null;
  return (
    <section className={classes.panel}>
      <h2>{t('mine')}</h2>
      <ul className={classes.list}>
        {running.map(({ id, studyInstanceUid, until }) => (
          <li key={id}>
            <span>{t('left', { time: timeLeft(until, now) })}</span>
            <span className={classes.row}>
              <Button size="compact-sm" onClick={() => void navigate(viewerAddress([studyInstanceUid]))}>
                {t('goOn')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => void endOwnEmergency(id).finally(ownEmergenciesChanged)}
              >
                {t('end')}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
