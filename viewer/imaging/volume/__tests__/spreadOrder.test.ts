import { describe, expect, it } from 'vitest';
import { spreadOrder } from '../spreadOrder.ts';

describe('spreadOrder', () => {
  it('takes both ends, the middle, the quarters, and so on', () => {
    expect(spreadOrder(9, 9)).toEqual([0, 8, 4, 2, 6, 1, 3, 5, 7]);
  });

  it('takes each index once, or as many as are allowed, evenly', () => {
    expect(spreadOrder(100, 1000).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, k) => k),
    );
    expect(spreadOrder(301, 4).toSorted((a, b) => a - b)).toEqual([0, 100, 200, 300]);
    expect([spreadOrder(1, 5), spreadOrder(0, 5), spreadOrder(2, 5)]).toEqual([[0], [], [0, 1]]);
  });
});
