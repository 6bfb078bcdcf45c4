import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import { Page } from '../page/index.ts';
import { useMustBeSignedIn } from '../session/index.ts';
import { EmergencySearch } from './EmergencySearch.tsx';
import { RunningEmergencies } from './RunningEmergencies.tsx';
import classes from './emergency.module.css';

/** `/emergency`: opens a study that one has no right to see, with a reason and for a time. */
export function EmergencyPage() {
  const { t } = useTranslation('emergency');
  const { session } = useMustBeSignedIn('/emergency');
  return (
    <Page title={t('title')} documentTitle={t('documentTitle')} back={t('back')}>
      <main className={classes.main}>
        {session.status === 'signed-in' &&
          (session.rights.includes('break-glass') ? (
            <>
              <p className={classes.warning}>{t('warning')}</p>
              <RunningEmergencies />
              <EmergencySearch />
            </>
          ) : (
            <Message kind="error" title={t('forbidden')}>
              {t('forbiddenDetail')}
            </Message>
          ))}
      </main>
    </Page>
  );
}
