import { describe, expect, it } from 'vitest';
import { paletteColorLut, type DicomJson } from '../index.ts';
import { expandSegments } from '../segmentedPalette.ts';

const words = (...values: number[]) => Uint16Array.from(values);
const base64 = (values: Uint8Array | Uint16Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

describe('segmented palettes (PS3.3 C.7.9.2)', () => {
  it('has entries written out, lines between them, and repetitions', () => {
    // Written out: 10, 20. A line of 4 from 20 to 100. The two segments from byte 0 on once more, the line now from 20 again.
    const segments = words(0, 2, 10, 20, 1, 4, 100, 2, 2, 0, 0);
    expect([...(expandSegments(segments, 12) ?? [])]).toEqual([
      10, 20, 40, 60, 80, 100, 10, 20, 40, 60, 80, 100,
    ]);
  });

  it('has offsets of four bytes in tables of 8 bits', () => {
    // The second segment lies at byte 4: a line of 2 from what stands there then.
    const segments = Uint8Array.from([0, 2, 7, 9, 1, 2, 19, 2, 1, 4, 0, 0, 0]);
    expect([...(expandSegments(segments, 6) ?? [])]).toEqual([7, 9, 14, 19, 19, 19]);
  });

  it('is nothing where segments are broken, too few, or repeat themselves', () => {
    expect(expandSegments(words(0, 2, 10), 2)).toBeUndefined();
    expect(expandSegments(words(0, 2, 10, 20), 3)).toBeUndefined();
    expect(expandSegments(words(0, 3, 1, 2, 3), 2)).toBeUndefined();
    expect(expandSegments(words(1, 2, 5), 2)).toBeUndefined();
    expect(expandSegments(words(9, 1, 5), 1)).toBeUndefined();
    expect(expandSegments(words(0, 1, 5, 2, 1, 6, 0), 3)).toBeUndefined();
    expect(expandSegments(words(), 1)).toBeUndefined();
  });

  it('becomes the palette of an instance', () => {
    const table = { vr: 'OW', InlineBinary: base64(words(0, 1, 0, 1, 2, 0x8000)) };
    const descriptor = { vr: 'US', Value: [3, 5, 16] };
    const palette = paletteColorLut({
      '00281101': descriptor,
      '00281221': table,
      '00281222': table,
      '00281223': table,
    });
    // A line of 2 from 0 to 0x8000: 0x4000, 0x8000; of each word the higher byte.
    expect(palette).toEqual({
      firstValue: 5,
      red: bytes(0, 64, 128),
      green: bytes(0, 64, 128),
      blue: bytes(0, 64, 128),
    });
  });
});

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('palettes', () => {
  const instance = (tables: number[][], first = 0, pixelRepresentation = 0): DicomJson => ({
    '00280103': { vr: 'US', Value: [pixelRepresentation] },
    '00281101': { vr: 'US', Value: [2, first, 16] },
    ...Object.fromEntries(
      tables.map((table, i) => [`0028120${i + 1}`, { vr: 'OW', InlineBinary: base64(words(...table)) }]),
    ),
  });

  it('of 16 bits give their higher bytes, a dark colour too where another is bright', () => {
    const dark = [0, 255];
    expect(paletteColorLut(instance([[0, 0xff00], dark, dark]))).toMatchObject({
      red: bytes(0, 255),
      green: bytes(0, 0),
    });
    expect(paletteColorLut(instance([dark, dark, dark]))).toMatchObject({ red: bytes(0, 255) });
  });

  it('of signed images begin at a signed value', () => {
    expect(
      paletteColorLut(
        instance(
          [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
          65534,
          1,
        ),
      ),
    ).toMatchObject({ firstValue: -2 });
    expect(
      paletteColorLut(
        instance(
          [
            [0, 1],
            [0, 1],
            [0, 1],
          ],
          65534,
          0,
        ),
      ),
    ).toMatchObject({ firstValue: 65534 });
  });
});
