import { useTranslation } from '../../../i18n/index.ts';
import { measurementTools } from '../../../imaging/index.ts';
import { Choices } from '../Choices.tsx';
import { FollowUpList } from '../followUp/index.ts';
import { MeasurementsList, VisibilityToggle } from '../measurements/index.ts';
import type { ToolbarProps } from '../Toolbar.tsx';
import { useReaderState } from '../useReader.ts';
import classes from './MeasureSheet.module.css';

/** The measuring tools for one finger, and what has been measured. */
export function MeasureSheet({ reader, close }: ToolbarProps & { close: () => void }) {
  const { t } = useTranslation('roomTools');
  const { tool } = useReaderState(reader);
  return (
    <>
      <div className={classes.tools}>
        <Choices
          close={close}
          choices={measurementTools.map((one) => ({
            text: t(`commands.tool.${one}`),
            chosen: one === tool,
            choose: () => reader.activateTool(one),
          }))}
        />
      </div>
      <header className={classes.head}>
        <h3>{t('phone.measurements')}</h3>
        <VisibilityToggle reader={reader} />
      </header>
      <FollowUpList reader={reader} onJump={close} />
      <MeasurementsList reader={reader} onJump={close} />
    </>
  );
}
