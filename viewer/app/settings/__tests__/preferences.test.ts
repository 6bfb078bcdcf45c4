import { describe, expect, it, vi } from 'vitest';
import { Preferences, type PreferencesStorage } from '../preferences.ts';
import { defaultPreferences, type PreferencesData } from '../preferencesData.ts';

/** A storage in memory, with what another window would do. */
function memory(stored?: unknown) {
  const listeners = new Set<() => void>();
  const storage: PreferencesStorage & { stored: unknown; writeElsewhere(data: unknown): void } = {
    stored,
    read: () => storage.stored,
    write: (data) => void (storage.stored = data),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    writeElsewhere(data) {
      storage.stored = data;
      for (const listener of listeners) listener();
    },
  };
  return storage;
}

describe('Preferences', () => {
  it('starts with the hands of the handbook', () => {
    const { data } = new Preferences(memory());
    expect(data.buttons).toEqual({ left: 'window', middle: 'pan', right: 'zoom', wheel: 'scroll' });
    expect(data.cine).toEqual({ framesPerSecond: 15, mode: 'loop' });
    expect(data.windowPresets.CT[0]).toEqual({ name: 'lung', center: -600, width: 1500 });
  });

  it('keeps a change and tells of it', () => {
    const storage = memory();
    const preferences = new Preferences(storage);
    const told = vi.fn();
    preferences.addEventListener('change', told);
    preferences.change({ overlayText: 'large' });
    expect(told).toHaveBeenCalledTimes(1);
    expect(new Preferences(storage).data).toEqual({ ...defaultPreferences(), overlayText: 'large' });
  });

  it('lets one unreadable field fall back and keeps the others', () => {
    const stored = {
      version: 1,
      overlayText: 'gigantic',
      interpolation: 'nearest',
      cine: { framesPerSecond: 900, mode: 'loop' },
      keys: { 'tool.window': ['Q'], 'tool.unknown': ['U'] },
      hangingProtocols: [{ id: 'broken' }],
    };
    expect(new Preferences(memory(stored)).data).toEqual({
      ...defaultPreferences(),
      interpolation: 'nearest',
      keys: { 'tool.window': ['Q'] },
    });
  });

  it.each([undefined, null, 'text', 7, []])('reads %j as nothing chosen', (stored) => {
    expect(new Preferences(memory(stored)).data).toEqual(defaultPreferences());
  });

  it('refuses a change that is not a preference and stays as it was', () => {
    const storage = memory();
    const preferences = new Preferences(storage);
    const wrong = { cine: { framesPerSecond: 61, mode: 'loop' } } as Partial<PreferencesData>;
    expect(() => preferences.change(wrong)).toThrow('cine');
    expect(preferences.data).toEqual(defaultPreferences());
    expect(storage.stored).toBeUndefined();
  });

  it('takes over what another window chose', () => {
    const storage = memory();
    const preferences = new Preferences(storage);
    storage.writeElsewhere({ referenceLines: false });
    expect(preferences.data.referenceLines).toBe(false);
  });

  it('resets one field or all', () => {
    const preferences = new Preferences(memory({ referenceLines: false, overlayText: 'small' }));
    preferences.reset('referenceLines');
    expect(preferences.data).toMatchObject({ referenceLines: true, overlayText: 'small' });
    preferences.reset();
    expect(preferences.data).toEqual(defaultPreferences());
  });
});
