import type { Point3 } from '../geometry/vector.ts';
import type { Slab, TrilinearSampling } from './derivedSlice.ts';
import type { Voxels } from './voxels.ts';

/** Points this far (in voxels) beyond the outer faces still count as inside: rounding must not cut off an edge. */
const rounding = 1e-6;

/**
 * Some rows of a picture made between voxels, into `out` (`columns` wide). Voxels are boxes: a point within half a voxel of
 * the outer centres has the value of the edge. Of a slab the samples inside the volume count: their greatest, least, or mean
 * by the trapezoidal rule (the first and last stand for half a step). A pixel with none inside gets `outside`.
 *
 * @param block pixels are computed for every `block`-th row and column and stand for those around them (1: each)
 */
export function resliceTrilinearRows(
  voxels: Voxels,
  sampling: TrilinearSampling,
  mode: Slab['mode'],
  out: Float32Array,
  columns: number,
  [fromRow, toRow]: readonly [number, number],
  outside: number,
  block = 1,
): void {
  const { start, perColumn, perRow, perMm, samples, thicknessMm } = sampling;
  const step = samples > 1 ? thicknessMm / (samples - 1) : 0;
  const along: Point3 = [perMm[0] * step, perMm[1] * step, perMm[2] * step];
  const middle = (block - 1) / 2;
  for (let row = fromRow; row < toRow; row += block) {
    for (let column = 0; column < columns; column += block) {
      const at = (axis: 0 | 1 | 2): number =>
        start[axis] +
        (column + middle) * perColumn[axis] +
        (row + middle) * perRow[axis] -
        (perMm[axis] * thicknessMm) / 2;
      out[row * columns + column] = alongRay(voxels, at(0), at(1), at(2), along, samples, mode, outside);
    }
    if (block > 1) spread(out, columns, row, Math.min(toRow, row + block), block);
  }
}

/** Repeats the computed pixels over their blocks. */
function spread(out: Float32Array, columns: number, row: number, toRow: number, block: number): void {
  const line = row * columns;
  for (let column = 0; column < columns; column++)
    out[line + column] = out[line + column - (column % block)] as number;
  for (let other = row + 1; other < toRow; other++) out.copyWithin(other * columns, line, line + columns);
}

function alongRay(
  voxels: Voxels,
  i: number,
  j: number,
  k: number,
  along: Point3,
  samples: number,
  mode: Slab['mode'],
  outside: number,
): number {
  const { values, columns, rows, layers } = voxels;
  // The samples inside the volume are one run: found per axis, not asked of each.
  let first = 0;
  let last = samples - 1;
  for (let axis = 0; axis < 3; axis++) {
    const from = axis === 0 ? i : axis === 1 ? j : k;
    const count = axis === 0 ? columns : axis === 1 ? rows : layers;
    const step = along[axis] as number;
    const low = -0.5 - rounding - from;
    const high = count - 0.5 + rounding - from;
    if (Math.abs(step) < 1e-12) {
      if (low > 0 || high < 0) return outside;
      continue;
    }
    const [enter, leave] = step > 0 ? [low / step, high / step] : [high / step, low / step];
    if (enter > first) first = Math.ceil(enter);
    if (leave < last) last = Math.floor(leave);
  }
  if (first > last) return outside;
  const lineSize = columns;
  const layerSize = columns * rows;
  const greatest = mode === 'mip';
  let found = mode === 'minip' ? Infinity : greatest ? -Infinity : 0;
  let weights = 0;
  for (let n = first; n <= last; n++) {
    let x = i + n * along[0];
    let y = j + n * along[1];
    let z = k + n * along[2];
    x = x < 0 ? 0 : x > columns - 1 ? columns - 1 : x;
    y = y < 0 ? 0 : y > rows - 1 ? rows - 1 : y;
    z = z < 0 ? 0 : z > layers - 1 ? layers - 1 : z;
    const x0 = Math.floor(x);
    const y0 = Math.floor(y);
    const z0 = Math.floor(z);
    const fx = x - x0;
    const fy = y - y0;
    const fz = z - z0;
    const nextX = x0 < columns - 1 ? 1 : 0;
    const a = z0 * layerSize + y0 * lineSize + x0;
    const b = y0 < rows - 1 ? a + lineSize : a;
    const toNextLayer = z0 < layers - 1 ? layerSize : 0;
    const c = a + toNextLayer;
    const d = b + toNextLayer;
    const va = values[a] as number;
    const vb = values[b] as number;
    const vc = values[c] as number;
    const vd = values[d] as number;
    const lineA = va + fx * ((values[a + nextX] as number) - va);
    const lineB = vb + fx * ((values[b + nextX] as number) - vb);
    const lineC = vc + fx * ((values[c + nextX] as number) - vc);
    const lineD = vd + fx * ((values[d + nextX] as number) - vd);
    const lower = lineA + fy * (lineB - lineA);
    const upper = lineC + fy * (lineD - lineC);
    const value = lower + fz * (upper - lower);
    if (greatest) {
      if (value > found) found = value;
    } else if (mode === 'minip') {
      if (value < found) found = value;
    } else {
      const weight = samples > 1 && (n === 0 || n === samples - 1) ? 0.5 : 1;
      found += weight * value;
      weights += weight;
    }
  }
  return greatest || mode === 'minip' ? found : found / weights;
}
