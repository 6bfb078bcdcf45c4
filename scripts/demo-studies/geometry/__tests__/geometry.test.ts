import { describe, expect, it } from 'vitest';
import {
  Bar,
  Capsule,
  Ellipsoid,
  StarSurface,
  apply,
  compose,
  invert,
  profile,
  rigidAbout,
  similarity,
  smoothMin,
} from '../index.ts';

describe('similarity transforms', () => {
  it('turn right-handedly about the axis: x goes to y about z', () => {
    const quarter = rigidAbout([0, 0, 0], [0, 0, 2], 90, [0, 0, 0]);
    apply(quarter, [1, 0, 0]).forEach((value, i) => expect(value).toBeCloseTo([0, 1, 0][i] ?? 0, 12));
  });

  it('leave the centre where it is but for the shift', () => {
    const moved = apply(rigidAbout([10, -20, 30], [1, 2, 3], 33, [1, 2, 3]), [10, -20, 30]);
    moved.forEach((value, i) => expect(value).toBeCloseTo([11, -18, 33][i] ?? 0, 12));
  });

  it('are undone by their inverse, scale included', () => {
    const there = compose(rigidAbout([5, 6, 7], [3, -1, 2], 41, [9, 8, 7]), similarity(0.9, [1, -2, 3]));
    const back = apply(compose(invert(there), there), [12, 34, -56]);
    back.forEach((value, i) => expect(value).toBeCloseTo([12, 34, -56][i] ?? 0, 10));
    const [x, y, z] = apply(there, [0, 0, 0]);
    const [u, v, w] = apply(there, [10, 0, 0]);
    expect(Math.hypot(u - x, v - y, w - z)).toBeCloseTo(9, 12);
  });
});

describe('solids', () => {
  it('measure distances one can work out by hand', () => {
    const capsule = new Capsule([0, 0, 0], [10, 0, 0], 2, 4);
    expect(capsule.distance(5, 8, 0)).toBeCloseTo(5, 12);
    expect(capsule.distance(-5, 0, 0)).toBeCloseTo(3, 12);
    expect(capsule.distance(10, 0, 1)).toBeCloseTo(-3, 12);
    const ball = new Ellipsoid([1, 2, 3], [5, 5, 5]);
    expect(ball.distance(1, 2, 11)).toBeCloseTo(3, 12);
    expect(ball.distance(1, 2, 7)).toBeCloseTo(-1, 12);
    const turned = new Ellipsoid([0, 0, 0], [10, 1, 1], 90);
    expect(turned.distance(0, 10, 0)).toBeCloseTo(0, 12);
    expect(turned.distance(10, 0, 0)).toBeGreaterThan(5);
    const bar = new Bar([0, 0, 0], [0, 0, 20], [1, 0, 0], 1, 4);
    expect(bar.distance(1, 0, 10)).toBeCloseTo(0, 12);
    expect(bar.distance(0, 4, 10)).toBeCloseTo(0, 12);
  });

  it('say the same row by row as point by point', () => {
    const bar = new Bar([0, 0, 0], [3, 4, 20], [1, 0, 0], 1, 4);
    const row = new Float32Array(9).fill(5);
    bar.uniteRow(row, 2, 7, -3, 1, 2, [0.7, 0.1, 0]);
    expect([row[0], row[1], row[8]]).toEqual([5, 5, 5]);
    for (let n = 0; n <= 5; n++) {
      expect(row[2 + n]).toBeCloseTo(Math.min(5, bar.distance(-3 + 0.7 * n, 1 + 0.1 * n, 2)), 5);
    }
  });
});

describe('StarSurface', () => {
  it('is a circle for an exponent of 2 and equal axes', () => {
    const section = { halfWidth: 50, front: 50, back: 50, centreY: 4, frontExponent: 2, backExponent: 2 };
    const tube = new StarSurface(-10, 10, () => section);
    for (const angle of [0, 0.4, 1.1, 2, 3, 4.5, 6]) {
      expect(tube.distance(60 * Math.cos(angle), 4 + 60 * Math.sin(angle), 3.3)).toBeCloseTo(10, 2);
    }
  });
});

describe('profile', () => {
  it('passes through its knots, does not overshoot, and is flat beyond its ends', () => {
    const height = profile([
      [0, 1],
      [10, 5],
      [20, 5],
    ]);
    expect([height(-3), height(0), height(10), height(20), height(99)]).toEqual([1, 1, 5, 5, 5]);
    for (let x = 0; x <= 20; x += 0.5) {
      expect(height(x)).toBeGreaterThanOrEqual(1);
      expect(height(x)).toBeLessThanOrEqual(5 + 1e-9);
    }
  });
});

describe('smoothMin', () => {
  it('is the minimum away from the seam and lies k/4 below it on the seam', () => {
    expect(smoothMin(1, 9, 4)).toBe(1);
    expect(smoothMin(3, 3, 4)).toBeCloseTo(2, 12);
  });
});
