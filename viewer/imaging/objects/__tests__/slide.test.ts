import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import { readSlide, slideScaleBar } from '../slide/index.ts';

/** 5 x 3 pixels in tiles of 2 x 2: three across, two down. */
const tiled = (more: DicomJson = {}): DicomJson => ({
  '00080018': { vr: 'UI', Value: ['1.2.1'] },
  '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY', 'VOLUME', 'NONE'] },
  '00280008': { vr: 'IS', Value: [6] },
  '00280010': { vr: 'US', Value: [2] },
  '00280011': { vr: 'US', Value: [2] },
  '00480006': { vr: 'UL', Value: [5] },
  '00480007': { vr: 'UL', Value: [3] },
  '00209311': { vr: 'CS', Value: ['TILED_FULL'] },
  ...more,
});

const at = (column: number, row: number, plane = 0, path = 0) => ({ column, row, plane, path });

describe('readSlide', () => {
  it('finds the tiles of TILED_FULL along rows, then planes, then paths', () => {
    const { levels, planes, paths } = readSlide([
      tiled({
        '00280008': { vr: 'IS', Value: [24] },
        '00480302': { vr: 'UL', Value: [2] },
        '00480303': { vr: 'UL', Value: [2] },
      }),
    ]);
    const [level] = levels;
    expect([planes, paths.length, level?.tilesAcross, level?.tilesDown]).toEqual([2, 2, 3, 2]);
    expect(level?.frameOf(at(2, 0))?.index).toBe(2);
    expect(level?.frameOf(at(0, 1))?.index).toBe(3);
    expect(level?.frameOf(at(1, 1, 1))?.index).toBe(6 + 4);
    expect(level?.frameOf(at(0, 0, 0, 1))?.index).toBe(12);
    expect(level?.frameOf(at(2, 1, 1, 1))?.index).toBe(23);
  });

  it('finds those of TILED_SPARSE where they say they are, and none elsewhere', () => {
    const place = (column: number, row: number): DicomJson => ({
      '0048021A': {
        vr: 'SQ',
        Value: [{ '0048021E': { vr: 'SL', Value: [column] }, '0048021F': { vr: 'SL', Value: [row] } }],
      },
    });
    const [level] = readSlide([
      tiled({
        '00280008': { vr: 'IS', Value: [2] },
        '00209311': { vr: 'CS', Value: ['TILED_SPARSE'] },
        '52009230': { vr: 'SQ', Value: [place(5, 1), place(3, 3)] },
      }),
    ]).levels;
    expect(level?.frameOf(at(2, 0))?.index).toBe(0);
    expect(level?.frameOf(at(1, 1))?.index).toBe(1);
    expect(level?.frameOf(at(0, 0))).toBeUndefined();
  });

  it('puts the parts of a concatenation together, in the order of their offsets', () => {
    const part = (uid: string, offset: number, frames: number): DicomJson =>
      tiled({
        '00080018': { vr: 'UI', Value: [uid] },
        '00280008': { vr: 'IS', Value: [frames] },
        '00209161': { vr: 'UI', Value: ['1.9'] },
        '00209228': { vr: 'UL', Value: [offset] },
      });
    const second = part('1.2.2', 4, 2);
    const [level] = readSlide([second, part('1.2.1', 0, 4)]).levels;
    expect(level?.frameOf(at(1, 1))).toEqual({ instance: second, index: 0 });
  });

  it('sorts out labels, overviews and what has another shape; says what it leaves out', () => {
    const size = (columns: number, rows: number, uid: string, flavor = 'VOLUME'): DicomJson =>
      tiled({
        '00080018': { vr: 'UI', Value: [uid] },
        '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY', flavor, 'NONE'] },
        '00480006': { vr: 'UL', Value: [columns] },
        '00480007': { vr: 'UL', Value: [rows] },
        '00280008': { vr: 'IS', Value: [Math.ceil(columns / 2) * Math.ceil(rows / 2)] },
      });
    const slide = readSlide([
      size(1000, 500, '1'),
      size(251, 125, '2'),
      size(100, 400, '3'),
      size(60, 60, '4', 'LABEL'),
    ]);
    expect(slide.levels.map(({ columns }) => columns)).toEqual([1000, 251]);
    expect(slide.beside.map(({ flavor }) => flavor)).toEqual(['LABEL']);
    expect(slide.leftOut.map(({ sopInstanceUid }) => sopInstanceUid)).toEqual(['3']);
  });

  it('takes the size of pixels from their spacing, else from the size of the volume', () => {
    expect(
      readSlide([tiled({ '00280030': { vr: 'DS', Value: [0.002, 0.001] } })]).levels[0]?.mmPerPixel,
    ).toEqual({
      row: 0.002,
      column: 0.001,
    });
    const volume = { '00480001': { vr: 'FL', Value: [10] }, '00480002': { vr: 'FL', Value: [9] } };
    expect(readSlide([tiled(volume)]).levels[0]?.mmPerPixel).toEqual({ column: 2, row: 3 });
    expect(readSlide([tiled()]).levels[0]?.mmPerPixel).toBeUndefined();
  });

  it('refuses tiles that do not say where they belong', () => {
    const unsaid = tiled({ '00280008': { vr: 'IS', Value: [4] }, '00209311': { vr: 'CS' } });
    expect(() => readSlide([unsaid])).toThrow('0048,021A');
  });
});

describe('slideScaleBar', () => {
  it.each([
    // 0.25 µm for a pixel: 120 pixels are 30 µm, 20 µm fit.
    [0.00025, 120, { px: 80, text: '20 µm' }],
    [0.0499, 120, { px: 5 / 0.0499, text: '5 mm' }],
    [1, 120, { px: 100, text: '10 cm' }],
    [0.00025, 40, { px: 40, text: '10 µm' }],
  ])('%f mm for a pixel, at most %i pixels', (mm, most, expected) => {
    const bar = slideScaleBar(mm, most);
    expect(bar.text).toBe(expected.text);
    expect(bar.px).toBeCloseTo(expected.px, 6);
  });
});
