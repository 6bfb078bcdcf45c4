import { useEffect } from 'react';
import type { Reader } from '../../../imaging/index.ts';

/** Lets the browser ask before the page is left with work that is neither in the archive nor safe in the browser. */
export function useLeaveWarning(reader: Reader): void {
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      const { unsaved, kept } = reader.reports.state;
      if (unsaved > 0 && !kept) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [reader]);
}
