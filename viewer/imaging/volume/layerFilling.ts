import type { Region } from './region.ts';
import type { VoxelArray } from './voxels.ts';

/**
 * `(1 - weight) * a + weight * b` of two frames of `source`, each `columns` wide and `rows` high, as frame `to` of `target`, within
 * a region; whole numbers are rounded.
 */
export function interpolateFrames(
  source: VoxelArray,
  { columns, rows }: { columns: number; rows: number },
  [a, b]: readonly [number, number],
  weight: number,
  target: VoxelArray,
  to: number,
  region: Region = { columns: [0, columns - 1], rows: [0, rows - 1] },
): void {
  const size = columns * rows;
  const round = !(target instanceof Float32Array);
  const [left, right] = region.columns;
  for (let row = region.rows[0]; row <= region.rows[1]; row++) {
    const line = row * columns;
    const out = to * size + line;
    if (weight === 0 || weight === 1) {
      const from = (weight === 0 ? a : b) * size + line;
      target.set(source.subarray(from + left, from + right + 1), out + left);
      continue;
    }
    const inA = a * size + line;
    const inB = b * size + line;
    for (let x = left; x <= right; x++) {
      const value = (source[inA + x] as number) * (1 - weight) + (source[inB + x] as number) * weight;
      target[out + x] = round ? Math.round(value) : value;
    }
  }
}

/** Means of blocks of `by` x `by` pixels; blocks at the edges may be smaller. Whole numbers are rounded. */
export function shrink(
  values: VoxelArray,
  columns: number,
  rows: number,
  by: number,
  target: VoxelArray,
  targetColumns: number,
): void {
  const round = !(target instanceof Float32Array);
  for (let y = 0, to = 0; y < rows; y += by) {
    const bottom = Math.min(rows, y + by);
    for (let x = 0; x < targetColumns; x++) {
      const right = Math.min(columns, x * by + by);
      let sum = 0;
      for (let row = y; row < bottom; row++)
        for (let column = x * by; column < right; column++) sum += values[row * columns + column] as number;
      const mean = sum / ((bottom - y) * (right - x * by));
      target[to++] = round ? Math.round(mean) : mean;
    }
  }
}

/**
 * A smaller image, as a wavelet leaves it (its pixel n lies on pixel n * 2^level of the whole), drawn over a frame of
 * `fullColumns` of which every `decimation`-th block is kept: bilinear, the last pixels repeated.
 */
export function enlarge(
  values: VoxelArray,
  columns: number,
  rows: number,
  fullColumns: number,
  decimation: number,
  target: VoxelArray,
  targetColumns: number,
  targetRows: number,
): void {
  const ratio = 2 ** Math.round(Math.log2(fullColumns / columns));
  const round = !(target instanceof Float32Array);
  const place = (index: number): number => (index * decimation + (decimation - 1) / 2) / ratio;
  const left = new Int32Array(targetColumns);
  const right = new Int32Array(targetColumns);
  const share = new Float32Array(targetColumns);
  for (let x = 0; x < targetColumns; x++) {
    const at = Math.min(columns - 1, place(x));
    left[x] = Math.floor(at);
    right[x] = Math.min(columns - 1, Math.floor(at) + 1);
    share[x] = at - Math.floor(at);
  }
  const line = new Float32Array(columns);
  for (let y = 0, to = 0; y < targetRows; y++) {
    const at = Math.min(rows - 1, place(y));
    const upper = Math.floor(at) * columns;
    const lower = Math.min(rows - 1, Math.floor(at) + 1) * columns;
    const weight = at - Math.floor(at);
    for (let x = 0; x < columns; x++)
      line[x] = (values[upper + x] as number) * (1 - weight) + (values[lower + x] as number) * weight;
    for (let x = 0; x < targetColumns; x++) {
      const from = line[left[x] as number] as number;
      const value = from + (share[x] as number) * ((line[right[x] as number] as number) - from);
      target[to++] = round ? Math.round(value) : value;
    }
  }
}
