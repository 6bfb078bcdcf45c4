import { describe, expect, it } from 'vitest';
import { draggedWindow } from '../draggedWindow.ts';

describe('draggedWindow', () => {
  it('moves and widens a window as the greys were moved and widened', () => {
    const voi = { center: 40, width: 400, function: 'linear' } as const;
    expect(draggedWindow(voi, { lower: 0, upper: 255 })).toEqual({ center: 40, width: 400 });
    expect(draggedWindow(voi, { lower: 51, upper: 306 })).toEqual({ center: 120, width: 400 });
    expect(draggedWindow(voi, { lower: -127.5, upper: 382.5 })).toEqual({ center: 40, width: 800 });
    expect(draggedWindow(voi, { lower: 127, upper: 127.1 })).toMatchObject({ width: 1 });
  });

  it('leaves windows of fractions as fine as they are', () => {
    const voi = { center: 0.10774, width: 0.21468, function: 'linear-exact' } as const;
    expect(draggedWindow(voi, { lower: 0, upper: 255 })).toEqual({ center: 0.1077, width: 0.2147 });
    expect(draggedWindow({ ...voi, center: 2e-5, width: 1e-5 }, { lower: 51, upper: 306 })).toEqual({
      center: 2.2e-5,
      width: 1e-5,
    });
  });
});
