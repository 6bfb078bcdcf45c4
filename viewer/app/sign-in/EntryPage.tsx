import { useEffect, type ReactNode } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import { BrandMark, LanguageSwitch } from '../../ui/index.ts';
import classes from './signIn.module.css';

interface EntryPageProps {
  title: string;
  documentTitle: string;
  children: ReactNode;
}

/** A page for those who are not signed in yet: one card in the middle. */
export function EntryPage({ title, documentTitle, children }: EntryPageProps) {
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <div className={classes.page}>
      <div className={classes.brand}>
        <BrandMark />
        <strong>{t('product')}</strong>
        <span>{t('productLatin')}</span>
      </div>
      <main className={classes.card}>
        <header>
          <h1>{title}</h1>
        </header>
        {children}
      </main>
      <LanguageSwitch />
    </div>
  );
}
