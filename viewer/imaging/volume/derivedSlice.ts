import type { Point3 } from '../geometry/vector.ts';

/** How the voxels along the normal become one value. Thickness is of the whole slab, centred on the plane. */
export interface Slab {
  readonly mode: 'none' | 'mip' | 'minip' | 'avgip';
  readonly thicknessMm: number;
}

/**
 * Which way a stack cuts the volume: as acquired, along an axis of the patient, or freely. `normal` points from the
 * plane to who looks at it (the engine's viewPlaneNormal; axial is [0, 0, -1]), `up` up the screen.
 */
export type Orientation =
  'acquired' | 'axial' | 'coronal' | 'sagittal' | { readonly normal: Point3; readonly up: Point3 };

interface Sampling {
  /** Voxel index of the first pixel's centre, and what to add for the next column, the next row. */
  readonly start: Point3;
  readonly perColumn: Point3;
  readonly perRow: Point3;
  /** What to add to a voxel index for each millimetre along the normal. */
  readonly perMm: Point3;
}

/** On planes of voxels: every pixel is a voxel, or a row of voxels along `axis`. */
export interface GridSampling extends Sampling {
  readonly kind: 'grid';
  /** The voxel axis along the normal: 0 columns, 1 rows, 2 layers. */
  readonly axis: 0 | 1 | 2;
  /** Index along `axis` of the slab's first layer of voxels. */
  readonly first: number;
  /** For each layer of the slab the millimetres of it that lie in the slab. */
  readonly overlapsMm: readonly number[];
}

/** Between voxels: trilinear samples at even distances along the normal from `-thickness / 2` to `+thickness / 2`. */
export interface TrilinearSampling extends Sampling {
  readonly kind: 'trilinear';
  readonly samples: number;
  readonly thicknessMm: number;
}

/** A picture that is computed of a volume's voxels. */
export interface DerivedSlice {
  readonly volumeId: string;
  readonly orientation: 'acquired' | 'axial' | 'coronal' | 'sagittal' | 'oblique';
  readonly slab: Slab;
  readonly sampling: GridSampling | TrilinearSampling;
  /** The layers of the volume it is made of, first and last. */
  readonly layers: readonly [number, number];
  /** Of pixels wholly outside the volume (default: less than any stored value). */
  readonly outside?: number;
}
