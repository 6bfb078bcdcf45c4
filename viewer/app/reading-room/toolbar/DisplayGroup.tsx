import {
  IconAspectRatio,
  IconBrightnessHalf,
  IconCrop,
  IconFlipHorizontal,
  IconFlipVertical,
  IconGridDots,
  IconLayersSubtract,
  IconMaximize,
  IconRotate2,
  IconRotateClockwise2,
  IconTransform,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { usePreferences, type CommandId } from '../../settings/index.ts';
import { Choices } from '../Choices.tsx';
import type { RoomCommands } from '../roomCommands.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState, useViewValue } from '../useReader.ts';
import { icon } from './icon.ts';
import { PresetsMenu } from './PresetsMenu.tsx';

export interface GroupProps {
  reader: Reader;
  commands: RoomCommands;
  actions: Record<CommandId, () => void>;
}

const transforms: [CommandId, ReactNode][] = [
  ['display.rotateRight', <IconRotateClockwise2 key="r" {...icon} />],
  ['display.rotateLeft', <IconRotate2 key="l" {...icon} />],
  ['display.flipHorizontal', <IconFlipVertical key="h" {...icon} />],
  ['display.flipVertical', <IconFlipHorizontal key="v" {...icon} />],
  ['display.oneToOne', <IconAspectRatio key="o" {...icon} />],
  ['display.interpolation', <IconGridDots key="i" {...icon} />],
  ['display.overlays', <IconLayersSubtract key="s" {...icon} />],
  ['display.shutter', <IconCrop key="c" {...icon} />],
];

/** Window, inversion, how the image lies. */
export function DisplayGroup({ reader, commands, actions }: GroupProps) {
  const { t } = useTranslation('roomTools');
  const labelOf = useCommandLabel();
  const { interpolation } = usePreferences();
  const { selected, hidden } = useReaderState(reader);
  const invert = useViewValue(reader, selected, (state) => state.invert);
  const hasFrame = useViewValue(reader, selected, ({ frame }) => frame !== undefined);
  return (
    <>
      <PresetsMenu reader={reader} commands={commands} />
      <IconButton
        size="lg"
        {...labelOf('display.invert')}
        active={invert}
        icon={<IconBrightnessHalf {...icon} />}
        disabled={!hasFrame}
        onClick={actions['display.invert']}
      />
      <Dropdown
        label={t('transform')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={t('transform')}
            icon={<IconTransform {...icon} />}
            disabled={!hasFrame}
            {...target}
          />
        )}
      >
        {(close) => (
          <Choices
            close={close}
            choices={transforms.map(([command, picture]) => {
              const { label, shortcut } = labelOf(command);
              return {
                text: label,
                icon: picture,
                ...(shortcut !== undefined && { hint: shortcut }),
                ...(command === 'display.interpolation' && { chosen: interpolation === 'linear' }),
                ...(command === 'display.overlays' && { chosen: !hidden.overlays }),
                ...(command === 'display.shutter' && { chosen: !hidden.shutters }),
                choose: actions[command],
              };
            })}
          />
        )}
      </Dropdown>
      <IconButton
        size="lg"
        {...labelOf('display.reset')}
        icon={<IconMaximize {...icon} />}
        disabled={!hasFrame}
        onClick={actions['display.reset']}
      />
    </>
  );
}
