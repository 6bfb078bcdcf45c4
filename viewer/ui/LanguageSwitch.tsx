import { languageNames, languages, setLanguage, useLanguage, useTranslation } from '../i18n/index.ts';
import classes from './LanguageSwitch.module.css';

/** Chinese or English, at once for the whole page; each language is named in itself. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const current = useLanguage();
  return (
    <div className={classes.switch} role="group" aria-label={t('language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className={`${classes.choice} yy-target`}
          lang={language}
          aria-pressed={language === current}
          onClick={() => void setLanguage(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </div>
  );
}
