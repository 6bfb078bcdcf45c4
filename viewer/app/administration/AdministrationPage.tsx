import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { Message } from '../../ui/index.ts';
import { Page } from '../page/index.ts';
import { useMustBeSignedIn } from '../session/index.ts';
import { sections, sectionsFor, type SectionId } from './sections.ts';
import classes from './administration.module.css';

let queries: QueryClient | undefined;

/** One for all these pages, made by the first: nothing is made while scripts that share this one are still being read. */
const administrationQueries = (): QueryClient =>
  (queries ??= new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 5000 } } }));

interface AdministrationPageProps {
  section: SectionId;
  children: ReactNode;
}

/** What all pages of the administration share: the bar, the way to the others, and that one must be signed in and may. */
export function AdministrationPage({ section, children }: AdministrationPageProps) {
  const { t } = useTranslation('administration');
  const { path, right } = sections.find(({ id }) => id === section) ?? sections[0];
  const { session } = useMustBeSignedIn(path);
  const name = t(`sections.${section}`);
  const rights = session.status === 'signed-in' ? session.rights : undefined;
  const forbidden = rights !== undefined && !rights.includes(right);
  return (
    <QueryClientProvider client={administrationQueries()}>
      <Page title={t('title')} documentTitle={t('documentTitle', { section: name })} back={t('back')}>
        <nav className={classes.sections} aria-label={t('title')}>
          {sectionsFor(rights ?? []).map(({ id, path: to, icon: SectionIcon }) => (
            <Link key={id} to={to} className="yy-target" aria-current={id === section ? 'page' : undefined}>
              <SectionIcon size={16} stroke={1.6} aria-hidden />
              {t(`sections.${id}`)}
            </Link>
          ))}
        </nav>
        <main className={classes.main}>
          {forbidden ? (
            <Message kind="error" title={t('forbidden', { section: name })}>
              {t('forbiddenDetail')}
            </Message>
          ) : (
            session.status !== 'unknown' && session.status !== 'none' && children
          )}
        </main>
      </Page>
    </QueryClientProvider>
  );
}
