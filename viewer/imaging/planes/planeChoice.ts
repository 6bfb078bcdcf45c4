import type { Slab } from '../volume/index.ts';
import { dot, scale, type Point3 } from '../geometry/vector.ts';

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

/** What a viewport is to show of its series, to be given back after it has shown something else. */
export interface KeptPlane {
  readonly choice: PlaneChoice;
  /** Where its planes were laid through, for slabs that come later. */
  readonly through: Point3 | undefined;
  /** Of series with several volumes the one that is shown. */
  readonly volumeId: string | undefined;
}

export const storedSlices: PlaneChoice = { orientation: 'stack', slab: { mode: 'none', thicknessMm: 0 } };

export const isStored = ({ orientation, slab }: PlaneChoice): boolean =>
  orientation === 'stack' && slab.mode === 'none';

/** Normals of the planes of the patient, either way round. */
const named = { axial: [0, 0, 1], coronal: [0, 1, 0], sagittal: [1, 0, 0] } as const;
/** Within 0.8 degrees. */
const parallel = 0.9999;

/** How to cut a volume so that planes have this normal (row x column): a plane of the patient where it is one. */
export function orientationAlong(normal: Point3): PlaneOrientation {
  for (const name of ['axial', 'coronal', 'sagittal'] as const)
    if (Math.abs(dot(normal, named[name])) > parallel) return name;
  // The head is up, or where one looks along the body, the front.
  const up: Point3 = Math.abs(normal[2]) < 0.9 ? [0, 0, 1] : [0, -1, 0];
  return { normal: scale(normal, -1), up };
}
