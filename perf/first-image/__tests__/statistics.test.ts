import { describe, expect, it } from 'vitest';
import { pairRatios, spread } from '../statistics.ts';

describe('spread', () => {
  it('gives the middle value of an odd number, the mean of the middle two of an even number', () => {
    expect(spread([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
    expect(spread([10, 1, 4, 2])).toEqual({ median: 3, min: 1, max: 10 });
    expect(spread([7])).toEqual({ median: 7, min: 7, max: 7 });
  });

  it('orders numbers as numbers and leaves its argument as it was', () => {
    const values = [100, 9, 20];
    expect(spread(values).median).toBe(20);
    expect(values).toEqual([100, 9, 20]);
  });

  it('refuses an empty list', () => {
    expect(() => spread([])).toThrow(RangeError);
  });
});

describe('pairRatios', () => {
  it('divides pair by pair before the median is taken', () => {
    // medians alone would give 300 / 400
    expect(pairRatios([100, 300, 900], [400, 600, 300])).toEqual({ median: 0.5, min: 0.25, max: 3 });
  });

  it('refuses lists that are no pairs', () => {
    expect(() => pairRatios([1, 2], [1])).toThrow(RangeError);
  });
});
