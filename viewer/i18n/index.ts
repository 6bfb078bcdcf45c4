export { Trans, useTranslation } from 'react-i18next';
export { currentLanguage, initI18n, setLanguage, useLanguage } from './i18n.ts';
export { isLanguage, languageNames, languages, startLanguage, type Language } from './languages.ts';
