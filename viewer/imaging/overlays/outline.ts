import type { Mask } from './maskVolume.ts';

/** An outline as straight pieces along the edges of pixels, `[x1, y1, x2, y2]` each, in pixels of the picture: the centre of the first one is 0, 0. */
export type Outline = readonly (readonly [number, number, number, number])[];

/** The edges between pixels of at least `least` and others, joined where they go on straight. */
export function outlineOf({ left, top, columns, rows, values }: Mask, least: number): Outline {
  const inside = (column: number, row: number): boolean =>
    column >= 0 &&
    row >= 0 &&
    column < columns &&
    row < rows &&
    (values[row * columns + column] as number) >= least;
  const pieces: [number, number, number, number][] = [];
  for (let row = 0; row <= rows; row++) {
    let start = -1;
    for (let column = 0; column <= columns; column++) {
      const edge = column < columns && inside(column, row - 1) !== inside(column, row);
      if (edge && start < 0) start = column;
      if (edge || start < 0) continue;
      const y = top + row - 0.5;
      pieces.push([left + start - 0.5, y, left + column - 0.5, y]);
      start = -1;
    }
  }
  for (let column = 0; column <= columns; column++) {
    let start = -1;
    for (let row = 0; row <= rows; row++) {
      const edge = row < rows && inside(column - 1, row) !== inside(column, row);
      if (edge && start < 0) start = row;
      if (edge || start < 0) continue;
      const x = left + column - 0.5;
      pieces.push([x, top + start - 0.5, x, top + row - 0.5]);
      start = -1;
    }
  }
  return pieces;
}
