export { Crosshair, type CrosshairLine } from './crosshair.ts';
export { Mpr } from './mpr.ts';
export { NoVolumeError, Planes } from './planes.ts';
export type { PlaneChoice, PlaneOrientation } from './planeChoice.ts';
export { Volumes } from './volumes.ts';
