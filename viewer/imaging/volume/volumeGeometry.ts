import { addScaled, cross, dot, length, scale, subtract, type Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';

/**
 * The voxels of one series as one regular grid in patient coordinates (LPS, mm). Voxel (i, j, k) has its centre at
 * `origin + i * columnStep + j * rowStep + k * layerStep`; `layerStep` needs not be at right angles to the others.
 */
export interface VolumeGeometry {
  readonly kind: 'volume';
  /** Of these frames in this order; another phase of the same series has another. */
  readonly id: string;
  /** The stored frames in the direction of the acquired stack. */
  readonly frames: readonly FrameRef[];
  readonly columns: number;
  readonly rows: number;
  readonly layers: number;
  readonly origin: Point3;
  readonly columnStep: Point3;
  readonly rowStep: Point3;
  readonly layerStep: Point3;
  /** Distance of voxel planes, mm: of columns, of rows, of layers along their common normal. */
  readonly spacing: Point3;
  /** The layers are shifted in their plane (gantry tilt): no two planes but the stored ones are planes of voxels. */
  readonly sheared: boolean;
  /**
   * Where the stored frames are not evenly spaced: of which two frames each layer is the weighted mean,
   * `(1 - weight) * frames[frame] + weight * frames[frame + 1]`. Absent where layer k is frame k.
   */
  readonly resampled: readonly LayerSource[] | undefined;
  /** What the reader has to be told of. */
  readonly notes: readonly VolumeNote[];
}

export interface LayerSource {
  readonly frame: number;
  readonly weight: number;
}

/** What was done to make a volume of the frames. */
export type VolumeNote =
  /** The layers are tilted against the table; sampled at their true places. */
  | { readonly code: 'gantry-tilt'; readonly degrees: number }
  /** Slices are missing; interpolated between the places (along the normal, mm) on both sides of the widest gap. */
  | { readonly code: 'gap'; readonly missing: number; readonly fromMm: number; readonly toMm: number }
  /** Spacing varies; interpolated between the true places. */
  | { readonly code: 'variable-spacing'; readonly leastMm: number; readonly greatestMm: number }
  /** One of several images at each place: the 1-based `index`-th of `count`, told apart by an attribute (its tag) or by Instance Number. */
  | { readonly code: 'phase'; readonly index: number; readonly count: number; readonly by: string };

/** Why the frames are no volume, with the figures that show it. */
export type VolumeFault = { readonly kind: 'fault' } & (
  | { readonly code: 'colour' }
  | { readonly code: 'no-position'; readonly frames: number }
  | { readonly code: 'mixed-frames-of-reference'; readonly count: number }
  | { readonly code: 'mixed-orientation'; readonly degrees: number }
  | { readonly code: 'mixed-matrix'; readonly sizes: readonly string[] }
  | { readonly code: 'mixed-pixel-spacing'; readonly leastMm: number; readonly greatestMm: number }
  | { readonly code: 'mixed-units'; readonly units: readonly string[] }
  | { readonly code: 'few-slices'; readonly count: number }
  | { readonly code: 'repeated-places'; readonly places: number; readonly frames: number }
  /** Places are not on one straight line: off it by so much. */
  | { readonly code: 'wandering'; readonly greatestMm: number }
  | { readonly code: 'gap'; readonly missing: number; readonly fromMm: number; readonly toMm: number }
  | { readonly code: 'variable-spacing'; readonly leastMm: number; readonly greatestMm: number }
);

/** Patient mm of a voxel index (fractions allowed). */
export function voxelToWorld(volume: VolumeGeometry, [i, j, k]: Point3): Point3 {
  const inColumn = addScaled(volume.origin, volume.columnStep, i);
  return addScaled(addScaled(inColumn, volume.rowStep, j), volume.layerStep, k);
}

/** The map from mm in the patient to voxel indices, for directions and, through `toVoxel`, for points. */
export function voxelMap(volume: VolumeGeometry): {
  toVoxel: (point: Point3) => Point3;
  direction: (mm: Point3) => Point3;
} {
  const { columnStep, rowStep, layerStep, origin } = volume;
  const determinant = dot(columnStep, cross(rowStep, layerStep));
  const perI = scale(cross(rowStep, layerStep), 1 / determinant);
  const perJ = scale(cross(layerStep, columnStep), 1 / determinant);
  const perK = scale(cross(columnStep, rowStep), 1 / determinant);
  const direction = (mm: Point3): Point3 => [dot(perI, mm), dot(perJ, mm), dot(perK, mm)];
  return { direction, toVoxel: (point) => direction(subtract(point, origin)) };
}

/** The eight corners of the box the voxels fill, half a voxel beyond the outer centres. */
export function volumeCorners(volume: VolumeGeometry): Point3[] {
  const ends = (count: number): number[] => [-0.5, count - 0.5];
  return ends(volume.layers).flatMap((k) =>
    ends(volume.rows).flatMap((j) => ends(volume.columns).map((i) => voxelToWorld(volume, [i, j, k]))),
  );
}

export const volumeCentre = (volume: VolumeGeometry): Point3 =>
  voxelToWorld(volume, [(volume.columns - 1) / 2, (volume.rows - 1) / 2, (volume.layers - 1) / 2]);

export const unit = (vector: Point3): Point3 => scale(vector, 1 / length(vector));
