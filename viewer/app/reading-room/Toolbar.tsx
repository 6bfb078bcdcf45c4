import { IconKeyboard, IconSettings } from '@tabler/icons-react';
import { useTranslation } from '../../i18n/index.ts';
import type { Reader } from '../../imaging/index.ts';
import { IconButton } from '../../ui/index.ts';
import type { CommandId } from '../settings/index.ts';
import { PriorsMenu } from './comparison/index.ts';
import { OverlayMenu } from './overlays/index.ts';
import { PlaneMenu } from './planes/PlaneMenu.tsx';
import type { RoomCommands } from './roomCommands.ts';
import { HangingMenu } from './arrangement/index.ts';
import { ReportButton } from './reportPanel/index.ts';
import { MeasureGroup } from './measurements/index.ts';
import { SavingGroup } from './saving/index.ts';
import classes from './Toolbar.module.css';
import { CineGroup } from './toolbar/CineGroup.tsx';
import { DisplayGroup } from './toolbar/DisplayGroup.tsx';
import { EditGroup } from './toolbar/EditGroup.tsx';
import { icon } from './toolbar/icon.ts';
import { LayoutMenu } from './toolbar/LayoutMenu.tsx';
import { ToolGroup } from './toolbar/ToolGroup.tsx';
import { ShareRoomButton } from './ShareRoomButton.tsx';
import { useCommandLabel } from './useCommand.ts';

export interface ToolbarProps {
  reader: Reader;
  commands: RoomCommands;
  actions: Record<CommandId, () => void>;
  /** Says in the room what was done. */
  say: (text: string) => void;
}

/** What the hand can do, in groups: tools of the left button, display, cine, arrangement, help. */
export function Toolbar({ reader, commands, actions, say }: ToolbarProps) {
  const { t } = useTranslation('readingRoom');
  const labelOf = useCommandLabel();
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('tools.label')}>
      <div className={classes.group}>
        <ToolGroup reader={reader} />
      </div>
      <div className={classes.group}>
        <MeasureGroup reader={reader} />
      </div>
      <div className={classes.group}>
        <DisplayGroup reader={reader} commands={commands} actions={actions} />
      </div>
      <div className={classes.group}>
        <CineGroup reader={reader} commands={commands} />
      </div>
      <div className={classes.group}>
        <PriorsMenu reader={reader} />
        <ReportButton reader={reader} />
        <PlaneMenu reader={reader} />
        <OverlayMenu reader={reader} />
        <LayoutMenu reader={reader} commands={commands} />
        <HangingMenu reader={reader} say={say} />
      </div>
      <div className={classes.group}>
        <EditGroup reader={reader} commands={commands} actions={actions} />
      </div>
      <div className={classes.group}>
        <SavingGroup reader={reader} />
      </div>
      <div className={classes.group}>
        <ShareRoomButton reader={reader} />
        <IconButton
          size="lg"
          {...labelOf('help.settings')}
          icon={<IconSettings {...icon} />}
          onClick={actions['help.settings']}
        />
        <IconButton
          size="lg"
          {...labelOf('help.keys')}
          icon={<IconKeyboard {...icon} />}
          onClick={actions['help.keys']}
        />
      </div>
    </div>
  );
}
