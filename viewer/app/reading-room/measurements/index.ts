export { MeasurementOverlay } from './MeasurementOverlay.tsx';
export { MeasurementsList } from './MeasurementsList.tsx';
export { MeasurementsPanel } from './MeasurementsPanel.tsx';
export { MeasureGroup } from './MeasureGroup.tsx';
export { figureTexts } from './figureTexts.ts';
export { useMeasurementKeys } from './useMeasurementKeys.ts';
export { VisibilityToggle } from './VisibilityToggle.tsx';
export { useMeasurements } from './useMeasurements.ts';
