import { describe, expect, it } from 'vitest';
import type { VolumeGeometry } from '../../volume/index.ts';
import { addFrame, sharesOf } from '../reduceLayer.ts';
import { patientBox, reducedGrid } from '../reducedGrid.ts';

const plain: VolumeGeometry = {
  kind: 'volume',
  id: 'v',
  frames: [],
  columns: 6,
  rows: 4,
  layers: 5,
  origin: [10, 20, 30],
  columnStep: [0.5, 0, 0],
  rowStep: [0, 0.5, 0],
  layerStep: [0, 0, -2],
  spacing: [0.5, 0.5, 2],
  sheared: false,
  resampled: undefined,
  notes: [],
};

describe('reducedGrid', () => {
  it('keeps the stored voxels where they fit, with right-handed axes', () => {
    const grid = reducedGrid(plain, { voxels: 120, edge: 100 });
    expect(grid).toMatchObject({ pixels: 1, layers: 1, dimensions: [6, 4, 5], spacing: [0.5, 0.5, 2] });
    // Layers run to the feet: the last one comes first, at 30 - 4 * 2 mm.
    expect(grid.reversed).toBe(true);
    expect(grid.origin).toEqual([10, 20, 22]);
    expect(grid.axes[2]).toEqual([0, 0, 1]);
    expect(patientBox(grid)).toEqual([
      [9.75, 19.75, 21],
      [12.75, 21.75, 31],
    ]);
  });

  it('takes the mean of blocks in the plane first where layers are thicker', () => {
    const grid = reducedGrid(plain, { voxels: 119, edge: 100 });
    expect(grid).toMatchObject({ pixels: 2, layers: 1, dimensions: [3, 2, 5], spacing: [1, 1, 2] });
    expect(grid.origin).toEqual([10.25, 20.25, 22]);
  });

  it('makes a right-angled grid that holds all of a tilted stack', () => {
    const tilted: VolumeGeometry = { ...plain, sheared: true, layerStep: [0, 0.75, -2] };
    const grid = reducedGrid(tilted, { voxels: 1e6, edge: 100 });
    // 4 layers x 0.75 mm = 3 mm = 6 pixels more rows.
    expect(grid.dimensions).toEqual([6, 10, 5]);
    expect(grid.origin).toEqual([10, 20, 22]);
    const sums = new Float32Array(60);
    const values = Int16Array.from({ length: 24 }, (_, i) => 100 * Math.floor(i / 6));
    addFrame(sums, values, tilted, grid, { frame: 2, layer: 2, weight: 1 });
    // Layer 2 lies 3 pixels further back: its row 1 (100) is row 4.
    expect([...sums.filter((_, i) => i % 6 === 0)]).toEqual([0, 0, 0, 0, 100, 200, 300, 300, 300, 300]);
  });
});

describe('addFrame and sharesOf', () => {
  it('gives each voxel the mean of its block', () => {
    const grid = reducedGrid(plain, { voxels: 119, edge: 100 });
    const sums = new Float32Array(6);
    const values = Float32Array.from({ length: 24 }, (_, i) => i);
    addFrame(sums, values, plain, grid, { frame: 0, layer: 0, weight: 0.5 });
    // The first block holds 0, 1, 6, 7: 3.5, half of it.
    expect([...sums]).toEqual([1.75, 2.75, 3.75, 7.75, 8.75, 9.75]);
  });

  it('mixes the frames of resampled layers and of blocks of layers', () => {
    const resampled: VolumeGeometry = {
      ...plain,
      layers: 3,
      resampled: [
        { frame: 0, weight: 0 },
        { frame: 0, weight: 0.25 },
        { frame: 1, weight: 1 },
      ],
    };
    const grid = { ...reducedGrid(resampled, { voxels: 1e6, edge: 100 }), layers: 2 };
    expect(sharesOf(resampled, grid, 0)).toEqual([
      { frame: 0, layer: 0, weight: 0.5 },
      { frame: 0, layer: 1, weight: 0.375 },
      { frame: 1, layer: 1, weight: 0.125 },
    ]);
    expect(sharesOf(resampled, grid, 1)).toEqual([{ frame: 2, layer: 2, weight: 1 }]);
  });
});
