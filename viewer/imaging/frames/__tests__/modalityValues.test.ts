import { describe, expect, it } from 'vitest';
import { toModalityValues } from '../modalityValues.ts';

describe('toModalityValues', () => {
  it('turns CT values into HU in 16-bit integers, with their range', () => {
    const { values, min, max } = toModalityValues(new Uint16Array([0, 24, 1064, 4095]), 1, -1024);
    expect(values).toEqual(new Int16Array([-1024, -1000, 40, 3071]));
    expect([min, max]).toEqual([-1024, 3071]);
  });

  it('hands on what needs no rescaling without copying it', () => {
    const stored = new Int16Array([-5, 7]);
    expect(toModalityValues(stored, 1, 0).values).toBe(stored);
  });

  it('keeps fractions, as of PET, in floats', () => {
    const { values, max } = toModalityValues(new Uint16Array([1, 2, 1000]), 0.25, 0);
    expect(values).toEqual(new Float32Array([0.25, 0.5, 250]));
    expect(max).toBe(250);
  });

  it('finds the range of a falling slope', () => {
    const { min, max } = toModalityValues(new Uint8Array([0, 200]), -1, 10);
    expect([min, max]).toEqual([-190, 10]);
  });

  it('takes unsigned 16-bit values that pass 32767 as they are', () => {
    expect(toModalityValues(new Uint16Array([65535, 0]), 1, 0).values).toEqual(new Uint16Array([65535, 0]));
  });

  it('does not wrap whole numbers that fit in no 16 bits', () => {
    const { values } = toModalityValues(new Uint16Array([65535]), 2, 0);
    expect(values).toEqual(new Float32Array([131070]));
  });
});

describe('toModalityValues with more than a slope', () => {
  const table = { firstValue: -1, bits: 16, entries: Uint16Array.of(50, 60000, 7), explanation: '' };

  it('looks a Modality LUT Sequence up and keeps the stored values', () => {
    const stored = Int16Array.of(-5, -1, 0, 1, 9);
    const { values, min, max, stored: kept } = toModalityValues(stored, 1, 0, { table });
    expect(values).toEqual(Uint16Array.of(50, 50, 60000, 7, 7));
    expect([min, max]).toEqual([7, 60000]);
    expect(kept).toBe(stored);
  });

  it('leaves padding out of least and greatest, in modality values', () => {
    const stored = Int16Array.of(-2000, 0, 100, -1999);
    const { values, min, max, padding } = toModalityValues(stored, -2, 10, {
      padding: { low: -2000, high: -1999 },
    });
    expect(values).toEqual(Int16Array.of(4010, 10, -190, 4008));
    expect([min, max]).toEqual([-190, 10]);
    expect(padding).toEqual({ low: 4008, high: 4010 });
  });

  it('says nothing of padding that no value is, and keeps a range where all are', () => {
    expect(
      toModalityValues(Int16Array.of(1, 2), 1, 0, { padding: { low: 9, high: 9 } }).padding,
    ).toBeUndefined();
    expect(toModalityValues(Int16Array.of(9, 9), 1, 0, { padding: { low: 9, high: 9 } })).toMatchObject({
      min: 9,
      max: 9,
    });
  });

  it('knows padding among floats', () => {
    const { values, padding } = toModalityValues(Uint16Array.of(3, 8), 0.1, 0, {
      padding: { low: 3, high: 3 },
    });
    expect(values[0]).toBe(padding?.low);
  });
});
