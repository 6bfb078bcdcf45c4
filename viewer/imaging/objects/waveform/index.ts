export { waveformGroups, type WaveformChannel, type WaveformGroup } from './waveformGroup.ts';
export { channelValues } from './waveformSamples.ts';
export { gainsMmPerMillivolt, isVoltage, speedsMmPerSecond } from './waveformScale.ts';
export {
  layOut,
  samplePlace,
  type Sheet,
  type SheetChoices,
  type SheetColumns,
  type Trace,
} from './waveformSheet.ts';
export { tracePaths } from './tracePath.ts';
export { waveformAnnotations, type WaveformAnnotation } from './annotations.ts';
