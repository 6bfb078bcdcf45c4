/** The linear VOI of PS3.3 C.11.2.1.2.1, written down from the standard: modality value to 0 … 255. */
export function linearVoi(value: number, center: number, width: number): number {
  if (value <= center - 0.5 - (width - 1) / 2) return 0;
  if (value > center - 0.5 + (width - 1) / 2) return 255;
  return ((value - (center - 0.5)) / (width - 1) + 0.5) * 255;
}

/** The value between pixel centres, linearly interpolated; undefined at the border. */
export function bilinear(
  image: { rows: number; columns: number; values: number[] },
  column: number,
  row: number,
): number | undefined {
  const [x, y] = [Math.floor(column), Math.floor(row)];
  if (x < 0 || y < 0 || x + 1 >= image.columns || y + 1 >= image.rows) return undefined;
  const at = (dx: number, dy: number): number => image.values[(y + dy) * image.columns + x + dx] as number;
  const [fx, fy] = [column - x, row - y];
  const upper = at(0, 0) * (1 - fx) + at(1, 0) * fx;
  const lower = at(0, 1) * (1 - fx) + at(1, 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
