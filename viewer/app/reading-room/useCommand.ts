import { useTranslation } from '../../i18n/index.ts';
import { chordText, keysOf, presetNumber, usePreferences, type CommandId } from '../settings/index.ts';

/** The text of a command in the reader's language. */
export function useCommandText(): (command: CommandId) => string {
  const { t } = useTranslation('roomTools');
  return (command) => {
    const number = presetNumber(command);
    if (number === 0) return t('commands.presetOriginal');
    if (number !== undefined) return t('commands.preset', { number });
    return t(`commands.${command as Exclude<CommandId, `preset.${string}`>}`);
  };
}

/** What a button for a command says: its text and its first key, if it has one. */
export function useCommandLabel(): (command: CommandId) => { label: string; shortcut?: string } {
  const textOf = useCommandText();
  const { keys } = usePreferences();
  return (command) => {
    const chord = keysOf(keys, command)[0];
    return { label: textOf(command), ...(chord !== undefined && { shortcut: chordText(chord) }) };
  };
}
