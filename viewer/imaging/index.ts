export { Imaging } from './reader/imaging.ts';
export { Reader } from './reader/reader.ts';
export type {
  Layout,
  OpenStudy,
  ReaderEvents,
  ReaderFault,
  ReaderState,
  ShownSeries,
} from './reader/readerState.ts';
export { progressOf } from './reader/seriesProgress.ts';
export { clearMilestones, Opening } from './opening/index.ts';
export type { ActiveTool, DragTool, MouseButtons } from './engine/tools.ts';
export type { Fidelity, ViewState } from './viewport/viewState.ts';
export { sampleAt, displayPlane, type Sample } from './viewport/sampleFrame.ts';
export type { StackView } from './viewport/stackView.ts';
export { middleIndex, type Stack } from './series/stack.ts';
export { chooseSeries, showsImages } from './series/chooseSeries.ts';
export { StudySource } from './series/studySource.ts';
export type { FrameRef } from './series/frameRef.ts';
export type { LoadedFrame } from './frames/loadedFrame.ts';
export type { FrameLoader } from './frames/frameLoader.ts';
export {
  worldToIndex,
  type FramePlane,
  indexToWorldMatrix,
  indexToWorld,
  planeLocation,
} from './geometry/framePlane.ts';
export { orientationLetters } from './geometry/orientationLetters.ts';
export { lettersAround, type EdgeLetters } from './viewport/edgeLetters.ts';
export { chooseScaleBar } from './geometry/scaleBar.ts';
export { cross, dot, scale, type Point3 } from './geometry/vector.ts';
export { nuclearPlace, type NuclearPlace } from './series/nuclearFrame.ts';
export { nearestSlice } from './series/nearestSlice.ts';
export {
  applyProtocol,
  builtInProtocols,
  captureProtocol,
  fittingProtocols,
  hangingProtocolSchema,
  parseHangingProtocol,
  type HangingPlace,
  type HangingProtocol,
  type ImageRule,
} from './hanging/index.ts';
export { cineRates, type Cine, type CineChange, type CineState } from './cine/index.ts';
export * from './comparison/index.ts';
export * from './examReports/index.ts';
export * from './followUp/index.ts';
export * from './measurements/index.ts';
export { valueScale } from './measurements/valueUnits.ts';
export {
  orientationAlong,
  NoVolumeError,
  type Crosshair,
  type CrosshairLine,
  type PlaneChoice,
  type PlaneOrientation,
  type Planes,
} from './planes/index.ts';
export * from './overlays/index.ts';
export type { Slab, VolumeFault, VolumeGeometry, VolumeNote } from './volume/index.ts';
export { clipToBox, planeIntersection } from './geometry/planeIntersection.ts';
export * from './presentation/index.ts';
export * from './reports/index.ts';
export { drawLens, type Lens, type LensMapping } from './magnifier/index.ts';
export { referenceLine } from './geometry/referenceLine.ts';
export {
  isSide,
  NoWebGlError,
  sides,
  type ClipBox,
  type Preset as Volume3dPreset,
  type Side,
  type Volume3dState,
  type Volumes3d,
  type VolumeView,
} from './volume3d/index.ts';
export * from './objects/index.ts';
