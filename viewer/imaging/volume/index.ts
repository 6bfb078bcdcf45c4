/**
 * Volumes and pictures computed of them (MPR, slabs).
 *
 * 1. `describeVolume(frames, shown?)`: whether the frames of a series are a regular volume (`kind: 'volume'`, with `notes` that
 *    the reader has to be told), or why not (`kind: 'fault'`, a code and figures).
 * 2. `deriveStack(volume, orientation, slab?, through?)`: a Stack of FrameRefs that carry `derived`; everything else in them is
 *    as in stored ones (plane, spacing, unit, VOI attributes), `sopInstanceUid` is empty.
 * 3. `new VolumeReslicer(frameLoader, { maxVolumeBytes })`: `open(volume)` gets the voxels into a worker, `load(frame, { owner,
 *    onPartial })` computes a derived frame: `ReslicedFrame`, a LoadedFrame with `fidelity` and `revision`. On `refined` (detail:
 *    the volume's id) a view whose picture `isStale(frame, loaded)` loads it again; `complete` comes once all frames are in.
 *    `close(volumeId)` gives the memory back.
 */
export { describeVolume } from './describeVolume.ts';
export { deriveStack } from './deriveStack.ts';
export { sliceOn, type PixelGrid } from './sliceOn.ts';
export type { DerivedSlice, GridSampling, Orientation, Slab, TrilinearSampling } from './derivedSlice.ts';
export {
  volumeCorners,
  type LayerSource,
  type VolumeFault,
  type VolumeGeometry,
  type VolumeNote,
} from './volumeGeometry.ts';
export type { VolumeProgress } from './feedState.ts';
export { SupersededError } from './sliceQueue.ts';
export {
  VolumeReslicer,
  type LoadSliceOptions,
  type ReslicedFrame,
  type ReslicerOptions,
} from './volumeReslicer.ts';
