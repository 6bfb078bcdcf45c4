import { describe, expect, it } from 'vitest';
import type { LoadedFrame } from '../../frames/loadedFrame.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import { sampleAt } from '../sampleFrame.ts';

/** 3 columns x 2 rows, 2 mm apart, first pixel at (10, 20, 5). */
const frame = {
  unit: 'HU',
  plane: {
    position: [10, 20, 5],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    rowSpacing: 2,
    columnSpacing: 2,
  },
} as unknown as FrameRef;

const loaded = {
  values: new Int16Array([1, 2, 3, 4, 5, 6]),
  rows: 2,
  columns: 3,
  samplesPerPixel: 1,
} as unknown as LoadedFrame;

describe('sampleAt', () => {
  it('gives the pixel whose centre is nearest', () => {
    expect(sampleAt(frame, loaded, [14, 22, 5])).toEqual({ column: 2, row: 1, value: 6, unit: 'HU' });
    expect(sampleAt(frame, loaded, [12.9, 20.9, 5])?.value).toBe(2);
  });

  it('reaches half a pixel beyond the centres of the outer pixels and no further', () => {
    expect(sampleAt(frame, loaded, [9.1, 20, 5])?.value).toBe(1);
    expect(sampleAt(frame, loaded, [8.9, 20, 5])).toBeUndefined();
    expect(sampleAt(frame, loaded, [15.1, 20, 5])).toBeUndefined();
  });

  it('gives the three colours of a colour image', () => {
    const colour = {
      ...loaded,
      values: new Uint8Array([1, 2, 3, 4, 5, 6]),
      rows: 1,
      columns: 2,
      samplesPerPixel: 3,
    };
    expect(sampleAt(frame, colour as LoadedFrame, [12, 20, 5])?.value).toEqual([4, 5, 6]);
  });
});
