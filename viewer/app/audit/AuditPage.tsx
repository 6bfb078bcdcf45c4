import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch, Message } from '../../ui/index.ts';
import { PersonMenu, useMustBeSignedIn } from '../session/index.ts';
import { AuditTrail } from './AuditTrail.tsx';
import classes from './audit.module.css';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });

/** `/audit`: who did what, for who may read the audit trail. */
export function AuditPage() {
  const { t } = useTranslation(['audit', 'common']);
  const { session } = useMustBeSignedIn('/audit');
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  const rights = session.status === 'signed-in' ? session.rights : undefined;
  return (
    <QueryClientProvider client={queries}>
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
          {rights && !rights.includes('audit') ? (
            <Message kind="error" title={t('forbidden')}>
              {t('forbiddenDetail')}
            </Message>
          ) : (
            session.status !== 'unknown' &&
            session.status !== 'none' && (
              <AuditTrail mayAdministrate={rights?.includes('administrate') ?? false} />
            )
          )}
        </main>
      </div>
    </QueryClientProvider>
  );
}
