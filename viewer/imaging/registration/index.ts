/**
 * Where the points of one exam are in another: by the frame of reference they share, found from the voxels, or set by the reader.
 *
 * - `sharedFrameOfReference(first.frames, second.frames)`: identity, or undefined where they share none. Immediate.
 * - `registerSeries(first, second, { loader, signal?, onProgress? })`: all that is to be done for two series (FrameRefs each):
 *   the frame of reference, else small images of slices all over both volumes (the first 16 KB of each frame), then the search in a
 *   worker. `onProgress` is given a `translation` as soon as some slices of both are there, the promise the `rigid` result.
 *   Rejects with a NoVolumeError (`.first`, `.second`: the VolumeFaults of describeVolume) where one of them is no regular
 *   volume, with a FrameError where images cannot be had, with the signal's reason when it is aborted.
 * - `registerVolumes(first, second, { signal?, onProgress? })`: the search alone, for two `CoarseVolume`s, in a worker.
 * - `coarseVolumeOf(volume, loader, { signal?, onFirst? })`: a CoarseVolume of what describeVolume made of a series.
 * - `fromSlices(firstShown, secondShown)`: the shift that takes the middle of one shown slice to that of another: `manual`.
 * - `mapPoint, mapDirection, compose, inverse, rotationDegrees, identity`: arithmetic on the matrices.
 *
 * A Registration maps points of the first to points of the second (`inverse` for the way back). Its `quality` is judged;
 * what is `poor` is for the reader to decide on, never to be linked by without a word.
 */
export { fromSlices, type ShownSlice } from './fromSlices.ts';
export { sharedFrameOfReference } from './frameOfReference.ts';
export type { CoarseVolume } from './coarseVolume.ts';
export type { PoorReason, Registration, RegistrationFigures, RigidMatrix } from './registration.ts';
export {
  compose,
  identity,
  inverse,
  mapDirection,
  mapPoint,
  rotationDegrees,
  translationBy,
  turnAbout,
} from './rigidMatrix.ts';
