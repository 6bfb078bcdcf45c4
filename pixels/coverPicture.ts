import type { OverlayBitmap } from './overlayPlanes.ts';
import { isWithin, type Shutter } from './shutter.ts';
import type { DisplayImage } from './toRgba.ts';

/** What lies over the picture of a frame. */
export interface PictureCover {
  shutter?: Shutter | undefined;
  /** The overlay that a bitmap shutter names. */
  shutterBitmap?: OverlayBitmap | undefined;
  /** Drawn white, over the shutter (PS3.4 N.2). */
  overlays?: readonly OverlayBitmap[] | undefined;
}

/** Lays shutter and overlays over display values, in place; `channels` bytes for each pixel, an alpha channel (the fourth) is left. */
export function coverPicture(
  values: DisplayImage['values'],
  { rows, columns }: { rows: number; columns: number },
  channels: 1 | 3 | 4,
  { shutter, shutterBitmap, overlays = [] }: PictureCover,
): void {
  const paint = (pixel: number, grey: number): void => {
    const at = pixel * channels;
    values.fill(grey, at, at + Math.min(3, channels));
  };
  if (shutter && shutter.shapes.length > 0) {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        if (!shutter.shapes.every((shape) => isWithin(shape, column, row)))
          paint(row * columns + column, shutter.grey);
  }
  if (shutter && shutterBitmap)
    paintOnes(shutterBitmap, { rows, columns }, (pixel) => paint(pixel, shutter.grey));
  for (const overlay of overlays) paintOnes(overlay, { rows, columns }, (pixel) => paint(pixel, 255));
}

/** What of an overlay reaches out of the image is not there. */
function paintOnes(
  { plane, bits }: OverlayBitmap,
  { rows, columns }: { rows: number; columns: number },
  paint: (pixel: number) => void,
): void {
  for (let y = 0; y < plane.rows; y++) {
    const row = y + plane.originRow - 1;
    if (row < 0 || row >= rows) continue;
    for (let x = 0; x < plane.columns; x++) {
      const column = x + plane.originColumn - 1;
      if (column >= 0 && column < columns && bits[y * plane.columns + x]) paint(row * columns + column);
    }
  }
}
