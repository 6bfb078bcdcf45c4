import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { Region } from './regionSpans.ts';

export interface RegionStatistics {
  pixels: number;
  mean: number;
  /** Of these pixels themselves (population, divided by n): a description of the region, not an estimate from a sample. */
  standardDeviation: number;
  minimum: number;
  maximum: number;
}

type RegionPixels = Pick<LoadedFrame, 'values' | 'rows' | 'columns' | 'stored' | 'padding'>;

/**
 * Mean, spread and range of the modality values of a frame with one sample per pixel in a region, times `factor` (of
 * values that are shown in another unit). Padding is no image and does not count. Undefined where no pixel's centre of the image lies in the region.
 */
export function regionStatistics(
  { values, rows, columns, stored, padding }: RegionPixels,
  region: Region,
  factor = 1,
): RegionStatistics | undefined {
  let pixels = 0;
  let total = 0;
  let squares = 0;
  let least = Infinity;
  let greatest = -Infinity;
  // Sums are taken of differences from a value of the region, so that squares do not swamp them.
  let origin: number | undefined;
  const lastRow = Math.min(rows - 1, region.lastRow);
  for (let row = Math.max(0, region.firstRow); row <= lastRow; row++) {
    for (const [first, last] of region.spans(row)) {
      const end = row * columns + Math.min(columns - 1, last);
      for (let at = row * columns + Math.max(0, first); at <= end; at++) {
        if (padding && isPadding(padding, (stored ?? values)[at] as number)) continue;
        const value = values[at] as number;
        origin ??= value;
        const offset = value - origin;
        total += offset;
        squares += offset * offset;
        if (value < least) least = value;
        if (value > greatest) greatest = value;
        pixels++;
      }
    }
  }
  if (origin === undefined) return undefined;
  const variance = Math.max(0, squares / pixels - (total / pixels) ** 2);
  return {
    pixels,
    mean: factor * (origin + total / pixels),
    standardDeviation: Math.abs(factor) * Math.sqrt(variance),
    minimum: factor * least,
    maximum: factor * greatest,
  };
}
