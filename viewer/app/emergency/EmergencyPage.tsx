import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch, Message } from '../../ui/index.ts';
import { PersonMenu, useMustBeSignedIn } from '../session/index.ts';
import { EmergencySearch } from './EmergencySearch.tsx';
import { RunningEmergencies } from './RunningEmergencies.tsx';
import classes from './emergency.module.css';

/** `/emergency`: opens a study that one has no right to see, with a reason and for a time. */
export function EmergencyPage() {
  const { t } = useTranslation(['emergency', 'common']);
  const { session } = useMustBeSignedIn('/emergency');
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className={classes.page}>
      <AppHeader
        name={t('common:product')}
        secondName={t('common:productLatin')}
        renderHome={(brand) => <Link to="/">{brand}</Link>}
        end={
          <>
            <LanguageSwitch />
            <PersonMenu />
          </>
        }
      >
        <h1 className={classes.title}>{t('title')}</h1>
        <Link className={classes.back} to="/">
          {t('back')}
        </Link>
      </AppHeader>
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
    </div>
  );
}
