import {
  addTool,
  Enums,
  init as initTools,
  PanTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  type Types as ToolTypes,
} from '@cornerstonejs/tools';
import { SliceScrollTool } from './sliceScrollTool.ts';

/** What the left button (or one finger) does. */
export type ActiveTool = 'window' | 'pan' | 'zoom' | 'scroll';

const toolNames: Record<ActiveTool, string> = {
  window: WindowLevelTool.toolName,
  pan: PanTool.toolName,
  zoom: ZoomTool.toolName,
  scroll: SliceScrollTool.toolName,
};

const { MouseBindings } = Enums;

/** Bindings a tool keeps whatever the left button does: middle pans, right and two fingers zoom. */
const standingBindings: Partial<Record<ActiveTool, ToolTypes.IToolBinding[]>> = {
  pan: [{ mouseButton: MouseBindings.Auxiliary }],
  zoom: [{ mouseButton: MouseBindings.Secondary }, { numTouchPoints: 2 }],
};

/** The hands of the reading room: which tool the left button drives, for all viewports alike. */
export interface Tools {
  activate(tool: ActiveTool): void;
  addViewport(viewportId: string, renderingEngineId: string): void;
  removeViewport(viewportId: string, renderingEngineId: string): void;
}

/** Sets up Cornerstone's tools, once per page. */
export function startTools(): Tools {
  initTools();
  const group = ToolGroupManager.createToolGroup('reading-room');
  if (!group) throw new Error('the tool group exists already: the engine was started twice');
  for (const tool of [WindowLevelTool, PanTool, ZoomTool, SliceScrollTool]) addTool(tool);
  for (const name of Object.values(toolNames)) group.addTool(name);

  let active: ActiveTool = 'window';
  const bind = (): void => {
    for (const [tool, name] of Object.entries(toolNames) as [ActiveTool, string][]) {
      const own: ToolTypes.IToolBinding[] =
        tool === active ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : [];
      const bindings = [...own, ...(standingBindings[tool] ?? [])];
      group.setToolPassive(name, { removeAllBindings: true });
      if (bindings.length > 0) group.setToolActive(name, { bindings });
    }
  };
  bind();

  return {
    activate(tool) {
      active = tool;
      bind();
    },
    addViewport: (viewportId, renderingEngineId) => group.addViewport(viewportId, renderingEngineId),
    removeViewport: (viewportId, renderingEngineId) => group.removeViewports(renderingEngineId, viewportId),
  };
}
