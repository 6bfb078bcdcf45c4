import { describe, expect, it } from 'vitest';
import { syntheticFrames, volumeOf } from '../../volume/__tests__/syntheticVolume.ts';
import { sliceOn } from '../../volume/index.ts';
import { colourise } from '../colourise.ts';
import { doseStack } from '../doseStack.ts';
import { gridOn } from '../pixelGrid.ts';

describe('colourise', () => {
  const settings = { window: { lower: 0, upper: 10 }, threshold: undefined, colourMap: 'hotIron' } as const;

  it('puts values in the unit of the window through the map, its ends beyond the window', () => {
    // 0.5 * 10 = 5: step 128 (127.5 rounded), red.
    expect([...colourise([10, -4, 400], 0.5, settings)]).toEqual([
      ...[255, 0, 0, 255],
      ...[0, 0, 0, 255],
      ...[255, 255, 255, 255],
    ]);
  });

  it('leaves transparent what is unknown or below the threshold', () => {
    const rgba = colourise([NaN, 3.9, 4], 1, { ...settings, threshold: 4 });
    expect([rgba[3], rgba[7], rgba[11]]).toEqual([0, 0, 255]);
  });
});

describe('the pixels of an overlay', () => {
  const plane = {
    position: [0, 0, 0],
    rowCosines: [1, 0, 0],
    columnCosines: [0, 1, 0],
    rowSpacing: 4,
    columnSpacing: 4,
  } as const;

  it('are those of the image where it is finer', () => {
    expect(gridOn({ plane, columns: 10, rows: 8 }, 5)).toEqual({ plane, columns: 10, rows: 8 });
  });

  it('divide its pixels where the overlay is finer', () => {
    const grid = gridOn({ plane, columns: 10, rows: 8 }, 1);
    expect(grid).toMatchObject({
      columns: 40,
      rows: 32,
      plane: { position: [-1.5, -1.5, 0], rowSpacing: 1 },
    });
  });

  it('take pixels together where there are more than a screen has', () => {
    const grid = gridOn({ plane, columns: 4000, rows: 3000 }, 4);
    expect(grid).toMatchObject({ columns: 1334, rows: 1000, plane: { position: [4, 4, 0], rowSpacing: 12 } });
  });
});

describe('sliceOn', () => {
  it('looks from the pixels of one image into the voxels of another', () => {
    const volume = volumeOf(
      syntheticFrames({
        columns: 8,
        rows: 8,
        positions: [0, 3, 6, 9].map((z) => [10, 20, z] as const),
        rowSpacing: 2,
        columnSpacing: 2,
      }),
    );
    const plane = {
      position: [11, 21, 4.5],
      rowCosines: [1, 0, 0],
      columnCosines: [0, 1, 0],
      rowSpacing: 0.5,
      columnSpacing: 0.5,
    } as const;
    const { derived } = sliceOn(
      volume,
      { plane, columns: 4, rows: 4 },
      { mode: 'none', thicknessMm: 0 },
      'x',
    );
    expect(derived).toMatchObject({
      layers: [1, 2],
      outside: NaN,
      sampling: { start: [0.5, 0.5, 1.5], perColumn: [0.25, 0, 0], perRow: [0, 0.25, 0], samples: 1 },
    });
  });
});

describe('doseStack', () => {
  const frames = (offsets: number[], more: object = {}) =>
    syntheticFrames({
      columns: 4,
      rows: 4,
      positions: [[0, 0, 100]],
      more: () => ({
        '00280008': { vr: 'IS', Value: [3] },
        '3004000C': { vr: 'DS', Value: offsets },
        '3004000E': { vr: 'DS', Value: [0.002] },
        '30040002': { vr: 'CS', Value: ['GY'] },
        ...more,
      }),
    });
  const places = (offsets: number[]) =>
    doseStack(frames(offsets)).frames.map(({ plane }) => plane?.position[2]);

  it('places frames by their offsets, relative or absolute, upwards or downwards', () => {
    expect(places([0, 2, 4])).toEqual([100, 102, 104]);
    expect(places([0, -2, -4])).toEqual([100, 98, 96]);
    expect(places([100, 103, 106])).toEqual([100, 103, 106]);
  });

  it('scales stored values into Gy', () => {
    expect(doseStack(frames([0, 2, 4])).frames[1]).toMatchObject({
      unit: 'Gy',
      rescale: { slope: 0.002, intercept: 0 },
    });
  });

  it('names what it lacks', () => {
    expect(() => doseStack(frames([0, 2]))).toThrow(/2 values for 3 frames/);
    expect(() => doseStack(frames([7, 9, 11]))).toThrow(/begins with 7/);
    expect(() => doseStack(frames([0, 2, 4], { '3004000E': { vr: 'DS' } }))).toThrow(/3004,000E/);
  });
});
