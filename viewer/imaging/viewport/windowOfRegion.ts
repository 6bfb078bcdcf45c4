import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { VoiWindow } from './viewState.ts';

/**
 * The window from the least to the greatest value of the pixels whose centres lie in the box around `corners` (columns
 * and rows, fractions allowed); undefined for colour images and where the box holds no pixel.
 */
export function windowOfRegion(
  { values, rows, columns, samplesPerPixel, stored, padding }: LoadedFrame,
  corners: readonly { column: number; row: number }[],
): VoiWindow | undefined {
  if (samplesPerPixel !== 1) return undefined;
  const along = (of: (corner: { column: number; row: number }) => number, count: number) => ({
    first: Math.max(0, Math.ceil(Math.min(...corners.map(of)))),
    last: Math.min(count - 1, Math.floor(Math.max(...corners.map(of)))),
  });
  const { first: left, last: right } = along(({ column }) => column, columns);
  const { first: top, last: bottom } = along(({ row }) => row, rows);
  if (right < left || bottom < top) return undefined;
  let least = Infinity;
  let greatest = -Infinity;
  for (let row = top; row <= bottom; row++) {
    for (let at = row * columns + left; at <= row * columns + right; at++) {
      if (padding && isPadding(padding, (stored ?? values)[at] as number)) continue;
      const value = values[at] as number;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (!Number.isFinite(greatest - least)) return undefined;
  return { center: (least + greatest + 1) / 2, width: Math.max(1, greatest - least + 1) };
}
