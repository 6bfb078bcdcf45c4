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
