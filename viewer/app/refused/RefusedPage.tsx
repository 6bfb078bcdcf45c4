import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch } from '../../ui/index.ts';
import { RefusedFiles } from './RefusedFiles.tsx';
import classes from './RefusedPage.module.css';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchInterval: 30_000 } } });

/** The page at `/refused`: files that the archive did not take in, why, and what to do with them. */
export function RefusedPage() {
  const { t } = useTranslation(['refused', 'common']);
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <QueryClientProvider client={queries}>
      <div className={classes.page}>
        <AppHeader
          name={t('common:product')}
          secondName={t('common:productLatin')}
          renderHome={(brand) => <Link to="/">{brand}</Link>}
          end={<LanguageSwitch />}
        >
          <h1 className={classes.title}>{t('title')}</h1>
          <Link className={classes.back} to="/">
            {t('back')}
          </Link>
        </AppHeader>
        <main className={classes.main}>
          <RefusedFiles />
        </main>
      </div>
    </QueryClientProvider>
  );
}
