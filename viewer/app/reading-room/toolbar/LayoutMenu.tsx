import { IconLayoutGrid } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import type { Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { usePreferences } from '../../settings/index.ts';
import { Choices } from '../Choices.tsx';
import { LayoutPicker } from '../arrangement/index.ts';
import type { RoomCommands } from '../roomCommands.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState } from '../useReader.ts';
import { icon } from './icon.ts';

/** How many viewports, and whether each shows where the others cut it. */
export function LayoutMenu({ reader, commands }: { reader: Reader; commands: RoomCommands }) {
  const { t } = useTranslation('roomTools');
  const { layout } = useReaderState(reader);
  const { referenceLines } = usePreferences();
  const { label, shortcut } = useCommandLabel()('layout.referenceLines');
  return (
    <Dropdown
      label={t('arrangement.layout')}
      renderTarget={(target) => (
        <IconButton
          size="lg"
          label={t('arrangement.layout')}
          icon={<IconLayoutGrid {...icon} />}
          {...target}
        />
      )}
    >
      {(close) => (
        <>
          <LayoutPicker
            layout={layout}
            onPick={(wanted) => {
              reader.setLayout(wanted);
              close();
            }}
          />
          <Choices
            close={close}
            choices={[
              {
                text: label,
                ...(shortcut !== undefined && { hint: shortcut }),
                chosen: referenceLines,
                choose: commands.toggleReferenceLines,
              },
            ]}
          />
        </>
      )}
    </Dropdown>
  );
}
