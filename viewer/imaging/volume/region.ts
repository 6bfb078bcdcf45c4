import type { GridSampling } from './derivedSlice.ts';

/** A part of every frame: first and last column, first and last row. */
export interface Region {
  readonly columns: readonly [number, number];
  readonly rows: readonly [number, number];
}

export const contains = (outer: Region, inner: Region): boolean =>
  outer.columns[0] <= inner.columns[0] &&
  outer.columns[1] >= inner.columns[1] &&
  outer.rows[0] <= inner.rows[0] &&
  outer.rows[1] >= inner.rows[1];

/** What a picture of `columns` x `rows` pixels that are voxels, or rows of voxels, reads of each frame. */
export function regionOfGrid(sampling: GridSampling, columns: number, rows: number): Region {
  const { start, perColumn, perRow, axis, first, overlapsMm } = sampling;
  const along = (dimension: 0 | 1): [number, number] => {
    if (dimension === axis) return [first, first + overlapsMm.length - 1];
    const from = start[dimension];
    const ends = [from, from + perColumn[dimension] * (columns - 1) + perRow[dimension] * (rows - 1)];
    return [Math.min(...ends), Math.max(...ends)];
  };
  return { columns: along(0), rows: along(1) };
}
