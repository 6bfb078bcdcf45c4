import { IconChevronDown, IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { CineControls } from '../cine/CineControls.tsx';
import { useCineState } from '../cine/useCineState.ts';
import type { RoomCommands } from '../roomCommands.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState, useViewValue } from '../useReader.ts';
import { icon } from './icon.ts';

/** Plays the stack of the selected viewport. */
export function CineGroup({ reader, commands }: { reader: Reader; commands: RoomCommands }) {
  const { t } = useTranslation('roomTools');
  const labelOf = useCommandLabel();
  const { selected } = useReaderState(reader);
  const stack = useViewValue(reader, selected, (state) => state.stack);
  const playing = useCineState(reader, selected)?.playing ?? false;
  const { shortcut } = labelOf('cine.toggle');
  const disabled = (stack?.frames.length ?? 0) < 2;
  return (
    <>
      <IconButton
        size="lg"
        label={playing ? t('cine.pause') : t('cine.play')}
        {...(shortcut !== undefined && { shortcut })}
        active={playing}
        icon={playing ? <IconPlayerPauseFilled {...icon} /> : <IconPlayerPlayFilled {...icon} />}
        disabled={disabled}
        onClick={commands.toggleCine}
      />
      <Dropdown
        label={t('cine.settings')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={t('cine.settings')}
            data-narrow
            icon={<IconChevronDown size={14} stroke={1.6} aria-hidden />}
            disabled={disabled}
            {...target}
          />
        )}
      >
        {() => <CineControls reader={reader} index={selected} />}
      </Dropdown>
    </>
  );
}
