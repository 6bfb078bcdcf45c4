/**
 * Volumes in three dimensions. `Volumes3d` says which viewports show one; a `VolumeView` is what is shown and how; only
 * `volumeScene.ts` knows the engine's 3-D viewport.
 */
export { NoWebGlError, Volumes3d, type Volume3dRoom } from './volumes3d.ts';
export { VolumeView, type Volume3dState } from './volumeView.ts';
export { isSide, sides, type Side } from './pose.ts';
export { type Preset } from './presets.ts';
export type { ClipBox } from './volumeScene.ts';
