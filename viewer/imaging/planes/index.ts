export { Crosshair, type CrosshairLine } from './crosshair.ts';
export { Mpr } from './mpr.ts';
export { NoVolumeError, Planes } from './planes.ts';
export { orientationAlong } from './planeChoice.ts';
export type { KeptPlane, PlaneChoice, PlaneOrientation } from './planeChoice.ts';
export { Volumes } from './volumes.ts';
