import i18next, { type i18n } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { isLanguage, languageStorageKey, startLanguage, type Language } from './languages.ts';
import { resources } from './resources.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: (typeof resources)['zh-CN'];
  }
}

/**
 * Starts i18next (synchronously: the texts are in the bundle) in the language chosen before or the browser's,
 * and keeps `<html lang>` right, which also decides how Han characters are drawn. Calling it again changes nothing.
 */
export function initI18n(): i18n {
  if (i18next.isInitialized) return i18next;
  void i18next.use(initReactI18next).init({
    lng: startLanguage(readStored(), navigator.languages),
    fallbackLng: 'zh-CN',
    resources,
    defaultNS: 'common',
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
  });
  document.documentElement.lang = currentLanguage();
  i18next.on('languageChanged', () => (document.documentElement.lang = currentLanguage()));
  return i18next;
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'zh-CN';
}

/** Switches every text at once and remembers the choice in this browser. */
export async function setLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(languageStorageKey, language);
  } catch {
    // Storage may be forbidden in an iframe; the choice then lasts as long as the page.
  }
  await i18next.changeLanguage(language);
}

/** The language of the page; the component renders again when it changes. */
export function useLanguage(): Language {
  const { i18n: instance } = useTranslation();
  return isLanguage(instance.language) ? instance.language : 'zh-CN';
}

function readStored(): string | null {
  try {
    return localStorage.getItem(languageStorageKey);
  } catch {
    return null;
  }
}
