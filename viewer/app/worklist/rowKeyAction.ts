/** What the rows look like to a key. */
export interface RowsState {
  rowCount: number;
  /** -1: none. */
  selectedIndex: number;
  /** Rows that fit on the screen. */
  rowsPerScreen: number;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export type RowKeyAction =
  | { kind: 'select'; index: number }
  | { kind: 'open'; index: number; inNewTab: boolean }
  | { kind: 'turn-page'; by: 1 | -1 }
  | { kind: 'search' };

/**
 * What a key does in the worklist: up, down, Home, End, PageUp, PageDown move; PageDown on the last row and PageUp on
 * the first turn the page; Enter opens, with Ctrl in a new tab; `/` searches. Undefined: nothing.
 */
export function rowKeyAction(key: string, withControl: boolean, rows: RowsState): RowKeyAction | undefined {
  if (key === '/' && !withControl) return { kind: 'search' };
  if (rows.rowCount === 0) return turned(key, withControl, rows);
  if (key === 'Enter' && rows.selectedIndex >= 0) {
    return { kind: 'open', index: rows.selectedIndex, inNewTab: withControl };
  }
  const index = withControl ? undefined : moved(key, rows);
  if (index === undefined) return undefined;
  const atEdge = index === rows.selectedIndex;
  return (atEdge ? turned(key, withControl, rows) : undefined) ?? { kind: 'select', index };
}

function moved(key: string, { selectedIndex, rowCount, rowsPerScreen }: RowsState): number | undefined {
  const last = rowCount - 1;
  const targets = new Map([
    ['ArrowDown', selectedIndex + 1],
    ['ArrowUp', selectedIndex - 1],
    ['PageDown', selectedIndex + rowsPerScreen],
    ['PageUp', selectedIndex - rowsPerScreen],
    ['Home', 0],
    ['End', last],
  ]);
  const index = targets.get(key);
  return index === undefined ? undefined : Math.min(Math.max(index, 0), last);
}

function turned(key: string, withControl: boolean, rows: RowsState): RowKeyAction | undefined {
  if (withControl) return undefined;
  if (key === 'PageDown' && rows.hasNextPage) return { kind: 'turn-page', by: 1 };
  if (key === 'PageUp' && rows.hasPreviousPage) return { kind: 'turn-page', by: -1 };
  return undefined;
}
