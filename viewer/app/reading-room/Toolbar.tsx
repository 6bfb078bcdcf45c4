import {
  IconArrowsMove,
  IconArrowsVertical,
  IconBrightnessHalf,
  IconContrast,
  IconFlipHorizontal,
  IconFlipVertical,
  IconKeyboard,
  IconLayoutGrid,
  IconMaximize,
  IconWindow,
  IconZoomIn,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n/index.ts';
import type { DragTool, Layout, Reader } from '../../imaging/index.ts';
import { Dropdown, IconButton } from '../../ui/index.ts';
import { Choices } from './Choices.tsx';
import type { RoomCommands } from './roomCommands.ts';
import { useReaderState, useViewState } from './useReader.ts';
import { windowPresets } from './windowPresets.ts';
import classes from './Toolbar.module.css';

const icon = { size: 20, stroke: 1.6, 'aria-hidden': true } as const;

const tools: { tool: Exclude<DragTool, 'rotate'>; shortcut: string; icon: ReactNode }[] = [
  { tool: 'window', shortcut: 'W', icon: <IconContrast {...icon} /> },
  { tool: 'pan', shortcut: 'P', icon: <IconArrowsMove {...icon} /> },
  { tool: 'zoom', shortcut: 'Z', icon: <IconZoomIn {...icon} /> },
  { tool: 'scroll', shortcut: 'S', icon: <IconArrowsVertical {...icon} /> },
];

const layouts: Layout[] = [
  { rows: 1, columns: 1 },
  { rows: 1, columns: 2 },
  { rows: 2, columns: 1 },
  { rows: 2, columns: 2 },
];

export interface ToolbarProps {
  reader: Reader;
  commands: RoomCommands;
  onShowKeys: () => void;
}

/** What the hand can do, in groups: tools of the left button, presets, display, layout. */
export function Toolbar({ reader, commands, onShowKeys }: ToolbarProps) {
  const { t } = useTranslation('readingRoom');
  const { tool: active, selected, layout } = useReaderState(reader);
  const { frame, invert } = useViewState(reader, selected);
  const presets = windowPresets(frame?.modality);
  const disabled = !frame;
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('tools.label')}>
      <div className={classes.group}>
        {tools.map(({ tool, shortcut, icon: picture }) => (
          <IconButton
            key={tool}
            size="lg"
            label={t(`tools.${tool}`)}
            shortcut={shortcut}
            active={tool === active}
            icon={picture}
            onClick={() => reader.activateTool(tool)}
          />
        ))}
      </div>
      <div className={classes.group}>
        <Dropdown
          label={t('tools.presets')}
          renderTarget={(target) => (
            <IconButton
              size="lg"
              label={t('tools.presets')}
              icon={<IconWindow {...icon} />}
              disabled={disabled}
              {...target}
            />
          )}
        >
          {(close) => (
            <Choices
              close={close}
              choices={[
                { text: t('presets.original'), hint: '0', choose: () => commands.presetByNumber(0) },
                ...presets.map((preset, index) => ({
                  text: t(`presets.${preset.name}`),
                  detail: `${preset.width} / ${preset.center}`,
                  hint: String(index + 1),
                  choose: () => commands.applyPreset(preset),
                })),
              ]}
            />
          )}
        </Dropdown>
        <IconButton
          size="lg"
          label={t('tools.invert')}
          shortcut="I"
          active={invert}
          icon={<IconBrightnessHalf {...icon} />}
          disabled={disabled}
          onClick={commands.invert}
        />
        <IconButton
          size="lg"
          label={t('tools.flipHorizontal')}
          shortcut="H"
          icon={<IconFlipVertical {...icon} />}
          disabled={disabled}
          onClick={() => commands.flip('horizontal')}
        />
        <IconButton
          size="lg"
          label={t('tools.flipVertical')}
          shortcut="V"
          icon={<IconFlipHorizontal {...icon} />}
          disabled={disabled}
          onClick={() => commands.flip('vertical')}
        />
        <IconButton
          size="lg"
          label={t('tools.reset')}
          shortcut="F"
          icon={<IconMaximize {...icon} />}
          disabled={disabled}
          onClick={commands.reset}
        />
      </div>
      <div className={`${classes.group} ${classes.desktop}`}>
        <Dropdown
          label={t('tools.layout')}
          renderTarget={(target) => (
            <IconButton size="lg" label={t('tools.layout')} icon={<IconLayoutGrid {...icon} />} {...target} />
          )}
        >
          {(close) => (
            <Choices
              close={close}
              choices={layouts.map(({ rows, columns }) => ({
                text: `${rows} × ${columns}`,
                chosen: layout.rows === rows && layout.columns === columns,
                choose: () => reader.setLayout({ rows, columns }),
              }))}
            />
          )}
        </Dropdown>
        <IconButton
          size="lg"
          label={t('tools.keys')}
          shortcut="?"
          icon={<IconKeyboard {...icon} />}
          onClick={onShowKeys}
        />
      </div>
    </div>
  );
}
