import type { Point3 } from '../geometry/vector.ts';

/**
 * A volume small enough to be registered in a moment: voxels of some 4 mm. Voxel (i, j, k) has its centre at `origin +
 * i * columnStep + j * rowStep + k * layerStep` (patient mm, LPS); the steps need be neither of one length nor at right angles.
 */
export interface CoarseVolume {
  /** Modality values: columns first, then rows, then layers. NaN where nothing is known. */
  readonly values: Float32Array<ArrayBuffer>;
  readonly columns: number;
  readonly rows: number;
  readonly layers: number;
  readonly origin: Point3;
  readonly columnStep: Point3;
  readonly rowStep: Point3;
  readonly layerStep: Point3;
  /** Modality (0008,0060). */
  readonly modality: string;
  /** Of the values: `HU`, `BQML`, … or empty. */
  readonly unit: string;
}
