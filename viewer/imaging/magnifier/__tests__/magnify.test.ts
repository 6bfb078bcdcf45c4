import { describe, expect, it } from 'vitest';
import type { LoadedFrame } from '../../frames/loadedFrame.ts';
import { cutOut, lensRegion } from '../magnify.ts';

const image = { rows: 100, columns: 200 };

describe('lensRegion', () => {
  it('covers what the lens shows and one pixel more', () => {
    // A quarter of an image pixel for each pixel of the lens: a lens of 40 px shows 10 pixels to each side.
    const mapping = { column: [0.25, 0, 50], row: [0, 0.25, 60] } as const;
    expect(lensRegion(mapping, 40, image)).toEqual({ left: 39, top: 49, columns: 23, rows: 23 });
  });
  it('reaches as far when the image is turned', () => {
    const mapping = { column: [0, -0.25, 50], row: [0.25, 0, 60] } as const;
    expect(lensRegion(mapping, 40, image)).toEqual({ left: 39, top: 49, columns: 23, rows: 23 });
  });
  it('ends at the borders of the image, and is none beyond', () => {
    const at = (column: number, row: number) =>
      lensRegion({ column: [0.25, 0, column], row: [0, 0.25, row] }, 40, image);
    expect(at(2, 98)).toEqual({ left: 0, top: 87, columns: 14, rows: 13 });
    expect(at(-20, 50)).toBeUndefined();
  });
});

describe('cutOut', () => {
  it('takes the samples of the region', () => {
    const loaded = {
      rows: 3,
      columns: 4,
      samplesPerPixel: 1,
      values: Int16Array.from({ length: 12 }, (_, index) => index),
    } as unknown as LoadedFrame;
    const part = cutOut(loaded, { left: 1, top: 1, columns: 2, rows: 2 });
    expect([...part.values]).toEqual([5, 6, 9, 10]);
    const colour = { ...loaded, columns: 2, rows: 2, samplesPerPixel: 3 } as LoadedFrame;
    expect([...cutOut(colour, { left: 1, top: 0, columns: 1, rows: 2 }).values]).toEqual([
      3, 4, 5, 9, 10, 11,
    ]);
  });
});
