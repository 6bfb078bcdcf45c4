export {
  measurementTools,
  type Calibration,
  type LineProfile,
  type MeasuredValue,
  type Measurement,
  type MeasurementPlace,
  type MeasurementTool,
} from './measurement.ts';
export { measure, type Measured, type MeasuredImage } from './measure.ts';
export type {
  MeasurementChange,
  MeasurementHappened,
  MeasurementState,
  NewMeasurement,
} from './measurementState.ts';
export { MeasurementStore } from './measurementStore.ts';
export { measurementsOn, placeOn, sliceOf, type ShownImage } from './imagePlace.ts';
export { trackingOf } from './tracking.ts';
export { settled } from './settled.ts';
export { isCalibrated, userFactorOf } from './userFactors.ts';
export { scaleAcross } from './scaleAcross.ts';
export { pointCounts, pointsFault } from './pointCounts.ts';
export { unitText } from './valueUnits.ts';
export type { PlanePoint } from './planeFigures.ts';
export * from './drawing/index.ts';
