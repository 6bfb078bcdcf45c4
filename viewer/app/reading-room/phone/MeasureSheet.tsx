import { useTranslation } from '../../../i18n/index.ts';
import { measurementTools } from '../../../imaging/index.ts';
import { Choices } from '../Choices.tsx';
import { MeasurementsList } from '../measurements/index.ts';
import type { ToolbarProps } from '../Toolbar.tsx';
import { useReaderState } from '../useReader.ts';

/** The measuring tools for one finger, and what has been measured. */
export function MeasureSheet({ reader, close }: ToolbarProps & { close: () => void }) {
  const { t } = useTranslation('roomTools');
  const { tool } = useReaderState(reader);
  return (
    <>
      <Choices
        close={close}
        choices={measurementTools.map((one) => ({
          text: t(`commands.tool.${one}`),
          chosen: one === tool,
          choose: () => reader.activateTool(one),
        }))}
      />
      <h3>{t('phone.measurements')}</h3>
      <MeasurementsList reader={reader} onJump={close} />
    </>
  );
}
