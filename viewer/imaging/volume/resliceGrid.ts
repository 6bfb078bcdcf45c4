import type { GridSampling, Slab } from './derivedSlice.ts';
import { emptyLike, withExtremes, type Picture, type VoxelArray, type Voxels } from './voxels.ts';

/** Where in the voxels a picture's rows, columns and slab run, in elements of the array. */
interface Strides {
  start: number;
  column: number;
  row: number;
  layer: number;
}

/**
 * A picture made of whole voxels: one layer as it is, or the greatest, the least or the mean of the slab's layers. Greatest
 * and least are exact and of the voxels' kind; the mean weighs each layer with the millimetres in the slab, as floats.
 */
export function resliceGrid(
  voxels: Voxels,
  sampling: GridSampling,
  mode: Slab['mode'],
  columns: number,
  rows: number,
): Picture {
  const strides = stridesOf(voxels, sampling);
  const { overlapsMm } = sampling;
  const single = mode === 'none' || overlapsMm.length === 1;
  if (single) return withExtremes(copy(voxels.values, strides, columns, rows));
  const out =
    mode === 'avgip'
      ? mean(voxels.values, strides, overlapsMm, columns, rows)
      : strides.layer === 1
        ? extremeWithin(voxels.values, strides, overlapsMm.length, columns, rows, mode === 'mip')
        : extremeAcross(voxels.values, strides, overlapsMm.length, columns, rows, mode === 'mip');
  return withExtremes(out);
}

function stridesOf(voxels: Voxels, { start, perColumn, perRow, axis, first }: GridSampling): Strides {
  const steps = [1, voxels.columns, voxels.columns * voxels.rows] as const;
  const along = (vector: readonly [number, number, number]): number =>
    vector[0] * steps[0] + vector[1] * steps[1] + vector[2] * steps[2];
  const corner: [number, number, number] = [...start];
  corner[axis] = first;
  return { start: along(corner), column: along(perColumn), row: along(perRow), layer: steps[axis] };
}

function copy(
  source: VoxelArray,
  { start, column, row }: Strides,
  columns: number,
  rows: number,
): VoxelArray {
  const out = emptyLike(source, columns * rows);
  for (let y = 0, to = 0; y < rows; y++) {
    const from = start + y * row;
    if (column === 1) {
      out.set(source.subarray(from, from + columns), to);
      to += columns;
    } else for (let x = 0, at = from; x < columns; x++, at += column) out[to++] = source[at] as number;
  }
  return out;
}

/** The slab runs along the array: each pixel is reduced by itself. */
function extremeWithin(
  source: VoxelArray,
  { start, column, row }: Strides,
  count: number,
  columns: number,
  rows: number,
  greatest: boolean,
): VoxelArray {
  const out = emptyLike(source, columns * rows);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0, at = start + y * row; x < columns; x++, at += column) {
      let found = source[at] as number;
      const end = at + count;
      if (greatest) {
        for (let n = at + 1; n < end; n++) if ((source[n] as number) > found) found = source[n] as number;
      } else
        for (let n = at + 1; n < end; n++) if ((source[n] as number) < found) found = source[n] as number;
      out[to++] = found;
    }
  }
  return out;
}

/** The slab runs across the array: a row of pixels takes one layer after the other, so that memory is read in order. */
function extremeAcross(
  source: VoxelArray,
  strides: Strides,
  count: number,
  columns: number,
  rows: number,
  greatest: boolean,
): VoxelArray {
  const out = copy(source, strides, columns, rows);
  const { start, column, row, layer } = strides;
  for (let y = 0; y < rows; y++) {
    const line = y * columns;
    for (let n = 1; n < count; n++) {
      let at = start + y * row + n * layer;
      if (greatest) {
        for (let x = line; x < line + columns; x++, at += column) {
          const value = source[at] as number;
          if (value > (out[x] as number)) out[x] = value;
        }
      } else {
        for (let x = line; x < line + columns; x++, at += column) {
          const value = source[at] as number;
          if (value < (out[x] as number)) out[x] = value;
        }
      }
    }
  }
  return out;
}

function mean(
  source: VoxelArray,
  { start, column, row, layer }: Strides,
  overlapsMm: readonly number[],
  columns: number,
  rows: number,
): VoxelArray {
  const out = new Float32Array(columns * rows);
  const sums = new Float64Array(columns);
  const total = overlapsMm.reduce((sum, mm) => sum + mm, 0);
  const weights = overlapsMm.map((mm) => mm / total);
  for (let y = 0; y < rows; y++) {
    sums.fill(0);
    if (layer === 1) sumWithin(source, start + y * row, column, weights, sums);
    else
      for (let n = 0; n < weights.length; n++) {
        const weight = weights[n] as number;
        for (let x = 0, at = start + y * row + n * layer; x < columns; x++, at += column)
          sums[x] = (sums[x] as number) + weight * (source[at] as number);
      }
    out.set(sums, y * columns);
  }
  return out;
}

function sumWithin(
  source: VoxelArray,
  start: number,
  column: number,
  weights: readonly number[],
  sums: Float64Array,
): void {
  for (let x = 0, at = start; x < sums.length; x++, at += column) {
    let sum = 0;
    for (let n = 0; n < weights.length; n++) sum += (weights[n] as number) * (source[at + n] as number);
    sums[x] = sum;
  }
}
