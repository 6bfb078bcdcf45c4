import { describe, expect, it } from 'vitest';
import type { FramePlane } from '../framePlane.ts';
import { referenceLine } from '../referenceLine.ts';

const axial = (z: number): FramePlane => ({
  position: [-100, -100, z],
  rowCosines: [1, 0, 0],
  columnCosines: [0, 1, 0],
  rowSpacing: 1,
  columnSpacing: 1,
});
/** From head (z = 150) downwards. */
const sagittal = (x: number): FramePlane => ({
  position: [x, -80, 150],
  rowCosines: [0, 1, 0],
  columnCosines: [0, 0, -1],
  rowSpacing: 0.5,
  columnSpacing: 0.5,
});
const sorted = (line: ReturnType<typeof referenceLine>) =>
  line?.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);

describe('referenceLine', () => {
  it('is as long as the cutting image is wide, pixel edges included', () => {
    // Columns 0 to 319 at 0.5 mm from y = -80: edges at -80.25 and 79.75.
    const line = sorted(referenceLine(axial(20), { plane: sagittal(12), rows: 400, columns: 320 }));
    const expected = [
      [12, -80.25, 20],
      [12, 79.75, 20],
    ];
    line?.forEach((end, place) =>
      end.forEach((value, axis) => expect(value).toBeCloseTo(expected[place]?.[axis] as number, 10)),
    );
    expect(line).toHaveLength(2);
  });

  it('is cut where a tilted image ends', () => {
    // Tilted by 45 degrees about x: y + z is constant along its rows, its columns go to the back and down.
    const half = Math.SQRT1_2;
    const tilted: FramePlane = {
      position: [-50, 0, 10],
      rowCosines: [1, 0, 0],
      columnCosines: [0, half, -half],
      rowSpacing: 1,
      columnSpacing: 1,
    };
    // z = 0 is reached after 10 * sqrt(2) mm = 14.14 rows, at y = 10.
    const line = sorted(referenceLine(axial(0), { plane: tilted, rows: 20, columns: 100 }));
    expect(line?.[0]?.[0]).toBeCloseTo(-50.5, 10);
    expect(line?.[1]?.[0]).toBeCloseTo(49.5, 10);
    for (const end of line ?? [])
      expect([end[1], end[2]].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([10, 0]);
    expect(referenceLine(axial(0), { plane: tilted, rows: 14, columns: 100 })).toBeUndefined();
  });

  it('is none between parallel images, or where the other image does not reach', () => {
    expect(referenceLine(axial(0), { plane: axial(5), rows: 100, columns: 100 })).toBeUndefined();
    expect(referenceLine(axial(151), { plane: sagittal(0), rows: 400, columns: 320 })).toBeUndefined();
  });
});
