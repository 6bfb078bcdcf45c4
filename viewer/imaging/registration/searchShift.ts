import { scale, type Point3 } from '../geometry/vector.ts';
import type { PreparedVolume } from './prepareVolume.ts';
import { smoothGrid } from './smoothGrid.ts';
import { gridPoint, sampleAt, toIndex, type GridShape } from './voxelGrid.ts';
import { identity } from './rigidMatrix.ts';

/** Of the search grid, mm. */
export const searchMm = 16;
/** So much of the smaller body has to lie in the other volume. */
const leastOverlap = 0.25;
/** How far the middles of the bodies may lie beside each other, mm: one of them may be cut off on one side. */
const acrossMm = 96;
/** No shift that is found is nearer to another, in search steps. */
const apart = 2;

export interface Shift {
  /** mm, from the first volume to the second. */
  readonly shift: Point3;
  /** Correlation coefficient of the values there. */
  readonly correlation: number;
  /** Share of the smaller body that is compared. */
  readonly overlap: number;
  /** What shifts are ranked by: the correlation that is certain, given how much is compared. */
  readonly score: number;
}

/** A grid along the patient's axes around a volume, with the values of its body. */
interface Block {
  readonly values: Float32Array;
  readonly body: Uint8Array;
  readonly size: readonly [number, number, number];
  readonly origin: Point3;
  readonly bodyVoxels: number;
  /** Of the body, in voxels. */
  readonly centroid: Point3;
}

/**
 * All shifts of the one body against the other on a coarse grid, the most alike first: those that are more alike than their
 * neighbours, `most` at most.
 */
export function searchShift(first: PreparedVolume, second: PreparedVolume, most: number): Shift[] {
  const a = blockOf(first);
  const b = blockOf(second);
  const needed = leastOverlap * Math.min(a.bodyVoxels, b.bodyVoxels);
  const { from, to } = reachOf(a, b);
  const counts = from.map((low, axis) => (to[axis] as number) - low + 1) as [number, number, number];
  const scores = new Float32Array(counts[0] * counts[1] * counts[2]).fill(-1);
  const correlations = new Float32Array(scores.length);
  const overlaps = new Float32Array(scores.length);
  const points = bodyPoints(a);
  let at = 0;
  for (let dz = from[2] as number; dz <= (to[2] as number); dz++)
    for (let dy = from[1] as number; dy <= (to[1] as number); dy++)
      for (let dx = from[0] as number; dx <= (to[0] as number); dx++, at++) {
        const { correlation, compared } = compare(points, b, dx, dy, dz);
        if (compared < needed) continue;
        correlations[at] = correlation;
        overlaps[at] = Math.min(1, compared / Math.min(a.bodyVoxels, b.bodyVoxels));
        scores[at] = certain(correlation, compared);
      }
  return peaks(scores, counts)
    .slice(0, most)
    .map((index) => {
      const steps = [
        index % counts[0],
        Math.floor(index / counts[0]) % counts[1],
        Math.floor(index / counts[0] / counts[1]),
      ] as const;
      const shift = [0, 1, 2].map(
        (axis) =>
          ((steps[axis] as number) + (from[axis] as number)) * searchMm +
          (b.origin[axis] as number) -
          (a.origin[axis] as number),
      ) as unknown as Point3;
      return {
        shift,
        correlation: correlations[index] as number,
        overlap: overlaps[index] as number,
        score: scores[index] as number,
      };
    });
}

/** Along the body every shift that lets the two meet; across it no more than a patient lies beside the middle of the table. */
function reachOf(a: Block, b: Block): { from: number[]; to: number[] } {
  const axes = [0, 1, 2] as const;
  const middle = axes.map((axis) => Math.round(b.centroid[axis] - a.centroid[axis]));
  const across = Math.ceil(acrossMm / searchMm);
  const isAlong = (axis: number): boolean => axis === 2;
  return {
    from: axes.map((axis) =>
      Math.max(1 - a.size[axis], isAlong(axis) ? -Infinity : (middle[axis] as number) - across),
    ),
    to: axes.map((axis) =>
      Math.min(b.size[axis] - 1, isAlong(axis) ? Infinity : (middle[axis] as number) + across),
    ),
  };
}

/** Lower end of the confidence interval (Fisher); neighbouring voxels say much the same, so eight count as one. */
function certain(correlation: number, compared: number): number {
  if (compared <= 32) return -1;
  const z = Math.atanh(Math.min(0.9999, correlation)) - 2 / Math.sqrt(compared / 8 - 3);
  return Math.tanh(z);
}

function blockOf(volume: PreparedVolume): Block {
  const smooth = smoothGrid(volume, searchMm / 2);
  const [low, high] = boxOf(volume);
  const size = low.map((least, axis) =>
    Math.max(1, Math.ceil(((high[axis] as number) - least) / searchMm) + 1),
  ) as [number, number, number];
  // Centred, so that no end of the volume is favoured.
  const origin = low.map(
    (least, axis) => (least + (high[axis] as number) - ((size[axis] as number) - 1) * searchMm) / 2,
  ) as unknown as Point3;
  const map = toIndex(volume, identity);
  const values = new Float32Array(size[0] * size[1] * size[2]);
  const body = new Uint8Array(values.length);
  let bodyVoxels = 0;
  const sum: [number, number, number] = [0, 0, 0];
  let at = 0;
  for (let k = 0; k < size[2]; k++)
    for (let j = 0; j < size[1]; j++)
      for (let i = 0; i < size[0]; i++, at++) {
        const x = origin[0] + i * searchMm;
        const y = origin[1] + j * searchMm;
        const z = origin[2] + k * searchMm;
        const index = [0, 4, 8].map(
          (row) =>
            (map[row] as number) * x +
            (map[row + 1] as number) * y +
            (map[row + 2] as number) * z +
            (map[row + 3] as number),
        ) as [number, number, number];
        values[at] = sampleAt(smooth, ...index);
        if (!(values[at] === values[at])) continue;
        const [i0, j0, k0] = index.map(Math.round) as [number, number, number];
        if (volume.body[(k0 * volume.rows + j0) * volume.columns + i0] !== 1) continue;
        body[at] = 1;
        bodyVoxels++;
        sum[0] += i;
        sum[1] += j;
        sum[2] += k;
      }
  const centroid = scale(sum, 1 / Math.max(1, bodyVoxels));
  return { values, body, size, origin, bodyVoxels, centroid };
}

/** The box along the patient's axes around the voxel centres. */
function boxOf(grid: GridShape): [Point3, Point3] {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (const i of [0, grid.columns - 1])
    for (const j of [0, grid.rows - 1])
      for (const k of [0, grid.layers - 1])
        for (const [axis, value] of gridPoint(grid, i, j, k).entries()) {
          low[axis as 0] = Math.min(low[axis as 0], value);
          high[axis as 0] = Math.max(high[axis as 0], value);
        }
  return [low, high];
}

interface Points {
  readonly i: Int16Array;
  readonly j: Int16Array;
  readonly k: Int16Array;
  readonly value: Float32Array;
}

function bodyPoints({ values, body, size, bodyVoxels }: Block): Points {
  const points: Points = {
    i: new Int16Array(bodyVoxels),
    j: new Int16Array(bodyVoxels),
    k: new Int16Array(bodyVoxels),
    value: new Float32Array(bodyVoxels),
  };
  let count = 0;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 0) continue;
    points.i[count] = at % size[0];
    points.j[count] = Math.floor(at / size[0]) % size[1];
    points.k[count] = Math.floor(at / size[0] / size[1]);
    points.value[count++] = values[at] as number;
  }
  return points;
}

/** The body of the first against whatever the second has there. */
function compare(
  { i, j, k, value }: Points,
  { values, size }: Block,
  dx: number,
  dy: number,
  dz: number,
): { correlation: number; compared: number } {
  let [count, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  const [columns, rows, layers] = size;
  for (let n = 0; n < value.length; n++) {
    const x = (i[n] as number) + dx;
    const y = (j[n] as number) + dy;
    const z = (k[n] as number) + dz;
    if (x < 0 || y < 0 || z < 0 || x >= columns || y >= rows || z >= layers) continue;
    const b = values[(z * rows + y) * columns + x] as number;
    if (b !== b) continue;
    const a = value[n] as number;
    count++;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const varianceA = sumAA - (sumA * sumA) / count;
  const varianceB = sumBB - (sumB * sumB) / count;
  const covariance = sumAB - (sumA * sumB) / count;
  const correlation =
    varianceA > 1e-6 && varianceB > 1e-6 ? covariance / Math.sqrt(varianceA * varianceB) : 0;
  return { correlation, compared: count };
}

/** Indices of what is greater than all around it, the greatest first. */
function peaks(scores: Float32Array, [columns, rows, layers]: readonly [number, number, number]): number[] {
  const found: number[] = [];
  for (let at = 0; at < scores.length; at++) {
    const own = scores[at] as number;
    if (own <= 0) continue;
    const x = at % columns;
    const y = Math.floor(at / columns) % rows;
    const z = Math.floor(at / columns / rows);
    let greatest = true;
    for (let k = Math.max(0, z - apart); greatest && k <= Math.min(layers - 1, z + apart); k++)
      for (let j = Math.max(0, y - apart); greatest && j <= Math.min(rows - 1, y + apart); j++)
        for (let i = Math.max(0, x - apart); i <= Math.min(columns - 1, x + apart); i++) {
          const other = scores[(k * rows + j) * columns + i] as number;
          if (other > own) {
            greatest = false;
            break;
          }
        }
    if (greatest) found.push(at);
  }
  return found.sort((a, b) => (scores[b] as number) - (scores[a] as number));
}
