export { MeasurementOverlay } from './MeasurementOverlay.tsx';
export { MeasurementsPanel } from './MeasurementsPanel.tsx';
export { MeasureGroup } from './MeasureGroup.tsx';
export { figureTexts } from './figureTexts.ts';
