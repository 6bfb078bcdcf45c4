/** The kinds of arrays modality values come in (see toModalityValues). */
export type VoxelArray =
  Uint8Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** A grid of voxels, columns first, then rows, then layers. */
export interface Voxels {
  values: VoxelArray;
  columns: number;
  rows: number;
  layers: number;
}

/** A computed picture with its least and greatest value. */
export interface Picture {
  values: VoxelArray;
  min: number;
  max: number;
  /** The value of those of its pixels that lie wholly outside the volume; absent where none does. */
  outside?: number;
}

export function emptyLike(values: VoxelArray, count: number): VoxelArray {
  if (values instanceof Uint8Array) return new Uint8Array(count);
  if (values instanceof Int16Array) return new Int16Array(count);
  if (values instanceof Uint16Array) return new Uint16Array(count);
  return new Float32Array(count);
}

/** A kind that holds whatever both hold, exactly. */
export function widened(a: VoxelArray, b: VoxelArray, count: number): VoxelArray {
  if (a.constructor === b.constructor) return emptyLike(a, count);
  const other = a instanceof Uint8Array ? b : b instanceof Uint8Array ? a : undefined;
  return other ? emptyLike(other, count) : new Float32Array(count);
}

/** @param outside value of pixels that do not count, unless there are no others */
export function withExtremes(values: VoxelArray, outside?: number): Picture {
  let min = Infinity;
  let max = -Infinity;
  let found = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === outside) {
      found = true;
      continue;
    }
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (!found || outside === undefined) return { values, min, max };
  return min <= max ? { values, min, max, outside } : { values, min: outside, max: outside, outside };
}
