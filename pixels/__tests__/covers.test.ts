import { describe, expect, it } from 'vitest';
import { coverPicture } from '../coverPicture.ts';
import { embeddedBits, inlineOverlayData, overlayBits, overlayPlanes } from '../overlayPlanes.ts';
import { isWithin, readShutter } from '../shutter.ts';

const element = (vr: string, ...Value: unknown[]) => ({ vr, Value });

/** Rows of a picture of `columns` x `rows` in white, `.` where it is covered. */
function drawn(shutter: ReturnType<typeof readShutter>, columns: number, rows: number): string[] {
  const values = new Uint8ClampedArray(columns * rows).fill(255);
  coverPicture(values, { columns, rows }, 1, { shutter });
  return Array.from({ length: rows }, (_, row) =>
    [...values.subarray(row * columns, (row + 1) * columns)]
      .map((grey) => (grey === 255 ? '#' : '.'))
      .join(''),
  );
}

describe('readShutter', () => {
  it('leaves the pixels visible that its edges name', () => {
    const shutter = readShutter({
      '00181600': element('CS', 'RECTANGULAR'),
      '00181602': element('IS', 2),
      '00181604': element('IS', 4),
      '00181606': element('IS', 2),
      '00181608': element('IS', 3),
    });
    expect(drawn(shutter, 6, 4)).toEqual(['......', '.###..', '.###..', '......']);
  });

  it('draws circles that are round on the screen', () => {
    const circle = {
      '00181600': element('CS', 'CIRCULAR'),
      '00181610': element('IS', 3, 4),
      '00181612': element('IS', 2),
    };
    expect(drawn(readShutter(circle), 7, 5)).toEqual(['...#...', '..###..', '.#####.', '..###..', '...#...']);
    // Pixels twice as high as wide: a radius of 2 columns is 1 row.
    expect(drawn(readShutter(circle, 2), 7, 5)).toEqual([
      '.......',
      '...#...',
      '.#####.',
      '...#...',
      '.......',
    ]);
  });

  it('draws polygons, and what lies within all shapes only', () => {
    const polygon = {
      '00181600': element('CS', 'POLYGONAL', 'RECTANGULAR'),
      // row, column
      '00181620': element('IS', 1, 1, 1, 5, 5, 1),
      '00181602': element('IS', 1),
      '00181604': element('IS', 3),
      '00181606': element('IS', 1),
      '00181608': element('IS', 9),
    };
    expect(drawn(readShutter(polygon), 5, 5)).toEqual(['###..', '###..', '###..', '##...', '#....']);
  });

  it('reads its grey, and none from attributes that lack something', () => {
    const rectangle = { '00181600': element('CS', 'RECTANGULAR'), '00181602': element('IS', 2) };
    expect(readShutter(rectangle)).toBeUndefined();
    expect(readShutter({})).toBeUndefined();
    const bitmap = {
      '00181600': element('CS', 'BITMAP'),
      '00181623': element('US', 0x600a),
      '00181622': element('US', 65535),
    };
    expect(readShutter(bitmap)).toEqual({ shapes: [], overlayGroup: '600A', grey: 255 });
  });

  it('counts the outline of a polygon as within', () => {
    const shape = {
      kind: 'polygon',
      points: [
        [0.5, 0.5],
        [4.5, 0.5],
        [0.5, 4.5],
      ],
    } as const;
    expect([isWithin(shape, 2, 2), isWithin(shape, 3, 2), isWithin(shape, 0, 4)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('overlays', () => {
  const overlay = (extra: object) => ({
    '60020010': element('US', 2),
    '60020011': element('US', 3),
    '60020050': element('SS', 1, 1),
    ...extra,
  });

  it('reads bits from the lowest of the first byte, frames without a gap', () => {
    // Two frames of 6 bits: 100 011 and 010 101 -> bytes 0b01110001 (lowest first), 0b1010
    const [plane] = overlayPlanes(
      overlay({
        '60020015': element('IS', 2),
        '60020051': element('US', 3),
        '60023000': { vr: 'OW', InlineBinary: btoa(String.fromCharCode(0b10110001, 0b1010)) },
      }),
    );
    const data = plane && inlineOverlayData(plane);
    if (!plane || !data) throw new Error('no overlay');
    expect(overlayBits(plane, data, 2)).toBeUndefined();
    expect([...(overlayBits(plane, data, 3) ?? [])]).toEqual([1, 0, 0, 0, 1, 1]);
    expect([...(overlayBits(plane, data, 4) ?? [])]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(overlayBits(plane, data, 5)).toBeUndefined();
  });

  it('lies on every frame without a number of frames, and not where data are too short', () => {
    const [plane] = overlayPlanes(overlay({ '60023000': { vr: 'OW', InlineBinary: btoa('\x3f') } }));
    if (!plane) throw new Error('no overlay');
    expect(overlayBits(plane, Uint8Array.of(0x3f), 17)).toHaveLength(6);
    expect(overlayBits(plane, new Uint8Array(0), 1)).toBeUndefined();
  });

  it('finds overlays in the pixel cells', () => {
    const [plane] = overlayPlanes(overlay({ '60020100': element('US', 16), '60020102': element('US', 15) }));
    expect(plane?.source).toEqual({ bit: 15 });
    expect([...embeddedBits(Uint16Array.of(0x8000, 0x7fff, 0xffff), 15)]).toEqual([1, 0, 1]);
  });

  it('draws what of them lies on the image, over the shutter', () => {
    const [plane] = overlayPlanes(
      overlay({ '60020050': element('SS', 0, -1), '60023000': { vr: 'OW', InlineBinary: btoa('\x3f') } }),
    );
    if (!plane) throw new Error('no overlay');
    const values = new Uint8ClampedArray(9).fill(100);
    const bits = new Uint8Array(6).fill(1);
    const shutter = {
      shapes: [{ kind: 'rectangle', left: 1, top: 1, right: 3, bottom: 3 }],
      grey: 7,
    } as const;
    coverPicture(values, { rows: 3, columns: 3 }, 1, { shutter, overlays: [{ plane, bits }] });
    // Rows 0 and 1 of the image from 1, columns -1 to 1: only its first pixel is hit.
    expect([...values]).toEqual([255, 7, 7, 7, 100, 100, 7, 100, 100]);
  });
});
