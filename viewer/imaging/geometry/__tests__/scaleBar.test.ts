import { describe, expect, it } from 'vitest';
import { chooseScaleBar } from '../scaleBar.ts';

describe('chooseScaleBar', () => {
  it('takes the longest round length that fits', () => {
    // 160 px at 1.5 px/mm are 106.7 mm: 100 mm fit, 200 do not.
    expect(chooseScaleBar(1.5, 160)).toEqual({ lengthMm: 100, lengthPx: 150 });
    expect(chooseScaleBar(2, 160)).toEqual({ lengthMm: 50, lengthPx: 100 });
    expect(chooseScaleBar(40, 160)).toEqual({ lengthMm: 2, lengthPx: 80 });
  });

  it('may fill the space exactly', () => {
    expect(chooseScaleBar(1.6, 160)).toEqual({ lengthMm: 100, lengthPx: 160 });
  });

  it.each([0, -1, NaN, Infinity])('is not there for a scale of %d', (scale) => {
    expect(chooseScaleBar(scale, 160)).toBeUndefined();
  });
});
