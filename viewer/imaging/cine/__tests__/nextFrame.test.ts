import { describe, expect, it } from 'vitest';
import { nextFrame, type CineStep } from '../nextFrame.ts';

/** The frames of `steps` steps from `index`. */
function play(index: number, count: number, step: CineStep, steps: number): number[] {
  const shown: number[] = [];
  for (let i = 0, at = index, { direction } = step; i < steps; i++) {
    const next = nextFrame(at, count, { ...step, direction });
    shown.push(next.index);
    at = next.index;
    direction = next.direction;
  }
  return shown;
}

describe('nextFrame', () => {
  it('starts over at either end of a loop', () => {
    expect(play(2, 4, { mode: 'loop', direction: 1 }, 6)).toEqual([3, 0, 1, 2, 3, 0]);
    expect(play(1, 4, { mode: 'loop', direction: -1 }, 6)).toEqual([0, 3, 2, 1, 0, 3]);
  });
  it('turns round at the ends of a sweep and shows them once', () => {
    expect(play(1, 4, { mode: 'sweep', direction: 1 }, 8)).toEqual([2, 3, 2, 1, 0, 1, 2, 3]);
    expect(play(0, 2, { mode: 'sweep', direction: -1 }, 4)).toEqual([1, 0, 1, 0]);
  });
});
