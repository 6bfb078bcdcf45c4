import { IconWindow } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { keysOf, usePreferences, type CommandId, type WindowPreset } from '../../settings/index.ts';
import { Choices } from '../Choices.tsx';
import { voiChoicesFor } from '../presentation/index.ts';
import { presetsOf } from '../presetsOf.ts';
import type { RoomCommands } from '../roomCommands.ts';
import { useReaderState, useViewState, useViewValue } from '../useReader.ts';
import { icon } from './icon.ts';

/** The windows of the modality that is shown, with their number keys. */
export function PresetsMenu({ reader, commands }: { reader: Reader; commands: RoomCommands }) {
  const { t } = useTranslation(['readingRoom', 'roomTools']);
  const { selected } = useReaderState(reader);
  const hasFrame = useViewValue(reader, selected, ({ frame }) => frame !== undefined);
  const label = t('tools.presets');
  return (
    <Dropdown
      label={label}
      renderTarget={(target) => (
        <IconButton
          size="lg"
          label={label}
          icon={<IconWindow {...icon} />}
          disabled={!hasFrame}
          {...target}
        />
      )}
    >
      {(close) => <PresetChoices reader={reader} commands={commands} close={close} />}
    </Dropdown>
  );
}

export function PresetChoices(props: { reader: Reader; commands: RoomCommands; close: () => void }) {
  const { reader, commands, close } = props;
  const { t } = useTranslation(['readingRoom', 'roomTools']);
  const { t: tPresentation } = useTranslation('presentation');
  const chosen = usePreferences();
  const { selected } = useReaderState(reader);
  const { frame, voi } = useViewState(reader, selected);
  const presets = presetsOf(frame, chosen);
  const hint = (number: number) => {
    const chord = number > 9 ? undefined : keysOf(chosen.keys, `preset.${number}` as CommandId)[0];
    return chord === undefined ? {} : { hint: chord };
  };
  const textOf = ({ name, label }: WindowPreset): string =>
    label ?? (name === undefined ? '' : t(`roomTools:presets.${name}`));
  return (
    <Choices
      close={close}
      {...(frame?.modality === 'PT' && presets.length === 0 && { note: t('roomTools:noSuv') })}
      choices={[
        { text: t('presets.original'), ...hint(0), choose: commands.resetWindow },
        ...voiChoicesFor(reader.view(selected), tPresentation),
        ...presets.map((one, place) => ({
          text: textOf(one.preset),
          detail: `${one.preset.width} / ${one.preset.center}`,
          ...hint(place + 1),
          chosen: voi !== undefined && near(voi.center, one.center) && near(voi.width, one.width),
          choose: () => commands.applyPreset(one),
        })),
      ]}
    />
  );
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 0.001 * Math.max(1, Math.abs(b));
