import type { Slab } from '../volume/index.ts';
import type { Point3 } from '../geometry/vector.ts';

/** Which way a viewport cuts its series: the stored slices, a plane of the patient, or any plane. */
export type PlaneOrientation =
  | 'stack'
  | 'axial'
  | 'coronal'
  | 'sagittal'
  /** `normal` points to the reader, `up` up the screen. */
  | { readonly normal: Point3; readonly up: Point3 };

/** What was chosen for a viewport. */
export interface PlaneChoice {
  readonly orientation: PlaneOrientation;
  readonly slab: Slab;
}

export const storedSlices: PlaneChoice = { orientation: 'stack', slab: { mode: 'none', thicknessMm: 0 } };

export const isStored = ({ orientation, slab }: PlaneChoice): boolean =>
  orientation === 'stack' && slab.mode === 'none';
