export { commandIds, groupOf, presetNumber, type CommandGroup, type CommandId } from './commandIds.ts';
export { commandsByChord, conflictOf, keysOf, withChord, type ChosenKeys } from './keyBindings.ts';
export { chordOf, chordText } from './keyChord.ts';
export { Preferences } from './preferences.ts';
export type { PreferencesData } from './preferencesData.ts';
export { preferences, usePreferences } from './usePreferences.ts';
export { presetGroup, type PresetGroup, type WindowPreset } from './windowPresets.ts';
export { SettingsDialog } from './dialog/SettingsDialog.tsx';
