import { useEffect, useEffectEvent } from 'react';

export interface RowKeys {
  rowCount: number;
  /** -1: none. */
  selectedIndex: number;
  /** Rows that fit on the screen, for PageUp and PageDown. */
  rowsPerScreen: () => number;
  select: (index: number) => void;
  open: (index: number, inNewTab: boolean) => void;
  focusSearch: () => void;
  /** Only called where there is such a page. */
  turnPage?: { next?: () => void; previous?: () => void };
}

/**
 * The worklist's keys, wherever the focus is, except where a key means something already: in inputs, lists and dialogs.
 * Up, down, Home, End, PageUp, PageDown move; past the last row PageDown turns the page; Enter opens; `/` searches.
 */
export function useRowKeys(keys: RowKeys): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (
      target.closest('input, select, textarea, [contenteditable], [role=dialog], [role=listbox], [role=menu]')
    )
      return;
    const handled = event.ctrlKey ? openWithControl(event, target) : press(event.key, target);
    if (handled) event.preventDefault();
  });

  function press(key: string, target: Element): boolean {
    const { selectedIndex, rowCount } = keys;
    const last = rowCount - 1;
    switch (key) {
      case '/':
        keys.focusSearch();
        return true;
      case 'ArrowDown':
        return go(selectedIndex + 1);
      case 'ArrowUp':
        return go(selectedIndex - 1);
      case 'Home':
        return go(0);
      case 'End':
        return go(last);
      case 'PageDown':
        if (selectedIndex >= last && keys.turnPage?.next) keys.turnPage.next();
        else go(selectedIndex + keys.rowsPerScreen());
        return true;
      case 'PageUp':
        if (selectedIndex <= 0 && keys.turnPage?.previous) keys.turnPage.previous();
        else go(selectedIndex - keys.rowsPerScreen());
        return true;
      case 'Enter':
        return openSelected(target, false);
      default:
        return false;
    }
  }

  function go(index: number): boolean {
    if (keys.rowCount === 0) return false;
    keys.select(Math.min(Math.max(index, 0), keys.rowCount - 1));
    return true;
  }

  function openWithControl(event: KeyboardEvent, target: Element): boolean {
    return event.key === 'Enter' && openSelected(target, true);
  }

  /** A focused link or button does by itself what Enter means there. */
  function openSelected(target: Element, inNewTab: boolean): boolean {
    if (keys.selectedIndex < 0 || target.closest('a, button')) return false;
    keys.open(keys.selectedIndex, inNewTab);
    return true;
  }

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
