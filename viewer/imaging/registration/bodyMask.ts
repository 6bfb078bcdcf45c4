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

interface Size {
  columns: number;
  rows: number;
  layers: number;
}

/** Voxels whose four neighbours in the layer are set too; the edge of the image is no boundary. */
function eroded(mask: Uint8Array, { columns, rows }: Size): Uint8Array {
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
function grown(mask: Uint8Array, { columns, rows }: Size, corners: boolean): Uint8Array {
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
function largestPart(mask: Uint8Array, { columns, rows, layers }: Size): Uint8Array {
  const part = new Int32Array(mask.length);
  const queue = new Int32Array(mask.length);
  const plane = columns * rows;
  let [largest, most, label] = [0, 0, 0];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || part[start] !== 0) continue;
    let [head, tail] = [0, 0];
    const visit = (at: number): void => {
      if (mask[at] === 0 || part[at] !== 0) return;
      part[at] = label;
      queue[tail++] = at;
    };
    label++;
    visit(start);
    while (head < tail) {
      const at = queue[head++] as number;
      const column = at % columns;
      const row = Math.floor(at / columns) % rows;
      const layer = Math.floor(at / plane);
      if (column > 0) visit(at - 1);
      if (column < columns - 1) visit(at + 1);
      if (row > 0) visit(at - columns);
      if (row < rows - 1) visit(at + columns);
      if (layer > 0) visit(at - plane);
      if (layer < layers - 1) visit(at + plane);
    }
    if (tail > most) [largest, most] = [label, tail];
  }
  const out = new Uint8Array(mask.length);
  if (most > 0) for (let at = 0; at < out.length; at++) if (part[at] === largest) out[at] = 1;
  return out;
}

/** With what cannot be reached in its layer from the edge of the image. */
function withEnclosed(body: Uint8Array, { columns, rows, layers }: Size): Uint8Array {
  const inside = new Uint8Array(body.length).fill(1);
  const stack = new Int32Array(columns * rows);
  for (let layer = 0; layer < layers; layer++) {
    const base = layer * columns * rows;
    let height = 0;
    const visit = (at: number): void => {
      if (body[base + at] === 1 || inside[base + at] === 0) return;
      inside[base + at] = 0;
      stack[height++] = at;
    };
    for (let column = 0; column < columns; column++) {
      visit(column);
      visit((rows - 1) * columns + column);
    }
    for (let row = 0; row < rows; row++) {
      visit(row * columns);
      visit(row * columns + columns - 1);
    }
    while (height > 0) {
      const at = stack[--height] as number;
      const column = at % columns;
      if (column > 0) visit(at - 1);
      if (column < columns - 1) visit(at + 1);
      if (at >= columns) visit(at - columns);
      if (at < columns * (rows - 1)) visit(at + columns);
    }
  }
  return inside;
}
