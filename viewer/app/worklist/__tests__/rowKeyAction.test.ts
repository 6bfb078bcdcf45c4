import { describe, expect, it } from 'vitest';
import { rowKeyAction } from '../rowKeyAction.ts';

const rows = { rowCount: 50, selectedIndex: 10, rowsPerScreen: 8, hasNextPage: true, hasPreviousPage: true };

describe('rowKeyAction', () => {
  it.each([
    ['ArrowDown', 11],
    ['ArrowUp', 9],
    ['PageDown', 18],
    ['PageUp', 2],
    ['Home', 0],
    ['End', 49],
  ])('%s selects row %i', (key, index) => {
    expect(rowKeyAction(key, false, rows)).toEqual({ kind: 'select', index });
    expect(rowKeyAction(key, true, rows)).toBeUndefined();
  });

  it('does not leave the page before its edge', () => {
    expect(rowKeyAction('PageDown', false, { ...rows, selectedIndex: 45 })).toEqual({
      kind: 'select',
      index: 49,
    });
    expect(rowKeyAction('PageUp', false, { ...rows, selectedIndex: 3 })).toEqual({
      kind: 'select',
      index: 0,
    });
  });

  it('turns the page at its edge, where there is one', () => {
    const [first, last] = [
      { ...rows, selectedIndex: 0 },
      { ...rows, selectedIndex: 49 },
    ];
    expect(rowKeyAction('PageDown', false, last)).toEqual({ kind: 'turn-page', by: 1 });
    expect(rowKeyAction('PageUp', false, first)).toEqual({ kind: 'turn-page', by: -1 });
    expect(rowKeyAction('PageDown', false, { ...last, hasNextPage: false })).toEqual({
      kind: 'select',
      index: 49,
    });
    expect(rowKeyAction('ArrowDown', false, last)).toEqual({ kind: 'select', index: 49 });
  });

  it('opens with Enter, with Ctrl in a new tab', () => {
    expect(rowKeyAction('Enter', false, rows)).toEqual({ kind: 'open', index: 10, inNewTab: false });
    expect(rowKeyAction('Enter', true, rows)).toEqual({ kind: 'open', index: 10, inNewTab: true });
  });

  it('searches with a slash, and leaves other keys alone', () => {
    expect(rowKeyAction('/', false, rows)).toEqual({ kind: 'search' });
    expect(rowKeyAction('a', false, rows)).toBeUndefined();
    expect(rowKeyAction('constructor', false, rows)).toBeUndefined();
  });

  it('does nothing in an empty list but search', () => {
    const empty = {
      rowCount: 0,
      selectedIndex: -1,
      rowsPerScreen: 8,
      hasNextPage: false,
      hasPreviousPage: false,
    };
    expect(rowKeyAction('Enter', false, empty)).toBeUndefined();
    expect(rowKeyAction('End', false, empty)).toBeUndefined();
    expect(rowKeyAction('/', false, empty)).toEqual({ kind: 'search' });
  });
});
