export { Buffers } from './buffers.ts';
export { Phantom } from './phantom.ts';
export type { PaintedSlice } from './phantom.ts';
export type { SliceGrid } from './canvas.ts';
export type { Sphere } from './pulmonaryTrees.ts';
export { landmarkPoints } from './landmarks.ts';
export type { LandmarkPoint } from './landmarks.ts';
export { tissues } from './tissues.ts';
export type { Tissue } from './tissues.ts';
