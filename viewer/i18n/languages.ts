/** The languages the viewer is complete in; the first is the one it is written in. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** Each language's name in that language, for the switch. */
export const languageNames: Record<Language, string> = { 'zh-CN': '中文', en: 'English' };

export const languageStorageKey = 'yunying.language';

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/**
 * The language to start in: the one chosen before, else Chinese when the browser knows any Chinese, else English
 * when it knows anything at all, else Chinese.
 * @param preferred BCP 47 tags, as `navigator.languages`
 */
export function startLanguage(stored: string | null, preferred: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  if (preferred.length === 0 || preferred.some((tag) => tag.toLowerCase().startsWith('zh'))) return 'zh-CN';
  return 'en';
}
