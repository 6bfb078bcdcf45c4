import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, KeyHint, LanguageSwitch } from '../../ui/index.ts';
import { PersonMenu } from '../session/index.ts';
import { RefusedLink } from './RefusedLink.tsx';
import { worklistQueries } from './queries.ts';
import { Worklist } from './Worklist.tsx';
import classes from './WorklistPage.module.css';

/** The page at `/`: finds a study and opens it. */
export function WorklistPage() {
  const { t } = useTranslation(['worklist', 'common']);
  const title = t('documentTitle');
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <QueryClientProvider client={worklistQueries}>
      <div className={classes.page}>
        <a className={classes.skip} href="#studies">
          {t('common:skipToContent')}
        </a>
        <AppHeader
          name={t('common:product')}
          secondName={t('common:productLatin')}
          end={
            <>
              <RefusedLink />
              <LanguageSwitch />
              <PersonMenu />
            </>
          }
        >
          <h1 className={classes.title}>{t('title')}</h1>
          <p className={classes.keys}>
            <KeyHint keys="/" /> {t('keys.search')}
            <KeyHint keys="↑ ↓" /> {t('keys.move')}
            <KeyHint keys="Enter" /> {t('keys.open')}
            <KeyHint keys="Ctrl+Enter" /> {t('keys.newTab')}
          </p>
        </AppHeader>
        <Worklist />
      </div>
    </QueryClientProvider>
  );
}
