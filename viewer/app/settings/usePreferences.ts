import { useSyncExternalStore } from 'react';
import { browserStorage } from './browserStorage.ts';
import { Preferences } from './preferences.ts';
import type { PreferencesData } from './preferencesData.ts';

let pagePreferences: Preferences | undefined;

/** The preferences of whoever reads in this page. */
export function preferences(): Preferences {
  pagePreferences ??= new Preferences(browserStorage);
  return pagePreferences;
}

/** What the reader chose; the component renders again when that changes. */
export function usePreferences(): PreferencesData {
  return useSyncExternalStore(subscribe, () => preferences().data);
}

function subscribe(listener: () => void): () => void {
  preferences().addEventListener('change', listener);
  return () => preferences().removeEventListener('change', listener);
}
