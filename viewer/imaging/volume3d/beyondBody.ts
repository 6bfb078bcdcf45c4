import { floodFill } from '../geometry/floodFill.ts';

/** Between air and soft tissue, HU. */
const airBelow = -500;
/** The mean of air around the body or of padding; lung that touches the edge of the image is denser. */
const outsideMean = -930;
/** How far the body's surface reaches into it, voxels: where air and skin share voxels. */
const skinVoxels = 2;

const unknown = 0;
const outside = 1;
const thing = 2;

/**
 * What of a layer is not inside of the body: the air around it, its surface, the table and whatever else stands apart. Air in
 * the body (lungs, airways, bowel) is no part of it.
 *
 * @param layer HU, `columns * rows`
 * @returns runs of voxels, [start, end) one after the other, in growing order
 */
export function beyondBody(layer: ArrayLike<number>, columns: number, rows: number): Int32Array {
  const kinds = new Uint8Array(columns * rows);
  const stack = new Int32Array(columns * rows);
  const size = { columns, rows, layers: 1 };
  const takeAir = (at: number): boolean => {
    if (kinds[at] !== unknown || !((layer[at] as number) < airBelow)) return false;
    kinds[at] = outside;
    return true;
  };
  for (const run of borderRuns(layer, columns, rows))
    for (const start of run) floodFill(size, stack, start, takeAir);
  let [largest, most] = [thing, 0];
  let kind = thing;
  const takeThing = (at: number): boolean => {
    if (kinds[at] !== unknown) return false;
    kinds[at] = kind;
    return true;
  };
  for (let at = 0; at < kinds.length; at++) {
    if (kinds[at] !== unknown) continue;
    // Small things beyond the greatest number of a byte share it: none of them is the body.
    const count = floodFill(size, stack, at, takeThing);
    if (count > most) [largest, most] = [kind, count];
    if (kind < 254) kind++;
  }
  return runsOf(grown(kinds, columns, rows, largest));
}

/** Stretches of air along the edge of the image that are the air around the body. */
function borderRuns(layer: ArrayLike<number>, columns: number, rows: number): number[][] {
  const edge: number[] = [];
  for (let column = 0; column < columns; column++) edge.push(column);
  for (let row = 1; row < rows; row++) edge.push(row * columns + columns - 1);
  for (let column = columns - 2; column >= 0; column--) edge.push((rows - 1) * columns + column);
  for (let row = rows - 2; row > 0; row--) edge.push(row * columns);
  const runs: number[][] = [];
  const run: number[] = [];
  for (const at of edge) {
    if ((layer[at] as number) < airBelow) run.push(at);
    else if (run.length > 0) runs.push(run.splice(0));
  }
  if (run.length > 0) runs.push(run);
  return runs.filter(
    (one) => one.reduce((sum, at) => sum + (layer[at] as number), 0) / one.length < outsideMean,
  );
}

/** 1 where the voxel is not of the body or nearer to what is not than the skin is thick. */
function grown(kinds: Uint8Array, columns: number, rows: number, body: number): Uint8Array {
  const along = new Uint8Array(kinds.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (kinds[row * columns + column] === body) continue;
      const from = Math.max(0, column - skinVoxels);
      along.fill(1, row * columns + from, row * columns + Math.min(columns, column + skinVoxels + 1));
    }
  const beyond = new Uint8Array(kinds.length);
  for (let row = 0; row < rows; row++)
    for (let near = Math.max(0, row - skinVoxels); near <= Math.min(rows - 1, row + skinVoxels); near++)
      for (let column = 0; column < columns; column++)
        if (along[near * columns + column] === 1) beyond[row * columns + column] = 1;
  return beyond;
}

function runsOf(beyond: Uint8Array): Int32Array {
  const runs: number[] = [];
  for (let at = 0; at < beyond.length; at++) {
    if (beyond[at] !== beyond[at - 1] && (beyond[at] === 1 || at > 0)) runs.push(at);
  }
  if (beyond.at(-1) === 1) runs.push(beyond.length);
  return Int32Array.from(runs);
}
