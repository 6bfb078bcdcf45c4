import {
  IconAngle,
  IconArrowDownLeft,
  IconArrowsCross,
  IconChartLine,
  IconFocus2,
  IconLasso,
  IconOval,
  IconRectangle,
  IconRuler2,
  IconVectorTriangle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { MeasurementTool } from '../../../imaging/index.ts';
import { icon } from '../toolbar/icon.ts';

/** The picture of each measuring tool, in the toolbar and in the list. */
export const measurementIcons: Record<MeasurementTool, ReactNode> = {
  length: <IconRuler2 {...icon} />,
  angle: <IconAngle {...icon} />,
  cobb: <IconVectorTriangle {...icon} />,
  bidirectional: <IconArrowsCross {...icon} />,
  ellipse: <IconOval {...icon} />,
  rectangle: <IconRectangle {...icon} />,
  freehand: <IconLasso {...icon} />,
  probe: <IconFocus2 {...icon} />,
  arrow: <IconArrowDownLeft {...icon} />,
  profile: <IconChartLine {...icon} />,
};
