import { describe, expect, it } from 'vitest';
import {
  paletteColorLut,
  toDisplay,
  toRgba,
  voiFromValues,
  voiOutput,
  type DecodedFrame,
  type DisplayOptions,
  type FrameValues,
} from '../index.ts';

const plain: DisplayOptions = {
  slope: 1,
  intercept: 0,
  center: 0,
  width: 0,
  voiFunction: 'linear',
  invert: false,
};

function frameOf(values: FrameValues, overrides: Partial<DecodedFrame> = {}): DecodedFrame {
  return {
    values,
    rows: 1,
    columns: values.length,
    samplesPerPixel: 1,
    photometricInterpretation: 'MONOCHROME2',
    bitsStored: values.BYTES_PER_ELEMENT * 8,
    ...overrides,
  };
}

const greys = (frame: DecodedFrame, options: DisplayOptions) => [...toDisplay(frame, options).values];

describe('VOI functions', () => {
  it('linear: the example of PS3.3 C.11.2.1.2.1 with centre 2048 and width 4096', () => {
    const voi = { center: 2048, width: 4096, function: 'linear' } as const;
    // "black (0) for 0 or less, white (255) for 4095 or more, else ((x - 2047.5) / 4095 + 0.5) * 255"
    expect(voiOutput(0, voi)).toBe(0);
    expect(voiOutput(4095, voi)).toBe(1);
    expect(voiOutput(2047.5, voi)).toBe(0.5);
    expect(voiOutput(1000, voi)).toBeCloseTo(1000 / 4095, 12);
  });

  it('linear with width 1 is a threshold between c - 0.5 and above', () => {
    const voi = { center: 100, width: 1, function: 'linear' } as const;
    expect([99, 99.5, 99.6, 100].map((x) => voiOutput(x, voi))).toEqual([0, 0, 1, 1]);
  });

  it('linear-exact: centre 2048 and width 4096 give black at 0 and white above 4096', () => {
    const voi = { center: 2048, width: 4096, function: 'linear-exact' } as const;
    expect([0, 1024, 2048, 4096, 5000].map((x) => voiOutput(x, voi))).toEqual([0, 0.25, 0.5, 1, 1]);
  });

  it('sigmoid: half at the centre, 1/(1+e^-2) half a width above', () => {
    const voi = { center: 50, width: 200, function: 'sigmoid' } as const;
    expect(voiOutput(50, voi)).toBe(0.5);
    expect(voiOutput(150, voi)).toBeCloseTo(0.880797077978, 11);
    expect(voiOutput(-50, voi)).toBeCloseTo(0.119202922022, 11);
  });

  it('refuses a width that is not positive', () => {
    expect(() => voiOutput(1, { center: 0, width: 0, function: 'linear' })).toThrow('it is 0');
  });
});

describe('grey display values', () => {
  it('applies rescale and window to signed 16-bit values', () => {
    // Stored -1024 to 3071 with slope 1, intercept 0; soft tissue 40/400: black up to -160, white above 239.
    const frame = frameOf(Int16Array.from([-1024, -160, -159, 40, 239, 240, 3071]));
    // 40: (40 - 39.5) / 399 + 0.5 = 0.501253 -> 127.82; -159: 1/399 -> 0.64
    expect(greys(frame, { ...plain, center: 40, width: 400 })).toEqual([0, 0, 1, 128, 255, 255, 255]);
    const stored = frameOf(Uint16Array.from([0, 864, 865, 1064, 1263, 1264, 65535]));
    expect(greys(stored, { ...plain, intercept: -1024, center: 40, width: 400 })).toEqual([
      0, 0, 1, 128, 255, 255, 255,
    ]);
  });

  it('is the same by table as value by value, for every 16-bit value and function', () => {
    const all = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
    const windows = [
      { ...plain, slope: 2, intercept: -100, center: 300, width: 1500 },
      {
        ...plain,
        slope: -0.5,
        intercept: 20,
        center: 300,
        width: 1500,
        voiFunction: 'linear-exact' as const,
      },
      { ...plain, center: -600, width: 900, voiFunction: 'sigmoid' as const },
      { ...plain, center: 40000, width: 3, invert: true },
    ];
    for (const options of windows) {
      const table = toDisplay(frameOf(all), options).values;
      const direct = toDisplay(frameOf(Float32Array.from(all)), options).values;
      expect(Buffer.from(table.buffer).equals(Buffer.from(direct.buffer))).toBe(true);
    }
  });

  it('inverts MONOCHROME1, and back when asked to', () => {
    const options = { ...plain, center: 128, width: 256 };
    const monochrome1 = frameOf(Uint8Array.from([0, 10, 255]), { photometricInterpretation: 'MONOCHROME1' });
    expect(greys(monochrome1, options)).toEqual([255, 245, 0]);
    expect(greys(monochrome1, { ...options, invert: true })).toEqual([0, 10, 255]);
  });

  it('writes opaque RGBA', () => {
    const options = { ...plain, center: 128, width: 256 };
    expect([...toRgba(frameOf(Int8Array.from([-5, 100])), options)]).toEqual([
      0, 0, 0, 255, 100, 100, 100, 255,
    ]);
  });

  it('shows NaN of float images as black', () => {
    const frame = frameOf(Float32Array.from([NaN, 0.25, 1]));
    expect(greys(frame, { ...plain, center: 0.5, width: 1, voiFunction: 'linear-exact' })).toEqual([
      0, 64, 255,
    ]);
  });
});

describe('colour display values', () => {
  it('copies RGB, inverts it, and brings 16 bits to 8', () => {
    const rgb = { columns: 1, samplesPerPixel: 3, photometricInterpretation: 'RGB' };
    expect([...toRgba(frameOf(Uint8Array.from([1, 2, 3]), rgb), plain)]).toEqual([1, 2, 3, 255]);
    expect(greys(frameOf(Uint8Array.from([1, 2, 3]), rgb), { ...plain, invert: true })).toEqual([
      254, 253, 252,
    ]);
    expect(greys(frameOf(Uint16Array.from([0, 65535, 257 * 100]), rgb), plain)).toEqual([0, 255, 100]);
  });

  it('looks palette colours up, beyond the ends as at the ends', () => {
    const table = (...words: number[]) => ({
      vr: 'OW',
      InlineBinary: Buffer.from(Uint16Array.from(words).buffer).toString('base64'),
    });
    const palette = paletteColorLut({
      '00281101': { vr: 'US', Value: [2, 10, 16] },
      '00281201': table(0x1200, 0xff00),
      '00281202': table(0x3400, 0x0000),
      '00281203': table(0x5600, 0x8000),
    });
    const frame = frameOf(Uint8Array.from([0, 10, 11, 99]), { photometricInterpretation: 'PALETTE COLOR' });
    expect(greys(frame, { ...plain, ...(palette && { palette }) })).toEqual([
      0x12, 0x34, 0x56, 0x12, 0x34, 0x56, 0xff, 0, 0x80, 0xff, 0, 0x80,
    ]);
    expect(paletteColorLut({})).toBeUndefined();
  });
});

describe('the window of all values', () => {
  it('shows the lowest as black and the highest as white, without the padding', () => {
    const frame = frameOf(Int16Array.from([-2000, 0, 100]));
    expect(voiFromValues(frame, { slope: 2, intercept: 5 }, { low: -2000, high: -2000 })).toEqual({
      center: 105.5,
      width: 201,
      function: 'linear',
    });
    const voi = voiFromValues(frame, { slope: 1, intercept: 0 });
    expect([voiOutput(-2000, voi), voiOutput(100, voi)]).toEqual([0, 1]);
  });

  it('has a width even where all values are the same, or none is left', () => {
    expect(voiFromValues(frameOf(Uint8Array.from([7, 7])), plain)).toMatchObject({ center: 7.5, width: 1 });
    expect(voiFromValues(frameOf(Uint8Array.from([7])), plain, { low: 0, high: 9 }).width).toBe(1);
  });
});
