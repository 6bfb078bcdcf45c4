/** A grey image, row by row. */
export interface GreyImage {
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
}

/**
 * The image at half its columns and rows as a wavelet leaves it: the low pass (-1, 2, 6, 2, -1) / 8 of the reversible 5/3 filter
 * (ISO/IEC 15444-1 F.3) around every second pixel, mirrored at the edges. Pixel n lies on pixel 2n, so that small images
 * out of the first bytes of a frame and those made of whole frames lie on each other.
 */
export function halveImage({ values, columns, rows }: GreyImage): GreyImage {
  const halfColumns = Math.ceil(columns / 2);
  const halfRows = Math.ceil(rows / 2);
  const narrow = new Float32Array(halfColumns * rows);
  for (let row = 0; row < rows; row++)
    lowPass(values, row * columns, 1, columns, narrow, row * halfColumns, 1);
  const half = new Float32Array(halfColumns * halfRows);
  for (let column = 0; column < halfColumns; column++)
    lowPass(narrow, column, halfColumns, rows, half, column, halfColumns);
  return { values: half, columns: halfColumns, rows: halfRows };
}

/** Variance of the weights after so many halvings, in squares of the first image's pixels: that of the low pass is -1/2, it sharpens. */
export const spreadAfter = (halvings: number): number => (-1 / 2) * ((4 ** halvings - 1) / 3);

/** Of one line of `count` values, `step` apart. */
function lowPass(
  source: ArrayLike<number>,
  from: number,
  step: number,
  count: number,
  target: Float32Array,
  to: number,
  targetStep: number,
): void {
  const last = count - 1;
  const at = (index: number): number => {
    const mirrored = index < 0 ? -index : index > last ? 2 * last - index : index;
    return source[from + Math.max(0, Math.min(last, mirrored)) * step] as number;
  };
  for (let index = 0; index < count; index += 2, to += targetStep)
    target[to] = (6 * at(index) + 2 * (at(index - 1) + at(index + 1)) - (at(index - 2) + at(index + 2))) / 8;
}
