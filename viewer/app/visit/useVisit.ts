import { useSyncExternalStore } from 'react';
import { pageVisit, type Visit } from './visit.ts';

/** The visit of this page; undefined where it is none. */
export const useVisit = (): Visit | undefined => useSyncExternalStore(subscribe, () => pageVisit.current);

function subscribe(listener: () => void): () => void {
  pageVisit.addEventListener('change', listener);
  return () => pageVisit.removeEventListener('change', listener);
}
