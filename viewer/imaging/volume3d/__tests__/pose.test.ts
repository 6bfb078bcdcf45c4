import { describe, expect, it } from 'vitest';
import { facing, panned, rightOf, sides, toScreen, turned, type Pose } from '../pose.ts';

const front: Pose = { ...sides.A, focalPoint: [0, 0, 0], pxPerMm: 2 };

describe('pose', () => {
  it('has the patient’s left on the right of the screen from the front, as radiology shows it', () => {
    expect(rightOf(sides.A).map((part) => Math.round(part) + 0)).toEqual([1, 0, 0]);
    expect(rightOf(sides.P).map((part) => Math.round(part) + 0)).toEqual([-1, 0, 0]);
    // Seen from the left the front is on the left.
    expect(rightOf(sides.L).map((part) => Math.round(part) + 0)).toEqual([0, 1, 0]);
    expect(toScreen(front, [100, 80], [10, 5, 20])).toEqual([70, 0]);
  });

  it('follows the hand: a drag to the right by 90° shows the patient’s right side', () => {
    const side = turned(front, 90, 0);
    expect(side.towards.map((part) => Math.round(part * 1e6) / 1e6 + 0)).toEqual([...sides.R.towards]);
    const above = turned(front, 0, 90);
    expect(above.towards.map((part) => Math.round(part * 1e6) / 1e6 + 0)).toEqual([...sides.H.towards]);
  });

  it('moves what is shown by as many pixels as the hand', () => {
    const moved = panned(front, 30, -10);
    const [x, y] = toScreen(moved, [100, 80], [0, 0, 0]);
    expect([x, y]).toEqual([80, 30]);
  });

  it('takes any direction, with up brought to right angles, and refuses what is none', () => {
    const { towards, up } = facing([0, -2, 0], [0, 5, 3]);
    expect(towards.map((part) => part + 0)).toEqual([0, -1, 0]);
    expect(up.map((part) => part + 0)).toEqual([0, 0, 1]);
    expect(() => facing([0, 0, 0], [0, 0, 1])).toThrow(RangeError);
    expect(() => facing([0, 0, 1], [0, 0, -2])).toThrow('no direction to look: normal 0, 0, 1, up 0, 0, -2');
  });
});
