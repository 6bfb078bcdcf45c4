import { useState } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { PersonChoices, useSession } from '../../session/index.ts';
import type { CommandId } from '../../settings/index.ts';
import { HangingChoices, LayoutPicker, SaveArrangement } from '../arrangement/index.ts';
import { Choices } from '../Choices.tsx';
import { CineControls } from '../cine/CineControls.tsx';
import { ComparisonChoices } from '../comparison/index.ts';
import { OverlayChoices } from '../overlays/index.ts';
import { PlaneChoices } from '../planes/PlaneMenu.tsx';
import { SavingGroup } from '../saving/index.ts';
import { PresetChoices } from '../toolbar/PresetsMenu.tsx';
import type { ToolbarProps } from '../Toolbar.tsx';
import { useCommandText } from '../useCommand.ts';
import { useReaderState, useViewState } from '../useReader.ts';
import classes from './MoreSheet.module.css';

const moreTools = ['pan', 'zoom', 'crosshair', 'window-region', 'magnify', 'rotate'] as const;
const actionIds = [
  'edit.undo',
  'edit.redo',
  'display.invert',
  'display.rotateRight',
  'display.flipHorizontal',
  'display.flipVertical',
  'display.oneToOne',
  'display.reset',
  'help.settings',
] as const satisfies CommandId[];

/** All that has no place of its own in the bar of a phone. */
export function MoreSheet({ reader, commands, actions, say, close }: ToolbarProps & { close: () => void }) {
  const { t } = useTranslation(['roomTools', 'readingRoom', 'comparison']);
  const textOf = useCommandText();
  const { tool, layout, selected } = useReaderState(reader);
  const { frame } = useViewState(reader, selected);
  const [saving, setSaving] = useState(false);
  return (
    <div className={classes.sections}>
      <section>
        <h3>{t('readingRoom:tools.presets')}</h3>
        <PresetChoices reader={reader} commands={commands} close={close} />
      </section>
      <section>
        <h3>{t('comparison:others')}</h3>
        <ComparisonChoices reader={reader} close={close} />
      </section>
      <section>
        <h3>{t('moreTools')}</h3>
        <Choices
          close={close}
          choices={moreTools.map((one) => ({
            text: t(`commands.tool.${one}`),
            chosen: one === tool,
            disabled: one === 'crosshair' && !frame?.plane,
            choose: () => reader.activateTool(one),
          }))}
        />
      </section>
      {frame && (
        <section className={classes.planes}>
          <PlaneChoices reader={reader} index={selected} close={close} />
        </section>
      )}
      {frame && (
        <section>
          <OverlayChoices reader={reader} index={selected} />
        </section>
      )}
      <section>
        <h3>{t('groups.display')}</h3>
        <Choices close={close} choices={actionIds.map((id) => ({ text: textOf(id), choose: actions[id] }))} />
      </section>
      <section>
        <h3>{t('cine.settings')}</h3>
        <CineControls reader={reader} index={selected} />
      </section>
      <section>
        <h3>{t('arrangement.layout')}</h3>
        <LayoutPicker
          layout={layout}
          onPick={(wanted) => {
            reader.setLayout(wanted);
            close();
          }}
        />
      </section>
      <section>
        <h3>{t('hanging.label')}</h3>
        <HangingChoices reader={reader} say={say} close={close} onSave={() => setSaving(true)} />
      </section>
      <section className={classes.row}>
        <SavingGroup reader={reader} />
      </section>
      <PersonSection close={close} />
      {saving && <SaveArrangement reader={reader} opened onClose={() => setSaving(false)} say={say} />}
    </div>
  );
}

/** Who is signed in, where somebody is. */
function PersonSection({ close }: { close: () => void }) {
  const { t } = useTranslation('signIn');
  const session = useSession();
  if (session.status !== 'signed-in') return null;
  return (
    <section>
      <h3>{t('menu.account')}</h3>
      <PersonChoices close={close} />
    </section>
  );
}
