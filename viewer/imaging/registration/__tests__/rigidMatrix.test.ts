import { describe, expect, it } from 'vitest';
import { fromSlices } from '../fromSlices.ts';
import { sharedFrameOfReference } from '../frameOfReference.ts';
import {
  compose,
  identity,
  inverse,
  mapDirection,
  mapPoint,
  rotationDegrees,
  turnAbout,
} from '../rigidMatrix.ts';

describe('rigid matrices', () => {
  // A quarter turn about the z axis through (10, 0, 0): x to y.
  const quarter = turnAbout([10, 0, 0], [0, 0, Math.PI / 2], [0, 0, 5]);

  it('turn about a centre, then shift', () => {
    expect(mapPoint(quarter, [11, 0, 0]).map((n) => Math.round(n * 1e9) / 1e9)).toEqual([10, 1, 5]);
    expect(mapDirection(quarter, [1, 0, 0])[1]).toBeCloseTo(1, 12);
    expect(rotationDegrees(quarter)).toBeCloseTo(90, 9);
    expect(rotationDegrees(turnAbout([1, 2, 3], [1e-5, 0, 0], [0, 0, 0]))).toBeCloseTo(5.7296e-4, 8);
  });

  it('lead back by their inverse', () => {
    for (const [index, value] of compose(inverse(quarter), quarter).entries())
      expect(value).toBeCloseTo(identity[index] as number, 12);
  });
});

describe('registrations that need no search', () => {
  it('are the identity where all frames share one frame of reference, and none else', () => {
    const of = (...uids: (string | undefined)[]) =>
      uids.map((frameOfReferenceUid) => ({ frameOfReferenceUid }));
    expect(sharedFrameOfReference(of('1.2', '1.2'), of('1.2'))).toMatchObject({
      matrix: identity,
      quality: 'good',
      method: 'frameOfReference',
    });
    expect(sharedFrameOfReference(of('1.2'), of('1.3'))).toBeUndefined();
    expect(sharedFrameOfReference(of('1.2', '1.3'), of('1.2'))).toBeUndefined();
    expect(sharedFrameOfReference(of(undefined), of(undefined))).toBeUndefined();
    expect(sharedFrameOfReference([], of('1.2'))).toBeUndefined();
  });

  it('take the middle of one shown slice to that of the other', () => {
    const plane = (position: [number, number, number], spacing: number) => ({
      position,
      rowCosines: [1, 0, 0] as const,
      columnCosines: [0, 1, 0] as const,
      rowSpacing: spacing,
      columnSpacing: spacing,
    });
    const first = { plane: plane([-100, -50, 20], 1), columns: 201, rows: 101 };
    const second = { plane: plane([-90, -60, 70], 2), columns: 101, rows: 51 };
    const { matrix, quality, method } = fromSlices(first, second);
    // Middles by hand: (0, 0, 20) and (-90 + 100, -60 + 50, 70).
    expect(mapPoint(matrix, [0, 0, 20])).toEqual([10, -10, 70]);
    expect([quality, method]).toEqual(['manual', 'manual']);
  });
});
