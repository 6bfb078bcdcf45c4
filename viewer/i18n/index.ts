export { Trans, useTranslation } from 'react-i18next';
export { codeMeaning } from './codeMeaning.ts';
export { sopClassName } from './sopClassName.ts';
export { currentLanguage, initI18n, setLanguage, useLanguage } from './i18n.ts';
export { isLanguage, languageNames, languages, startLanguage, type Language } from './languages.ts';
