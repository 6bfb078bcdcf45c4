import { floodFill, type GridSize } from '../geometry/floodFill.ts';
import type { VoxelGrid } from './voxelGrid.ts';

export interface BodyMask {
  /** 1 in the body, what it encloses (lungs, bowel) included. */
  readonly inside: Uint8Array;
  /** The same and the voxels around it. */
  readonly near: Uint8Array;
  /** Voxels inside. */
  readonly count: number;
}

/**
 * The largest thing that is brighter than `threshold`, without what is thinner than three voxels (table tops, cushions, lines), and
 * layer by layer all that it encloses.
 */
export function bodyMask({ values, columns, rows, layers }: VoxelGrid, threshold: number): BodyMask {
  const bright = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) if ((values[at] as number) > threshold) bright[at] = 1;
  const size = { columns, rows, layers };
  const core = largestPart(eroded(bright, size), size);
  const body = grown(core, size, true);
  for (let at = 0; at < body.length; at++) if (bright[at] === 0) body[at] = 0;
  const inside = withEnclosed(body, size);
  let count = 0;
  for (const voxel of inside) count += voxel;
  return { inside, near: grown(inside, size, false), count };
}

/** Voxels whose four neighbours in the layer are set too; the edge of the image is no boundary. */
function eroded(mask: Uint8Array, { columns, rows }: GridSize): Uint8Array {
  const out = new Uint8Array(mask.length);
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const column = at % columns;
    const row = Math.floor(at / columns) % rows;
    const whole =
      (column === 0 || mask[at - 1] === 1) &&
      (column === columns - 1 || mask[at + 1] === 1) &&
      (row === 0 || mask[at - columns] === 1) &&
      (row === rows - 1 || mask[at + columns] === 1);
    if (whole) out[at] = 1;
  }
  return out;
}

/** With the neighbours in the layer, those at corners included if wanted. */
function grown(mask: Uint8Array, { columns, rows }: GridSize, corners: boolean): Uint8Array {
  const out = mask.slice();
  for (let at = 0; at < mask.length; at++) {
    if (mask[at] === 0) continue;
    const column = at % columns;
    const row = Math.floor(at / columns) % rows;
    for (let y = Math.max(0, row - 1) - row; y <= Math.min(rows - 1, row + 1) - row; y++)
      for (let x = Math.max(0, column - 1) - column; x <= Math.min(columns - 1, column + 1) - column; x++)
        if (corners || x === 0 || y === 0) out[at + y * columns + x] = 1;
  }
  return out;
}

/** The voxels of the largest set that hangs together by faces. */
function largestPart(mask: Uint8Array, size: GridSize): Uint8Array {
  const part = new Int32Array(mask.length);
  const stack = new Int32Array(mask.length);
  let [largest, most, label] = [0, 0, 0];
  const take = (at: number): boolean => {
    if (mask[at] === 0 || part[at] !== 0) return false;
    part[at] = label;
    return true;
  };
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || part[start] !== 0) continue;
    label++;
    const count = floodFill(size, stack, start, take);
    if (count > most) [largest, most] = [label, count];
  }
  const out = new Uint8Array(mask.length);
  if (most > 0) for (let at = 0; at < out.length; at++) if (part[at] === largest) out[at] = 1;
  return out;
}

/** With what cannot be reached in its layer from the edge of the image. */
function withEnclosed(body: Uint8Array, { columns, rows, layers }: GridSize): Uint8Array {
  const inside = new Uint8Array(body.length).fill(1);
  const stack = new Int32Array(columns * rows);
  for (let layer = 0; layer < layers; layer++) {
    const base = layer * columns * rows;
    const fillFrom = (start: number): void => {
      floodFill({ columns, rows, layers: 1 }, stack, start, (at) => {
        if (body[base + at] === 1 || inside[base + at] === 0) return false;
        inside[base + at] = 0;
        return true;
      });
    };
    for (let column = 0; column < columns; column++) {
      fillFrom(column);
      fillFrom((rows - 1) * columns + column);
    }
    for (let row = 0; row < rows; row++) {
      fillFrom(row * columns);
      fillFrom(row * columns + columns - 1);
    }
  }
  return inside;
}
