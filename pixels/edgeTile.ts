import type { CodeStreamGeometry } from './codestream/Geometry.ts';
import type { ImagePixelModule } from './types.ts';

/**
 * Tiles at the right and lower edge have to be filled up to the size of a frame (PS3.3 C.8.12.4); some writers cut them off
 * instead. Where the rest of the Total Pixel Matrix is just as large as the code stream, the tile has that size.
 */
export function imageOfTile(stream: CodeStreamGeometry, image: ImagePixelModule): ImagePixelModule {
  const { rows, columns, totalPixelMatrix: total } = image;
  const isEdge = (found: number, full: number, of: number) => found === full || found === of % full;
  const isTile =
    total !== undefined &&
    isEdge(stream.rows, rows, total.rows) &&
    isEdge(stream.columns, columns, total.columns);
  return isTile ? { ...image, rows: stream.rows, columns: stream.columns } : image;
}

/** Samples by pixel of a tile at the upper left of a frame; the rest is 0. */
export function fillUpTile(
  bytes: Uint8Array<ArrayBuffer>,
  tile: ImagePixelModule,
  image: ImagePixelModule,
): Uint8Array<ArrayBuffer> {
  if (tile.rows === image.rows && tile.columns === image.columns) return bytes;
  const bytesPerPixel = bytes.length / (tile.rows * tile.columns);
  const filled = new Uint8Array(image.rows * image.columns * bytesPerPixel);
  const line = tile.columns * bytesPerPixel;
  for (let row = 0; row < tile.rows; row++) {
    filled.set(bytes.subarray(row * line, (row + 1) * line), row * image.columns * bytesPerPixel);
  }
  return filled;
}
