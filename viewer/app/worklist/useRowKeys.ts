import { useEffect, useEffectEvent } from 'react';
import { rowKeyAction, type RowKeyAction, type RowsState } from './rowKeyAction.ts';

/** Where a key already means something else. */
const busyElements = 'input, select, textarea, [contenteditable], [role=dialog], [role=listbox], [role=menu]';

/** The worklist's keys (`rowKeyAction`), wherever on the page the focus is, except where keys mean something already. */
export function useRowKeys(state: () => RowsState, act: (action: RowKeyAction) => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(busyElements)) return;
    // A focused link or button does by itself what Enter means there.
    if (event.key === 'Enter' && target.closest('a, button')) return;
    const action = rowKeyAction(event.key, event.ctrlKey, state());
    if (!action) return;
    event.preventDefault();
    act(action);
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
