import type { PreferencesStorage } from './preferences.ts';

const storageKey = 'yunying.preferences';

/** Keeps preferences in this browser. Where storage is forbidden (in an iframe) they last as long as the page. */
export const browserStorage: PreferencesStorage = {
  read() {
    try {
      return JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    } catch {
      return undefined;
    }
  },
  write(data) {
    try {
      localStorage.setItem(storageKey, JSON.stringify(data));
    } catch {
      // Forbidden or full: the choice then lasts as long as the page.
    }
  },
  watch(listener) {
    const onStorage = ({ key }: StorageEvent): void => {
      if (key === storageKey || key === null) listener();
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  },
};
