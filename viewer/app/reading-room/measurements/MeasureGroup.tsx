import { IconDots } from '@tabler/icons-react';
import { useTranslation } from '../../../i18n/index.ts';
import {
  measurementTools,
  type ActiveTool,
  type MeasurementTool,
  type Reader,
} from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { Choices } from '../Choices.tsx';
import { icon } from '../toolbar/icon.ts';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState } from '../useReader.ts';
import { measurementIcons } from './measurementIcons.tsx';

const first: readonly MeasurementTool[] = ['length', 'ellipse'];
const more = measurementTools.filter((tool) => !first.includes(tool));

/** The measuring tools: those of every day as buttons, the others in a list, where the one that is on shows itself. */
export function MeasureGroup({ reader }: { reader: Reader }) {
  const { t } = useTranslation('measurements');
  const labelOf = useCommandLabel();
  const { tool: active } = useReaderState(reader);
  const chosen = more.find((tool) => tool === active);
  const activate = (tool: ActiveTool): void => reader.activateTool(tool);
  return (
    <>
      {first.map((tool) => (
        <IconButton
          key={tool}
          size="lg"
          {...labelOf(`tool.${tool}`)}
          active={tool === active}
          icon={measurementIcons[tool]}
          onClick={() => activate(tool)}
        />
      ))}
      <Dropdown
        label={t('moreTools')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={chosen ? labelOf(`tool.${chosen}`).label : t('moreTools')}
            active={chosen !== undefined}
            icon={chosen ? measurementIcons[chosen] : <IconDots {...icon} />}
            {...target}
          />
        )}
      >
        {(close) => (
          <Choices
            close={close}
            choices={more.map((tool) => {
              const { label, shortcut } = labelOf(`tool.${tool}`);
              return {
                text: label,
                icon: measurementIcons[tool],
                ...(shortcut !== undefined && { hint: shortcut }),
                chosen: tool === active,
                choose: () => activate(tool),
              };
            })}
          />
        )}
      </Dropdown>
    </>
  );
}
