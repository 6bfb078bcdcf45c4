import type { Point3 } from '../geometry/vector.ts';
import type { VoxelGrid } from './voxelGrid.ts';

/**
 * A volume small enough to be registered in a moment: voxels of some 4 mm. Voxel (i, j, k) has its centre at `origin +
 * i * columnStep + j * rowStep + k * layerStep` (patient mm, LPS); the steps need be neither of one length nor at right angles.
 * Values are modality values: columns first, then rows, then layers.
 */
export interface CoarseVolume extends VoxelGrid {
  /**
   * How far voxels reach along columns, rows and layers: the variance of the weights with which what is there makes up a value, mm²
   * (of a mean over t mm t² / 12; less than 0 where the filter sharpens). Volumes that are compared are brought to the same.
   */
  readonly spreadMm2: Point3;
  /** Modality (0008,0060). */
  readonly modality: string;
  /** Of the values: `HU`, `BQML`, … or empty. */
  readonly unit: string;
}
