import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch, Message } from '../../ui/index.ts';
import { PersonMenu, useMustBeSignedIn } from '../session/index.ts';
import { People } from './People.tsx';
import classes from './people.module.css';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5000 } } });

/** `/people`: who may sign in, for administrators. */
export function PeoplePage() {
  const { t } = useTranslation(['people', 'common']);
  const { session } = useMustBeSignedIn('/people');
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  const forbidden = session.status === 'signed-in' && !session.rights.includes('administrate');
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
          {forbidden ? (
            <Message kind="error" title={t('forbidden')}>
              {t('forbiddenDetail')}
            </Message>
          ) : (
            session.status !== 'unknown' && session.status !== 'none' && <People />
          )}
        </main>
      </div>
    </QueryClientProvider>
  );
}
