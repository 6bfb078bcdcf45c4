import { describe, expect, it } from 'vitest';
import {
  indexToWorld,
  indexToWorldMatrix,
  orientationFault,
  planeLocation,
  planeNormal,
  worldToIndex,
  type FramePlane,
} from '../framePlane.ts';

/** A sagittal plane: rows run to the back (P), columns to the feet; 0.5 mm between columns, 0.8 mm between rows. */
const sagittal: FramePlane = {
  position: [12, -100, 200],
  rowCosines: [0, 1, 0],
  columnCosines: [0, 0, -1],
  rowSpacing: 0.8,
  columnSpacing: 0.5,
};

describe('framePlane', () => {
  it('maps column and row to patient mm as PS3.3 C.7.6.2.1-1 says', () => {
    // By hand: 10 columns back are 5 mm, 20 rows down are 16 mm.
    expect(indexToWorld(sagittal, 10, 20)).toEqual([12, -95, 184]);
  });

  it('maps back, with the distance from the plane', () => {
    const { column, row, distanceMm } = worldToIndex(sagittal, [9, -95, 184]);
    expect(column).toBeCloseTo(10, 9);
    expect(row).toBeCloseTo(20, 9);
    // The normal is (0,1,0) x (0,0,-1) = (-1,0,0): 3 mm to the right lie before the plane.
    expect(distanceMm).toBeCloseTo(3, 9);
  });

  it('has its normal at right angles to row and column', () => {
    const normal = planeNormal(sagittal);
    expect(normal[0]).toBe(-1);
    expect(Math.abs(normal[1]) + Math.abs(normal[2])).toBe(0);
    expect(planeLocation(sagittal)).toBe(-12);
  });

  it('gives the same map as a matrix, row by row', () => {
    const m = indexToWorldMatrix(sagittal) as [number, ...number[]];
    const apply = (row: number, column: number, line: number): number =>
      (m[row * 4] as number) * column + (m[row * 4 + 1] as number) * line + (m[row * 4 + 3] as number);
    expect([apply(0, 10, 20), apply(1, 10, 20), apply(2, 10, 20)]).toEqual([12, -95, 184]);
  });

  it('names what makes six numbers no orientation', () => {
    expect(orientationFault([1, 0, 0], [0, 1, 0])).toBeUndefined();
    expect(orientationFault([0, 0, 0], [0, 1, 0])).toContain('row cosines');
    expect(orientationFault([1, 0, 0], [0.1, 0.99, 0])).toContain('right angles');
  });
});
