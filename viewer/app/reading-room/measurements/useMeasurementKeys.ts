import { useEffect } from 'react';
import type { MeasurementStore } from '../../../imaging/index.ts';

/** Delete (and Backspace) removes the selected measurement, Escape lets go of it. */
export function useMeasurementKeys(store: MeasurementStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { selected } = store.state;
      const elsewhere =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog');
      if (event.defaultPrevented || elsewhere || selected === undefined) return;
      if (event.key === 'Escape') store.select(undefined);
      else if ((event.key === 'Delete' || event.key === 'Backspace') && !store.get(selected)?.foreign)
        store.remove(selected);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store]);
}
