export { canvasMapping, type CanvasMapping } from './canvasMapping.ts';
export type { Box, Hit } from './hitTest.ts';
export type { Draft } from './drawing.ts';
export { MeasurementHand, type HandState } from './measurementHand.ts';
export { helpLines, shapeLines, type Line } from './shapeLines.ts';
