import { describe, expect, it } from 'vitest';
import { clipToBox, planeIntersection, turned } from '../planeIntersection.ts';

describe('planeIntersection', () => {
  it('meets an axial and a sagittal plane in a line along y', () => {
    const line = planeIntersection(
      { point: [5, 6, 40], normal: [0, 0, 1] },
      { point: [12, -3, 9], normal: [1, 0, 0] },
    );
    expect(line?.point).toEqual([12, 0, 40]);
    expect(line?.direction.map(Math.abs)).toEqual([0, 1, 0]);
  });

  it('gives a point in both planes where they are oblique', () => {
    const normal = [0.6, 0, 0.8] as const;
    const line = planeIntersection({ point: [1, 2, 3], normal }, { point: [0, 7, 0], normal: [0, 1, 0] });
    const [x, y, z] = line?.point ?? [NaN, NaN, NaN];
    expect(0.6 * x + 0.8 * z).toBeCloseTo(0.6 * 1 + 0.8 * 3, 12);
    expect(y).toBeCloseTo(7, 12);
  });

  it('has none for parallel planes', () => {
    const a = { point: [0, 0, 0], normal: [0, 0, 1] } as const;
    expect(planeIntersection(a, { point: [0, 0, 5], normal: [0, 0, -1] })).toBeUndefined();
  });
});

describe('clipToBox', () => {
  it('cuts a diagonal at the corners and a line that passes by not at all', () => {
    expect(clipToBox([50, 50], [1, 1], 100, 100)).toEqual([
      [0, 0],
      [100, 100],
    ]);
    expect(clipToBox([150, 0], [0, 1], 100, 100)).toBeUndefined();
    expect(clipToBox([20, 10], [0, 3], 100, 60)).toEqual([
      [20, 0],
      [20, 60],
    ]);
  });
});

describe('turned', () => {
  it('turns x to y about z, and leaves the axis', () => {
    const quarter = turned([1, 0, 0], [0, 0, 1], Math.PI / 2);
    expect(quarter[0]).toBeCloseTo(0, 12);
    expect(quarter[1]).toBeCloseTo(1, 12);
    expect(turned([0, 0, 2], [0, 0, 1], 1)).toEqual([0, 0, 2]);
  });
});
