import {
  addTool,
  Enums,
  init as initTools,
  PanTool,
  PlanarRotateTool,
  ToolGroupManager,
  WindowLevelTool,
  ZoomTool,
  type Types as ToolTypes,
} from '@cornerstonejs/tools';
import type { MeasurementTool } from '../measurements/measurement.ts';
import { SliceScrollTool } from './sliceScrollTool.ts';

/** What the engine's own tools do with a drag. */
export const dragTools = ['window', 'pan', 'zoom', 'scroll', 'rotate'] as const;
export type DragTool = (typeof dragTools)[number];

/** What the left button (or one finger) does. What is no DragTool is done by an overlay that takes the pointer itself. */
export type ActiveTool = DragTool | 'window-region' | 'magnify' | 'crosshair' | MeasurementTool;

/** What mouse buttons other than the left one do. */
export interface MouseButtons {
  middle: DragTool;
  right: DragTool;
}

const toolNames: Record<DragTool, string> = {
  window: WindowLevelTool.toolName,
  pan: PanTool.toolName,
  zoom: ZoomTool.toolName,
  scroll: SliceScrollTool.toolName,
  rotate: PlanarRotateTool.toolName,
};

const { MouseBindings } = Enums;

/** The hands of the reading room: which tool the left button drives, for all viewports alike. */
export interface Tools {
  activate(tool: ActiveTool): void;
  setButtons(buttons: MouseButtons): void;
  addViewport(viewportId: string, renderingEngineId: string): void;
  removeViewport(viewportId: string, renderingEngineId: string): void;
}

/** Sets up Cornerstone's tools, once per page. */
export function startTools(): Tools {
  initTools();
  const group = ToolGroupManager.createToolGroup('reading-room');
  if (!group) throw new Error('the tool group exists already: the engine was started twice');
  for (const tool of [WindowLevelTool, PanTool, ZoomTool, SliceScrollTool, PlanarRotateTool]) addTool(tool);
  for (const name of Object.values(toolNames)) group.addTool(name);

  let active: ActiveTool = 'window';
  let buttons: MouseButtons = { middle: 'pan', right: 'zoom' };
  const bind = (): void => {
    for (const tool of dragTools) {
      const bindings: ToolTypes.IToolBinding[] = [
        ...(tool === active ? [{ mouseButton: MouseBindings.Primary }, { numTouchPoints: 1 }] : []),
        ...(tool === buttons.middle ? [{ mouseButton: MouseBindings.Auxiliary }] : []),
        ...(tool === buttons.right ? [{ mouseButton: MouseBindings.Secondary }] : []),
        // Two fingers pinch and move, whatever one finger does.
        ...(tool === 'zoom' ? [{ numTouchPoints: 2 }] : []),
      ];
      group.setToolPassive(toolNames[tool], { removeAllBindings: true });
      if (bindings.length > 0) group.setToolActive(toolNames[tool], { bindings });
    }
  };
  bind();

  return {
    activate(tool) {
      active = tool;
      bind();
    },
    setButtons(wanted) {
      buttons = wanted;
      bind();
    },
    addViewport: (viewportId, renderingEngineId) => group.addViewport(viewportId, renderingEngineId),
    removeViewport: (viewportId, renderingEngineId) => group.removeViewports(renderingEngineId, viewportId),
  };
}
