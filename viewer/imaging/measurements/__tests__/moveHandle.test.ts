import { describe, expect, it } from 'vitest';
import { moveHandle } from '../drawing/moveHandle.ts';
import { pointsOfAnchors } from '../drawing/draft.ts';
import type { PlanePoint } from '../planeFigures.ts';

const near = (points: readonly PlanePoint[], expected: readonly PlanePoint[]): void => {
  expect(points).toHaveLength(expected.length);
  points.forEach(([x, y], at) => {
    expect(x).toBeCloseTo(expected[at]![0], 9);
    expect(y).toBeCloseTo(expected[at]![1], 9);
  });
};

describe('dragging a handle', () => {
  it('turns an ellipse with the end that is dragged and keeps its other axis', () => {
    const ellipse: PlanePoint[] = [
      [-4, 0],
      [4, 0],
      [0, -2],
      [0, 2],
    ];
    // The right end goes to (-4, 8): the axis stands up, its middle is (-4, 4), the other one lies across.
    near(moveHandle('ellipse', ellipse, 1, [-4, 8]), [
      [-4, 0],
      [-4, 8],
      [-2, 4],
      [-6, 4],
    ]);
    // The upper end goes on upwards: the short axis grows to 6, the long one keeps 8.
    near(moveHandle('ellipse', ellipse, 3, [0, 4]), [
      [-4, 1],
      [4, 1],
      [0, -2],
      [0, 4],
    ]);
  });

  it('keeps the corners of a rectangle square, also of a turned one', () => {
    const square: PlanePoint[] = [
      [0, 0],
      [2, 0],
      [2, 1],
      [0, 1],
    ];
    near(moveHandle('rectangle', square, 2, [5, 3]), [
      [0, 0],
      [5, 0],
      [5, 3],
      [0, 3],
    ]);
    const turned: PlanePoint[] = [
      [0, 0],
      [1, 1],
      [0, 2],
      [-1, 1],
    ];
    near(moveHandle('rectangle', turned, 2, [0, 4]), [
      [0, 0],
      [2, 2],
      [0, 4],
      [-2, 2],
    ]);
  });

  it('keeps the short axis at right angles to the long one and within it', () => {
    const axes: PlanePoint[] = [
      [0, 0],
      [10, 0],
      [5, 3],
      [5, -3],
    ];
    near(moveHandle('bidirectional', axes, 2, [7, 4]), [
      [0, 0],
      [10, 0],
      [7, 4],
      [7, -3],
    ]);
    near(moveHandle('bidirectional', axes, 3, [14, -1]), [
      [0, 0],
      [10, 0],
      [10, 3],
      [10, -1],
    ]);
    near(moveHandle('bidirectional', axes, 1, [0, 20]), [
      [0, 0],
      [0, 20],
      [-3, 10],
      [3, 10],
    ]);
  });
});

it('lays ellipse and rectangle between two corners', () => {
  near(
    pointsOfAnchors('rectangle', [
      [1, 2],
      [5, 8],
    ]),
    [
      [1, 2],
      [5, 2],
      [5, 8],
      [1, 8],
    ],
  );
  near(
    pointsOfAnchors('ellipse', [
      [1, 2],
      [5, 8],
    ]),
    [
      [1, 5],
      [5, 5],
      [3, 2],
      [3, 8],
    ],
  );
});
