import { describe, expect, it } from 'vitest';
import { enlarge, interpolateFrames, shrink } from '../layerFilling.ts';
import { VoxelStore } from '../voxelStore.ts';

describe('layerFilling', () => {
  it('weighs two frames and rounds whole numbers', () => {
    const frames = Int16Array.of(-10, 0, 10, 0, 0, 0, 5, -7, 11);
    interpolateFrames(frames, { columns: 3, rows: 1 }, [0, 2], 0.25, frames, 1);
    // -10 * 0.75 + 5 * 0.25 = -6.25; 0 - 1.75; 7.5 + 2.75.
    expect([...frames.subarray(3, 6)]).toEqual([-6, -2, 10]);
  });

  it('weighs only the part of the frames that is asked for', () => {
    const frames = Int16Array.of(
      0,
      10,
      20,
      30,
      40,
      50,
      ...new Array<number>(6).fill(-1),
      8,
      18,
      28,
      38,
      48,
      58,
    );
    const region = { columns: [1, 2], rows: [1, 1] } as const;
    interpolateFrames(frames, { columns: 3, rows: 2 }, [0, 2], 0.5, frames, 1, region);
    expect([...frames.subarray(6, 12)]).toEqual([-1, -1, -1, -1, 44, 54]);
  });

  it('shrinks by means of blocks, smaller ones at the edges', () => {
    const target = new Float32Array(6);
    shrink(Float32Array.of(1, 3, 5, 7, 100, 3, 5, 7, 9, 200, 9, 11, 13, 15, 300), 5, 3, 2, target, 3);
    expect([...target]).toEqual([3, 7, 150, 10, 14, 300]);
  });

  it('enlarges with the small pixel n on pixel 2n, and repeats the last', () => {
    const target = new Int16Array(6 * 3);
    enlarge(Int16Array.of(0, 10, 20, 100, 110, 120), 3, 2, 6, 1, target, 6, 3);
    const lines = [0, 3, 6].map((line) => [...target.subarray(line * 2, line * 2 + 6)]);
    expect(lines).toEqual([
      [0, 5, 10, 15, 20, 20],
      [50, 55, 60, 65, 70, 70],
      [100, 105, 110, 115, 120, 120],
    ]);
  });
});

describe('VoxelStore', () => {
  it('takes values of another kind without losing any', () => {
    const store = new VoxelStore({ columns: 1, rows: 1, frames: 3, resampled: undefined, decimation: 1 });
    const feed = (
      frame: number,
      values: Int16Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>,
    ): void => store.feed(frame, { values, columns: 1, rows: 1 }, false);
    expect(store.voxels()).toBeUndefined();
    feed(0, Int16Array.of(-30000));
    feed(1, Uint16Array.of(65000));
    feed(2, Float32Array.of(0.5));
    expect([...(store.voxels()?.values ?? [])]).toEqual([-30000, 65000, 0.5]);
  });
});
