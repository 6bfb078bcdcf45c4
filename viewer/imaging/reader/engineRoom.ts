/** Everything that needs Cornerstone3D, in one chunk that is loaded while the first image is already looked at. */
export { Engine } from '../engine/index.ts';
export { StackView } from '../viewport/index.ts';
export { VolumeScene } from '../volume3d/volumeScene.ts';
