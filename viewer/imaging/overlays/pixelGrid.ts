import { addScaled } from '../geometry/vector.ts';
import type { FramePlane } from '../geometry/framePlane.ts';
import type { PixelGrid } from '../volume/index.ts';

/** Overlays are computed on at most so many pixels: those of a screen. */
const mostPixels = 1_500_000;

/**
 * The pixels on which an overlay of an image is computed: those of the image, each divided into n x n where what is laid over
 * it is finer, or several taken together where the image has more than can be seen.
 *
 * @param finestMm distance of the overlay's own pixels
 */
export function gridOn({ plane, columns, rows }: PixelGrid, finestMm: number): PixelGrid {
  const wanted = Math.ceil(Math.min(plane.rowSpacing, plane.columnSpacing) / finestMm - 0.05);
  const most = Math.floor(Math.sqrt(mostPixels / (columns * rows)));
  if (most >= 1) return divided(plane, columns, rows, Math.max(1, Math.min(wanted, most)));
  const joined = Math.ceil(Math.sqrt((columns * rows) / mostPixels));
  return {
    plane: scaled(plane, joined),
    columns: Math.ceil(columns / joined),
    rows: Math.ceil(rows / joined),
  };
}

const divided = (plane: FramePlane, columns: number, rows: number, by: number): PixelGrid => ({
  plane: by === 1 ? plane : scaled(plane, 1 / by),
  columns: columns * by,
  rows: rows * by,
});

/** Pixels `factor` times as wide and high, with the same upper left corner. */
function scaled(plane: FramePlane, factor: number): FramePlane {
  const shift = (factor - 1) / 2;
  const acrossRow = addScaled(plane.position, plane.rowCosines, shift * plane.columnSpacing);
  return {
    ...plane,
    position: addScaled(acrossRow, plane.columnCosines, shift * plane.rowSpacing),
    rowSpacing: plane.rowSpacing * factor,
    columnSpacing: plane.columnSpacing * factor,
  };
}
