import { describe, expect, it } from 'vitest';
import { orderOutwards } from '../orderOutwards.ts';

describe('orderOutwards', () => {
  it('begins at the centre and goes on to both sides', () => {
    expect(orderOutwards(2, 5)).toEqual([2, 3, 1, 4, 0]);
  });

  it('goes on alone where one side has ended', () => {
    expect(orderOutwards(0, 4)).toEqual([0, 1, 2, 3]);
    expect(orderOutwards(3, 4)).toEqual([3, 2, 1, 0]);
    expect(orderOutwards(1, 5)).toEqual([1, 2, 0, 3, 4]);
  });

  it('has nothing to order in an empty series', () => {
    expect(orderOutwards(0, 0)).toEqual([]);
  });
});
