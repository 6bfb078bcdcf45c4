/**
 * Volumes and pictures computed of them (MPR, slabs).
 *
 * 1. `describeVolume(frames, shown?)`: whether the frames of a series are a regular volume (`kind: 'volume'`, with `notes` that
 *    the reader has to be told), or why not (`kind: 'fault'`, a code and figures).
 * 2. `deriveStack(volume, orientation, slab?, through?)`: a Stack of FrameRefs that carry `derived`; everything else in them is
 *    as in stored ones (plane, spacing, unit, VOI attributes), `sopInstanceUid` is empty.
 * 3. `VolumeReslicer(source, options)`: `open(volume)` gets the voxels into a worker, `load(frame, { owner, onPartial })`
 *    computes a derived frame. See there for its events.
 */
export { describeVolume } from './describeVolume.ts';
export { deriveStack } from './deriveStack.ts';
export type { DerivedSlice, GridSampling, Orientation, Slab, TrilinearSampling } from './derivedSlice.ts';
export type { LayerSource, VolumeFault, VolumeGeometry, VolumeNote } from './volumeGeometry.ts';
