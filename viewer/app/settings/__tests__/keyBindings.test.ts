import { describe, expect, it } from 'vitest';
import { commandIds, defaultKeys } from '../commandIds.ts';
import { commandsByChord, conflictOf, keysOf, withChord } from '../keyBindings.ts';
import { chordOf } from '../keyChord.ts';

const press = (key: string, modifiers: { ctrl?: true; shift?: true; alt?: true; meta?: true } = {}) =>
  chordOf({
    key,
    ctrlKey: modifiers.ctrl ?? false,
    shiftKey: modifiers.shift ?? false,
    altKey: modifiers.alt ?? false,
    metaKey: modifiers.meta ?? false,
  });

describe('chordOf', () => {
  it.each([
    [press('w'), 'W'],
    [press('W'), 'W'],
    [press('R', { shift: true }), 'Shift+R'],
    [press('z', { ctrl: true }), 'Ctrl+Z'],
    [press('z', { meta: true, shift: true }), 'Ctrl+Shift+Z'],
    [press(' '), 'Space'],
    [press('?', { shift: true }), '?'],
    [press('ArrowUp'), 'ArrowUp'],
    [press('Shift', { shift: true }), undefined],
  ])('%s is %s', (chord, expected) => expect(chord).toBe(expected));
});

describe('key bindings', () => {
  it('gives no chord to two commands', () => {
    const chords = commandIds.flatMap((command) => [...defaultKeys[command]]) as string[];
    expect(new Set(chords).size).toBe(chords.length);
  });

  it('moves a chord from the command that had it', () => {
    expect(conflictOf({}, 'tool.length', 'W')).toBe('tool.window');
    expect(conflictOf({}, 'tool.window', 'W')).toBeUndefined();
    const chosen = withChord({}, 'tool.length', 'W');
    expect(keysOf(chosen, 'tool.length')).toEqual(['W']);
    expect(keysOf(chosen, 'tool.window')).toEqual([]);
    expect(commandsByChord(chosen).get('W')).toBe('tool.length');
    expect(commandsByChord(chosen).get('L')).toBeUndefined();
  });

  it('keeps the other chords of the command that lost one', () => {
    const chosen = withChord({}, 'cine.toggle', 'ArrowUp');
    expect(keysOf(chosen, 'slice.previous')).toEqual(['ArrowLeft']);
  });
});
