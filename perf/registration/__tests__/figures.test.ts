import { describe, expect, it } from 'vitest';
import { identity, translationBy, turnAbout } from '../../../viewer/imaging/registration/index.ts';
import { errorOf } from '../figures.ts';

describe('errorOf', () => {
  it('is the distance at the worst place and the angle between the two', () => {
    expect(errorOf(translationBy([3, 4, 0]), identity, [[7, 7, 7]])).toEqual({ mm: 5, degrees: 0 });
    // A turn by 90 degrees about the z axis takes (10, 0, 0) to (0, 10, 0), and the axis nowhere.
    const turned = turnAbout([0, 0, 0], [0, 0, Math.PI / 2], [0, 0, 0]);
    const places = [
      [10, 0, 0],
      [0, 0, 50],
    ] as const;
    const { mm, degrees } = errorOf(turned, identity, places);
    expect(mm).toBeCloseTo(Math.hypot(10, 10), 9);
    expect(degrees).toBeCloseTo(90, 9);
    expect(errorOf(turned, turned, places)).toEqual({ mm: 0, degrees: 0 });
  });
});
