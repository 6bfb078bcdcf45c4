import {
  IconArrowsVertical,
  IconContrast,
  IconDots,
  IconFileText,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRulerMeasure,
  IconStack2,
} from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import { measurementTools, type Reader } from '../../../imaging/index.ts';
import { useCineState } from '../cine/useCineState.ts';
import { SeriesPanel } from '../SeriesPanel.tsx';
import type { ToolbarProps } from '../Toolbar.tsx';
import { useReportOpened } from '../reportPanel/useExamReports.ts';
import { useReaderState, useViewValue } from '../useReader.ts';
import { MeasureSheet } from './MeasureSheet.tsx';
import { MoreSheet } from './MoreSheet.tsx';
import classes from './PhoneBar.module.css';
import { Sheet } from './Sheet.tsx';

type SheetName = 'series' | 'measure' | 'more';

const icon = { size: 22, stroke: 1.6, 'aria-hidden': true } as const;

/** What the thumb reaches: the tools of one finger, cine, and sheets for all the rest. */
export function PhoneBar(props: ToolbarProps) {
  const { reader } = props;
  const { t } = useTranslation('roomTools');
  const [sheet, setSheet] = useState<SheetName>();
  const { tool } = useReaderState(reader);
  const reading = useReportOpened(reader);
  const close = (): void => setSheet(undefined);
  const measuring = measurementTools.some((one) => one === tool);
  return (
    <footer className={classes.bar} role="toolbar" aria-label={t('phone.bar')}>
      <Target
        text={t('phone.window')}
        pressed={tool === 'window'}
        icon={<IconContrast {...icon} />}
        onClick={() => reader.activateTool('window')}
      />
      <Target
        text={t('commands.tool.scroll')}
        pressed={tool === 'scroll'}
        icon={<IconArrowsVertical {...icon} />}
        onClick={() => reader.activateTool('scroll')}
      />
      <Target
        text={t('phone.measure')}
        pressed={measuring}
        icon={<IconRulerMeasure {...icon} />}
        onClick={() => setSheet('measure')}
      />
      <CineTarget reader={reader} onToggle={props.commands.toggleCine} />
      <Target text={t('phone.series')} icon={<IconStack2 {...icon} />} onClick={() => setSheet('series')} />
      <Target
        text={t('phone.report')}
        pressed={reading}
        icon={<IconFileText {...icon} />}
        onClick={() => reader.examReports.toggle()}
      />
      <Target text={t('phone.more')} icon={<IconDots {...icon} />} onClick={() => setSheet('more')} />
      {sheet === 'series' && (
        <Sheet title={t('phone.series')} onClose={close}>
          <SeriesPanel reader={reader} onShown={close} />
        </Sheet>
      )}
      {sheet === 'measure' && (
        <Sheet title={t('phone.measure')} onClose={close}>
          <MeasureSheet {...props} close={close} />
        </Sheet>
      )}
      {sheet === 'more' && (
        <Sheet title={t('phone.more')} onClose={close}>
          <MoreSheet {...props} close={close} />
        </Sheet>
      )}
    </footer>
  );
}

function CineTarget({ reader, onToggle }: { reader: Reader; onToggle: () => void }) {
  const { t } = useTranslation('roomTools');
  const { selected } = useReaderState(reader);
  const stack = useViewValue(reader, selected, (state) => state.stack);
  const playing = useCineState(reader, selected)?.playing ?? false;
  return (
    <Target
      text={playing ? t('cine.pause') : t('phone.cine')}
      pressed={playing}
      disabled={(stack?.frames.length ?? 0) < 2}
      icon={playing ? <IconPlayerPauseFilled {...icon} /> : <IconPlayerPlayFilled {...icon} />}
      onClick={onToggle}
    />
  );
}

interface TargetProps {
  text: string;
  icon: ReactNode;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

function Target({ text, icon: picture, pressed, disabled = false, onClick }: TargetProps) {
  return (
    <button type="button" aria-pressed={pressed} disabled={disabled} onClick={onClick}>
      {picture}
      <span>{text}</span>
    </button>
  );
}
