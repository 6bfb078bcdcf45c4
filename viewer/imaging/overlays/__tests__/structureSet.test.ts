import { describe, expect, it } from 'vitest';
import type { DicomJson } from '../../../../pixels/index.ts';
import type { FramePlane } from '../../geometry/framePlane.ts';
import { cutRegion } from '../cutContours.ts';
import { readStructureSet, type Region } from '../structureSet.ts';

const contour = (kind: string, points: number[][]): DicomJson => ({
  '30060042': { vr: 'CS', Value: [kind] },
  '30060050': { vr: 'DS', Value: points.flat() },
});

const square = (half: number, z: number): number[][] => [
  [-half, -half, z],
  [half, -half, z],
  [half, half, z],
  [-half, half, z],
];

function setOf(contours: DicomJson[]): Region {
  const [region] = readStructureSet({
    '00080018': { vr: 'UI', Value: ['1.2'] },
    '30060020': {
      vr: 'SQ',
      Value: [
        {
          '30060022': { vr: 'IS', Value: [4] },
          '30060024': { vr: 'UI', Value: ['1.2.9'] },
          '30060026': { vr: 'LO', Value: ['PTV'] },
        },
      ],
    },
    '30060039': {
      vr: 'SQ',
      Value: [
        {
          '3006002A': { vr: 'IS', Value: [1, 2, 3] },
          '30060084': { vr: 'IS', Value: [4] },
          '30060040': { vr: 'SQ', Value: contours },
        },
      ],
    },
  }).regions;
  if (!region) throw new Error('no region');
  return region;
}

const axial = (z: number): FramePlane => ({
  position: [-50, -50, z],
  rowCosines: [1, 0, 0],
  columnCosines: [0, 1, 0],
  rowSpacing: 1,
  columnSpacing: 1,
});

const sagittal = (x: number): FramePlane => ({
  position: [x, -50, 50],
  rowCosines: [0, 1, 0],
  columnCosines: [0, 0, -1],
  rowSpacing: 1,
  columnSpacing: 1,
});

/** The area of polygons, mm²: half the sum of cross products about any point of their plane. */
const areaOf = (areas: readonly (readonly (readonly [number, number, number])[])[]): number =>
  areas.reduce((sum, area) => {
    const [x0, y0, z0] = area[0] as [number, number, number];
    const total = [0, 0, 0];
    area.forEach((point, index) => {
      const next = area[(index + 1) % area.length] as readonly [number, number, number];
      const [a, b, c] = [point[0] - x0, point[1] - y0, point[2] - z0];
      const [d, e, f] = [next[0] - x0, next[1] - y0, next[2] - z0];
      total[0] = (total[0] as number) + b * f - c * e;
      total[1] = (total[1] as number) + c * d - a * f;
      total[2] = (total[2] as number) + a * e - b * d;
    });
    return sum + Math.hypot(...total) / 2;
  }, 0);

const lengthOf = (lines: readonly (readonly (readonly [number, number, number])[])[]): number =>
  lines.reduce(
    (sum, line) =>
      sum +
      line
        .slice(1)
        .reduce(
          (own, point, at) =>
            own + Math.hypot(...point.map((value, axis) => value - (line[at]?.[axis] ?? 0))),
          0,
        ),
    0,
  );

describe('structure sets', () => {
  it('are read with names, colours and the planes of their contours', () => {
    const region = setOf([contour('CLOSED_PLANAR', square(10, 4)), contour('CLOSED_PLANAR', square(10, 1))]);
    expect(region).toMatchObject({
      number: 4,
      label: 'PTV',
      colour: [1, 2, 3],
      frameOfReferenceUid: '1.2.9',
    });
    expect(region.levels.map(({ place }) => place)).toEqual([1, 4]);
    expect(region.halfMm).toBe(1.5);
  });

  it('leave out contours that lie in no plane, and count them', () => {
    const region = setOf([
      contour('CLOSED_PLANAR', square(10, 0)),
      contour('OPEN_NONPLANAR', square(10, 1)),
      contour('CLOSED_PLANAR', [
        [0, 0, 0],
        [0, 10, 0],
        [0, 10, 10],
      ]),
      contour('CLOSED_PLANAR', [[0, 0]]),
    ]);
    expect(region.leftOut).toBe(3);
    expect(region.levels).toHaveLength(1);
  });

  it('show on a parallel plane the nearest contours, no farther than half a step', () => {
    const region = setOf([0, 3, 6].map((z) => contour('CLOSED_PLANAR', square(10 + z, z))));
    const half = (z: number): number | undefined => cutRegion(region, axial(z))?.areas[0]?.[2]?.[0];
    expect([-1.6, -1.4, 1.4, 1.6, 4.4, 7.4, 7.6].map(half)).toEqual([
      undefined,
      10,
      10,
      13,
      13,
      16,
      undefined,
    ]);
  });

  it('are cut by planes across them into what the stack of contours encloses', () => {
    const region = setOf([0, 3, 6].map((z) => contour('CLOSED_PLANAR', square(10 + z, z))));
    const shape = cutRegion(region, sagittal(2));
    // Three bands of 3 mm: 20, 26 and 32 mm wide.
    expect(areaOf(shape?.areas ?? [])).toBeCloseTo(3 * (20 + 26 + 32), 6);
    // Sides 2 x 9, bottom 20, top 32, and two steps of 3 mm on both sides.
    expect(lengthOf(shape?.lines ?? [])).toBeCloseTo(18 + 20 + 32 + 4 * 3, 6);
    expect(shape?.areas.flat().every(([x]) => Math.abs(x - 2) < 1e-9)).toBe(true);
    const places = shape?.areas.flat().map(([, , z]) => z) ?? [];
    expect([Math.min(...places), Math.max(...places)]).toEqual([-1.5, 7.5]);
    expect(cutRegion(region, sagittal(17))).toBeUndefined();
  });

  it('keep holes and gaps between contours open', () => {
    const region = setOf(
      [0, 2, 10].flatMap((z) => [
        contour('CLOSED_PLANAR', square(10, z)),
        contour('CLOSED_PLANAR', square(4, z)),
      ]),
    );
    const shape = cutRegion(region, sagittal(0));
    // On both sides of the hole 6 mm; bands of 2 mm.
    expect(areaOf(shape?.areas ?? [])).toBeCloseTo(3 * 2 * 12, 6);
    const heights = shape?.areas.flat().map(([, , z]) => z) ?? [];
    expect(heights.some((z) => z > 3.01 && z < 8.99)).toBe(false);
    // Two pieces of 4 mm and two of 2 mm high, each 6 mm wide.
    expect(lengthOf(shape?.lines ?? [])).toBeCloseTo(2 * (2 * 4 + 2 * 6) + 2 * (2 * 2 + 2 * 6), 6);
  });

  it('are cut by oblique planes as thick as these see them', () => {
    const region = setOf([0, 2, 4].map((z) => contour('CLOSED_PLANAR', square(10, z))));
    const s = Math.SQRT1_2;
    const shape = cutRegion(region, {
      position: [0, 0, 2],
      rowCosines: [1, 0, 0],
      columnCosines: [0, s, s],
      rowSpacing: 1,
      columnSpacing: 1,
    });
    // 45° through the middle: each band is 2 * sqrt(2) mm high on the plane and 20 mm wide.
    expect(areaOf(shape?.areas ?? [])).toBeCloseTo(3 * 2 * Math.SQRT2 * 20, 6);
    for (const [, y, z] of shape?.areas.flat() ?? []) expect(y - (z - 2)).toBeCloseTo(0, 9);
  });

  it('keep points', () => {
    const region = setOf([contour('POINT', [[1, 2, 3]])]);
    expect(cutRegion(region, axial(3))?.points).toEqual([[1, 2, 3]]);
  });
});
