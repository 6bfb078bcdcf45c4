import {
  IconArrowsMove,
  IconArrowsVertical,
  IconContrast,
  IconDots,
  IconRotate,
  IconSquareHalf,
  IconZoomIn,
  IconZoomScan,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../../i18n/index.ts';
import type { ActiveTool, Reader } from '../../../imaging/index.ts';
import { Dropdown, IconButton } from '../../../ui/index.ts';
import { Choices } from '../Choices.tsx';
import { useCommandLabel } from '../useCommand.ts';
import { useReaderState } from '../useReader.ts';
import { icon } from './icon.ts';

type GroupTool = 'window' | 'pan' | 'zoom' | 'scroll' | 'window-region' | 'magnify' | 'rotate';

const pictures: Record<GroupTool, ReactNode> = {
  window: <IconContrast {...icon} />,
  pan: <IconArrowsMove {...icon} />,
  zoom: <IconZoomIn {...icon} />,
  scroll: <IconArrowsVertical {...icon} />,
  'window-region': <IconSquareHalf {...icon} />,
  magnify: <IconZoomScan {...icon} />,
  rotate: <IconRotate {...icon} />,
};
const first = ['window', 'pan', 'zoom', 'scroll'] as const satisfies GroupTool[];
const more = ['window-region', 'magnify', 'rotate'] as const satisfies GroupTool[];
const isMore = (tool: ActiveTool): tool is (typeof more)[number] => more.some((one) => one === tool);

/** What the left button does; the rarer tools in a list, where the one that is on shows itself. */
export function ToolGroup({ reader }: { reader: Reader }) {
  const { t } = useTranslation('roomTools');
  const labelOf = useCommandLabel();
  const { tool: active } = useReaderState(reader);
  return (
    <>
      {first.map((tool) => (
        <IconButton
          key={tool}
          size="lg"
          {...labelOf(`tool.${tool}`)}
          active={tool === active}
          icon={pictures[tool]}
          onClick={() => reader.activateTool(tool)}
        />
      ))}
      <Dropdown
        label={t('moreTools')}
        renderTarget={(target) => (
          <IconButton
            size="lg"
            label={isMore(active) ? labelOf(`tool.${active}`).label : t('moreTools')}
            active={isMore(active)}
            icon={isMore(active) ? pictures[active] : <IconDots {...icon} />}
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
                icon: pictures[tool],
                ...(shortcut !== undefined && { hint: shortcut }),
                chosen: tool === active,
                choose: () => reader.activateTool(tool),
              };
            })}
          />
        )}
      </Dropdown>
    </>
  );
}
