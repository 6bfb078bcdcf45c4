import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from '../../i18n/index.ts';
import { AppHeader, LanguageSwitch } from '../../ui/index.ts';
import { PersonMenu } from '../session/index.ts';
import classes from './page.module.css';

interface PageProps {
  title: string;
  /** What the browser calls it. */
  documentTitle: string;
  /** The text of the link to the worklist. */
  back: string;
  children: ReactNode;
}

/** A page beside worklist and reading room: the bar with its title, the way back, language and person. */
export function Page({ title, documentTitle, back, children }: PageProps) {
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <div className={classes.page}>
      <AppHeader
        name={t('product')}
        secondName={t('productLatin')}
        renderHome={(brand) => <Link to="/">{brand}</Link>}
        end={
          <>
            <LanguageSwitch />
            <PersonMenu />
          </>
        }
      >
        <h1 className={classes.title}>{title}</h1>
        <Link className={classes.back} to="/">
          {back}
        </Link>
      </AppHeader>
      {children}
    </div>
  );
}
