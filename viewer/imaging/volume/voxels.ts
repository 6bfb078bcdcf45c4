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

export function withExtremes(values: VoxelArray): Picture {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { values, min, max };
}
