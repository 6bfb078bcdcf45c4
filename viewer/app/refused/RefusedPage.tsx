import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useTranslation } from '../../i18n/index.ts';
import { Page } from '../page/index.ts';
import { RefusedFiles } from './RefusedFiles.tsx';
import classes from './RefusedPage.module.css';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false, refetchInterval: 30_000 } } });

/** The page at `/refused`: files that the archive did not take in, why, and what to do with them. */
export function RefusedPage() {
  const { t } = useTranslation('refused');
  return (
    <QueryClientProvider client={queries}>
      <Page title={t('title')} documentTitle={t('documentTitle')} back={t('back')}>
        <main className={classes.main}>
          <RefusedFiles />
        </main>
      </Page>
    </QueryClientProvider>
  );
}
