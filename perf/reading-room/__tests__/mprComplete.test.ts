import { describe, expect, test } from 'vitest';
import { mprComplete } from '../mprComplete.ts';
import type { CanvasSeen } from '../watchCanvases.ts';

const canvas = (change: Partial<CanvasSeen> = {}): CanvasSeen => ({
  ...{ showsImage: true, firstMs: 1000, changedMs: 2000, blackRows: 0 },
  ...change,
});
const criteria = { planes: 3, stableMs: 2000, marks: false };
const seen = (canvases: CanvasSeen[], more: { markMs?: number; volumesLoadedMs?: number } = {}) => ({
  ...{ nowMs: 4100, canvases, shown: [], markMs: undefined, volumesLoadedMs: undefined },
  ...more,
});

describe('mprComplete', () => {
  test('takes the last change of any plane, or what the page says later', () => {
    const planes = [canvas(), canvas({ changedMs: 2100, firstMs: 1200 }), canvas({ blackRows: 2 })];
    expect(mprComplete(seen(planes), true, criteria)).toEqual({
      ...{ firstPlanes: 1200, pixels: 2100, complete: 2100, blackRows: 2 },
    });
    expect(mprComplete(seen(planes, { volumesLoadedMs: 2500 }), true, criteria)?.complete).toBe(2500);
    expect(mprComplete(seen(planes, { markMs: 2050 }), true, criteria)?.complete).toBe(2100);
  });

  test('is not complete while anything is missing or moving', () => {
    const planes = [canvas(), canvas(), canvas()];
    expect(mprComplete(seen(planes), true, criteria)).toBeDefined();
    expect(mprComplete(seen(planes.slice(1)), true, criteria)).toBeUndefined();
    expect(mprComplete(seen(planes), false, criteria)).toBeUndefined();
    expect(mprComplete(seen(planes), true, { ...criteria, marks: true })).toBeUndefined();
    expect(mprComplete(seen([...planes, canvas({ showsImage: false })]), true, criteria)).toBeUndefined();
    expect(mprComplete(seen([...planes, canvas({ changedMs: 2200 })]), true, criteria)).toBeUndefined();
  });
});
