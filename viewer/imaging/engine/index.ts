export { Engine } from './engine.ts';
export type { ActiveTool, DragTool, MouseButtons, Tools } from './tools.ts';
export { sliceScrollEvent } from './sliceScrollTool.ts';
export { fromEngineRange, toEngineRange } from './engineWindow.ts';
