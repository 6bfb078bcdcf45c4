/** How many voxels a grid has along each axis; columns vary fastest. A single image has one layer. */
export interface GridSize {
  readonly columns: number;
  readonly rows: number;
  readonly layers: number;
}

/**
 * Visits the voxels that hang together by faces with one of them.
 *
 * @param stack as long as the grid has voxels; what is in it does not matter
 * @param take whether a voxel belongs to them; it marks those that do, as it must not say so twice
 * @returns how many were taken
 */
export function floodFill(
  { columns, rows, layers }: GridSize,
  stack: Int32Array,
  start: number,
  take: (at: number) => boolean,
): number {
  const plane = columns * rows;
  let [height, count] = [0, 0];
  const visit = (at: number): void => {
    if (!take(at)) return;
    stack[height++] = at;
    count++;
  };
  visit(start);
  while (height > 0) {
    const at = stack[--height] as number;
    const column = at % columns;
    const inPlane = layers === 1 ? at : at % plane;
    if (column > 0) visit(at - 1);
    if (column < columns - 1) visit(at + 1);
    if (inPlane >= columns) visit(at - columns);
    if (inPlane < plane - columns) visit(at + columns);
    if (at >= plane) visit(at - plane);
    if (at < plane * (layers - 1)) visit(at + plane);
  }
  return count;
}
