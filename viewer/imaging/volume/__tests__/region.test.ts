import { describe, expect, it } from 'vitest';
import type { GridSampling } from '../derivedSlice.ts';
import { contains, regionOfGrid } from '../region.ts';
import { VoxelStore } from '../voxelStore.ts';

const sampling = (part: Partial<GridSampling>): GridSampling => ({
  kind: 'grid',
  start: [0, 0, 0],
  perColumn: [1, 0, 0],
  perRow: [0, 0, -1],
  perMm: [0, 1, 0],
  axis: 1,
  first: 7,
  overlapsMm: [1],
  ...part,
});

describe('regionOfGrid', () => {
  it('is a row for a coronal picture, a column for a sagittal one, the frame for an axial one', () => {
    expect(regionOfGrid(sampling({}), 20, 5)).toEqual({ columns: [0, 19], rows: [7, 7] });
    const sagittal = sampling({ perColumn: [0, 1, 0], axis: 0, first: 3, overlapsMm: [0.5, 1, 0.5] });
    expect(regionOfGrid(sagittal, 10, 5)).toEqual({ columns: [3, 5], rows: [0, 9] });
    const axial = sampling({ perRow: [0, 1, 0], axis: 2, first: 2 });
    expect(regionOfGrid(axial, 20, 10)).toEqual({ columns: [0, 19], rows: [0, 9] });
  });

  it('runs either way', () => {
    const mirrored = sampling({ start: [19, 0, 4], perColumn: [-1, 0, 0] });
    expect(regionOfGrid(mirrored, 20, 5)).toEqual({ columns: [0, 19], rows: [7, 7] });
  });
});

describe('VoxelStore', () => {
  it('makes up each part when it is read, and again when what it is made of has changed', () => {
    const store = new VoxelStore({ columns: 2, rows: 2, frames: 3, resampled: undefined, decimation: 1 });
    const frame = (...values: number[]) => ({ values: Int16Array.from(values), columns: 2, rows: 2 });
    store.feed(0, frame(0, 10, 20, 30), false);
    store.feed(2, frame(100, 110, 120, 130), false);
    const upper = { columns: [0, 1], rows: [0, 0] } as const;
    expect([...(store.voxels(0, 2, upper)?.values.subarray(4, 6) ?? [])]).toEqual([50, 60]);
    const right = { columns: [1, 1], rows: [0, 1] } as const;
    const made = store.voxels(0, 2, right)?.values;
    expect([made?.[5], made?.[7]]).toEqual([60, 80]);
    expect([...(store.voxels()?.values.subarray(4, 8) ?? [])]).toEqual([50, 60, 70, 80]);
    store.feed(2, frame(200, 210, 220, 230), false);
    expect([...(store.voxels(0, 2, upper)?.values.subarray(4, 6) ?? [])]).toEqual([100, 110]);
  });

  it('knows which part is within another', () => {
    const whole = { columns: [0, 9], rows: [0, 9] } as const;
    expect(contains(whole, { columns: [3, 3], rows: [0, 9] })).toBe(true);
    expect(contains({ columns: [3, 3], rows: [0, 9] }, whole)).toBe(false);
  });
});
