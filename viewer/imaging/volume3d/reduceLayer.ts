import type { FrameValues } from '../../../pixels/index.ts';
import type { VolumeGeometry } from '../volume/volumeGeometry.ts';
import type { ReducedGrid } from './reducedGrid.ts';

/** A stored frame as part of a reduced layer. */
export interface FrameShare {
  /** Index in the volume's frames. */
  readonly frame: number;
  /** The stored layer it stands for: it says how far a tilted stack is shifted. */
  readonly layer: number;
  readonly weight: number;
}

/** Which frames make a reduced layer, with weights whose sum is 1. */
export function sharesOf(volume: VolumeGeometry, grid: ReducedGrid, reduced: number): FrameShare[] {
  const first = reduced * grid.layers;
  const end = Math.min(volume.layers, first + grid.layers);
  const shares: FrameShare[] = [];
  for (let layer = first; layer < end; layer++) {
    const source = volume.resampled?.[layer] ?? { frame: layer, weight: 0 };
    for (const [frame, part] of [
      [source.frame, 1 - source.weight],
      [source.frame + 1, source.weight],
    ] as const)
      if (part > 0) shares.push({ frame, layer, weight: part / (end - first) });
  }
  return shares;
}

/**
 * Adds a frame to a reduced layer: to each voxel the mean of its block, times the share's weight. Tilted layers are
 * sampled between their pixels; beyond the frame its outermost pixels go on.
 *
 * @param values `volume.rows * volume.columns` modality values
 * @param sums of the layer, `columns * rows` of the grid
 */
export function addFrame(
  sums: Float32Array,
  values: FrameValues,
  volume: VolumeGeometry,
  grid: ReducedGrid,
  { layer, weight }: FrameShare,
): void {
  const [columns, rows] = grid.dimensions;
  const x = taps(columns, volume.columns, grid.pixels, grid.start[0] - layer * grid.shear[0]);
  const y = taps(rows, volume.rows, grid.pixels, grid.start[1] - layer * grid.shear[1]);
  const line = new Float32Array(volume.columns);
  for (let row = 0; row < rows; row++) {
    line.fill(0);
    for (let tap = 0; tap < y.each; tap++) {
      const base = (y.indices[row * y.each + tap] as number) * volume.columns;
      const share = (y.weights[tap] as number) * weight;
      for (let i = 0; i < line.length; i++)
        line[i] = (line[i] as number) + (values[base + i] as number) * share;
    }
    for (let column = 0; column < columns; column++) {
      let sum = sums[row * columns + column] as number;
      for (let tap = 0; tap < x.each; tap++)
        sum += (line[x.indices[column * x.each + tap] as number] as number) * (x.weights[tap] as number);
      sums[row * columns + column] = sum;
    }
  }
}

/** Along one axis: which stored places make each reduced one, `each` in number, and their weights. */
interface Taps {
  each: number;
  indices: Int32Array;
  weights: Float64Array;
}

function taps(count: number, stored: number, block: number, start: number): Taps {
  const whole = Math.floor(start);
  const part = start - whole;
  const each = part > 0 ? block + 1 : block;
  const weights = new Float64Array(each).fill(1 / block);
  if (part > 0) {
    weights[0] = (1 - part) / block;
    weights[block] = part / block;
  }
  const indices = Int32Array.from({ length: count * each }, (_, at) => {
    const index = whole + Math.floor(at / each) * block + (at % each);
    return Math.min(stored - 1, Math.max(0, index));
  });
  return { each, indices, weights };
}
