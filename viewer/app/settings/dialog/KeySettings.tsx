import { Button } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { commandIds, groupOf, presetNumber, type CommandId } from '../commandIds.ts';
import { conflictOf, keysOf, withChord } from '../keyBindings.ts';
import { chordOf, chordText } from '../keyChord.ts';
import { preferences, usePreferences } from '../usePreferences.ts';
import classes from './SettingsDialog.module.css';

/** The keys of every command: press the button, then the new key. A key that had another meaning loses it, and that is said. */
export function KeySettings() {
  const { t } = useTranslation(['settings', 'roomTools']);
  const { keys } = usePreferences();
  const [waiting, setWaiting] = useState<CommandId>();
  const [conflict, setConflict] = useState<string>();
  const textOf = (command: CommandId): string => {
    const number = presetNumber(command);
    if (number === 0) return t('roomTools:commands.presetOriginal');
    if (number !== undefined) return t('roomTools:commands.preset', { number });
    return t(`roomTools:commands.${command as Exclude<CommandId, `preset.${string}`>}`);
  };
  const take = (command: CommandId, event: KeyboardEvent): void => {
    const chord = chordOf(event.nativeEvent);
    event.preventDefault();
    event.stopPropagation();
    if (chord === undefined) return;
    setWaiting(undefined);
    if (chord === 'Escape') return;
    const loser = conflictOf(keys, command, chord);
    setConflict(
      loser && t('conflict', { chord: chordText(chord), command: textOf(loser), taker: textOf(command) }),
    );
    preferences().change({ keys: mutable(withChord(keys, command, chord)) });
  };
  return (
    <>
      <p className={classes.conflict} role="status">
        {conflict ?? ''}
      </p>
      {[...new Set(commandIds.map(groupOf))].map((group) => (
        <section key={group}>
          <h3>{t(`roomTools:groups.${group}`)}</h3>
          {commandIds
            .filter((command) => groupOf(command) === group)
            .map((command) => (
              <div key={command} className={classes.row}>
                <span>{textOf(command)}</span>
                <span className={classes.keys}>
                  <button
                    type="button"
                    className={`${classes.capture} yy-target`}
                    data-command={command}
                    data-waiting={waiting === command}
                    aria-label={t('keyChange', { command: textOf(command) })}
                    onClick={() => setWaiting(command)}
                    onBlur={() => setWaiting(undefined)}
                    onKeyDown={(event) => waiting === command && take(command, event)}
                  >
                    {waiting === command
                      ? t('keyAdd')
                      : keysOf(keys, command).map(chordText).join('  ') || t('keyNone')}
                  </button>
                  <Button
                    variant="subtle"
                    disabled={keysOf(keys, command).length === 0}
                    onClick={() => preferences().change({ keys: mutable({ ...keys, [command]: [] }) })}
                  >
                    {t('keyRemove')}
                  </Button>
                </span>
              </div>
            ))}
        </section>
      ))}
      <Button
        variant="default"
        onClick={() => {
          setConflict(undefined);
          preferences().reset('keys');
        }}
      >
        {t('resetKeys')}
      </Button>
    </>
  );
}

const mutable = (keys: Readonly<Partial<Record<CommandId, readonly string[]>>>) =>
  Object.fromEntries(Object.entries(keys).map(([command, chords]) => [command, [...chords]])) as Partial<
    Record<CommandId, string[]>
  >;
