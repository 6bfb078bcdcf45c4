import type { Point3 } from '../geometry/vector.ts';
import type { GridSampling, Slab, TrilinearSampling } from './derivedSlice.ts';

/**
 * The same picture made between voxels of which only every `decimation`-th in the plane is kept (each the mean of its
 * block), sampled at least once for each layer of the slab.
 */
export function asTrilinear(
  sampling: GridSampling | TrilinearSampling,
  slab: Slab,
  decimation: number,
): TrilinearSampling {
  const place = ([i, j, k]: Point3): Point3 => {
    const shift = (decimation - 1) / 2;
    return [(i - shift) / decimation, (j - shift) / decimation, k];
  };
  const way = ([i, j, k]: Point3): Point3 => [i / decimation, j / decimation, k];
  const { start, perColumn, perRow, perMm } = sampling;
  const voxelsPerMm = Math.max(...perMm.map(Math.abs));
  const thick = sampling.kind === 'grid' && slab.mode !== 'none' && slab.thicknessMm > 0;
  return {
    kind: 'trilinear',
    start: place(start),
    perColumn: way(perColumn),
    perRow: way(perRow),
    perMm: way(perMm),
    ...(sampling.kind === 'trilinear'
      ? { samples: sampling.samples, thicknessMm: sampling.thicknessMm }
      : thick
        ? { samples: Math.ceil(slab.thicknessMm * voxelsPerMm) + 1, thicknessMm: slab.thicknessMm }
        : { samples: 1, thicknessMm: 0 }),
  };
}
