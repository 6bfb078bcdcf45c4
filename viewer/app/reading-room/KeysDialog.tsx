import { Button } from '@mantine/core';
import { useTranslation } from '../../i18n/index.ts';
import { Dialog, KeyHint } from '../../ui/index.ts';
import {
  chordText,
  commandIds,
  groupOf,
  keysOf,
  presetNumber,
  usePreferences,
  type CommandGroup,
} from '../settings/index.ts';
import classes from './KeysDialog.module.css';
import { useCommandText } from './useCommand.ts';

export interface KeysDialogProps {
  opened: boolean;
  onClose: () => void;
  onChange: () => void;
}

/** What the keys and the mouse do now, as the reader has set them. */
export function KeysDialog({ opened, onClose, onChange }: KeysDialogProps) {
  const { t } = useTranslation(['readingRoom', 'common', 'roomTools', 'settings']);
  const textOf = useCommandText();
  const { keys, buttons } = usePreferences();
  const toolText = (tool: typeof buttons.middle): string => t(`roomTools:commands.tool.${tool}`);
  const mouse: [string, string][] = [
    [t('keys.left'), t('keys.leftMeaning')],
    [t('keys.middle'), toolText(buttons.middle)],
    [t('settings:buttons.right'), toolText(buttons.right)],
    [t('settings:buttons.wheel'), t(`settings:wheel.${buttons.wheel}`)],
    ['Ctrl + ' + t('settings:buttons.wheel'), t('settings:wheel.zoom')],
    [t('keys.double'), t('keys.doubleMeaning')],
  ];
  const groups = [...new Set(commandIds.map(groupOf))];
  return (
    <Dialog opened={opened} onClose={onClose} title={t('keys.title')} closeLabel={t('common:close')} wide>
      <div className={classes.columns}>
        <section>
          <h3>{t('settings:sections.mouse')}</h3>
          <Rows rows={mouse.map(([does, meaning]) => [[does], meaning])} />
        </section>
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`roomTools:groups.${group}`)}</h3>
            <Rows rows={rowsOf(group)} />
          </section>
        ))}
      </div>
      <Button variant="default" onClick={onChange}>
        {t('roomTools:commands.help.settings')}
      </Button>
    </Dialog>
  );

  function rowsOf(group: CommandGroup): [string[], string][] {
    const commands = commandIds.filter(
      (command) => groupOf(command) === group && keysOf(keys, command).length > 0,
    );
    if (group !== 'preset')
      return commands.map((command) => [keysOf(keys, command).map(chordText), textOf(command)]);
    // The numbers of the presets are in their menu; one line suffices here.
    const numbers = commands.filter((command) => presetNumber(command) !== 0);
    const chords = numbers.map((command) => keysOf(keys, command)[0] ?? '');
    return [
      [[...keysOf(keys, 'preset.0')], textOf('preset.0')],
      [[chords[0] ?? '', chords.at(-1) ?? ''].filter(Boolean), t('tools.presets')],
    ];
  }
}

function Rows({ rows }: { rows: [string[], string][] }) {
  return (
    <dl className={classes.keys}>
      {rows.map(([chords, meaning]) => (
        <div key={meaning + chords.join()}>
          <dt>
            {chords.map((chord) => (
              <KeyHint key={chord} keys={chord} />
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
