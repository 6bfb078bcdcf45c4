import { useCallback, useEffect, type MouseEvent } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { unsavedWork } from '../../session/index.ts';

/**
 * Asks before the room is left with work that is neither in the archive nor safe in the browser: the browser does when the page
 * is closed, we do when another page of ours is gone to, by the browser's own buttons too.
 *
 * @returns what a link out of the room does when it is pressed
 */
export function useLeaveWarning(reader: Reader): (event: MouseEvent) => void {
  const { t } = useTranslation('saving');
  const mayLeave = useCallback((): boolean => {
    const { unsaved, kept } = reader.reports.state;
    return unsaved === 0 || kept || window.confirm(t('leave', { count: unsaved }));
  }, [reader, t]);
  useEffect(
    () =>
      unsavedWork.register(() => {
        const { unsaved: count, kept } = reader.reports.state;
        return { count, kept };
      }),
    [reader],
  );
  useEffect(() => {
    const onUnload = (event: BeforeUnloadEvent): void => {
      const { unsaved, kept } = reader.reports.state;
      if (unsaved > 0 && !kept && !unsavedWork.givenUp) event.preventDefault();
    };
    const [address, place] = [window.location.href, window.history.state as unknown];
    // Capturing, so that it is asked before the router hears of it; the address has changed by then, and is put back.
    const onHistory = (event: PopStateEvent): void => {
      if (window.location.href === address || mayLeave()) return;
      event.stopImmediatePropagation();
      window.history.pushState(place, '', address);
    };
    window.addEventListener('beforeunload', onUnload);
    window.addEventListener('popstate', onHistory, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      window.removeEventListener('popstate', onHistory, { capture: true });
    };
  }, [reader, mayLeave]);
  return useCallback(
    (event) => {
      if (!mayLeave()) event.preventDefault();
    },
    [mayLeave],
  );
}
