import { describe, expect, it } from 'vitest';
import { measure } from '../measure.ts';
import { scaleAcross } from '../scaleAcross.ts';
import { spacingAt } from '../spacingAt.ts';
import { absent, element, madeFrame } from './madeFrames.ts';

const flat = { '00200032': absent, '00200037': absent, '00200052': absent };
const radiograph = (change = {}) =>
  madeFrame({ ...flat, '00080060': element('CS', 'DX'), '00280030': absent, ...change });
const points = [{ column: 1, row: 1 }];

describe('the calibration of projection radiography', () => {
  const imager = { '00181164': element('DS', 0.2, 0.2) };

  it('is at the detector with Imager Pixel Spacing alone, or the same as Pixel Spacing', () => {
    const expected = { row: 0.2, column: 0.2, unit: 'mm', calibration: 'detector' };
    expect(spacingAt(radiograph(imager), points)).toEqual(expected);
    expect(spacingAt(radiograph({ ...imager, '00280030': element('DS', 0.2, 0.2) }), points)).toEqual(
      expected,
    );
  });

  it('is divided by the estimated magnification', () => {
    const frame = radiograph({ ...imager, '00181114': element('DS', 1.25) });
    expect(spacingAt(frame, points)).toEqual({
      row: 0.16,
      column: 0.16,
      unit: 'mm',
      calibration: 'estimated',
    });
  });

  it('is what Pixel Spacing says when that differs, or says how it was calibrated', () => {
    const differing = radiograph({
      ...imager,
      '00280030': element('DS', 0.15, 0.15),
      '00181114': element('DS', 1.25),
    });
    expect(spacingAt(differing, points)).toMatchObject({ row: 0.15, calibration: 'geometry' });
    const fiducial = radiograph({
      '00280030': element('DS', 0.2, 0.2),
      '00280A02': element('CS', 'FIDUCIAL'),
    });
    expect(spacingAt(fiducial, points)).toMatchObject({ row: 0.2, calibration: 'fiducial' });
    const geometry = radiograph({
      '00280030': element('DS', 0.2, 0.2),
      '00280A02': element('CS', 'GEOMETRY'),
    });
    expect(spacingAt(geometry, points)).toMatchObject({ row: 0.2, calibration: 'geometry' });
  });

  it('is none without a spacing: pixels, in widths of a column', () => {
    const frame = radiograph({ '00280034': element('IS', 2, 1) });
    expect(spacingAt(frame, points)).toEqual({ row: 2, column: 1, unit: 'px', calibration: 'none' });
    const { values } = measure(
      'length',
      [
        [0, 0, 0],
        [3, 4, 0],
      ],
      { frame, loaded: undefined },
    );
    expect(values).toEqual([{ quantity: 'length', value: 5, unit: 'px' }]);
  });

  it('is what a reader says', () => {
    expect(spacingAt(radiograph(imager), points, 0.5)).toEqual({
      ...{ row: 0.1, column: 0.1, unit: 'mm', calibration: 'user' },
    });
  });
});

describe('ultrasound', () => {
  const region = (x0: number, x1: number, units: number, delta: number) => ({
    ...{ '00186018': element('UL', x0), '0018601A': element('UL', 0) },
    ...{ '0018601C': element('UL', x1), '0018601E': element('UL', 7) },
    ...{ '00186024': element('US', units), '00186026': element('US', units === 4 ? 7 : units) },
    ...{ '0018602C': element('FD', delta), '0018602E': element('FD', -delta) },
  });
  const frame = madeFrame({
    ...flat,
    '00080060': element('CS', 'US'),
    '00280030': element('DS', 9, 9),
    '00186011': { vr: 'SQ', Value: [region(0, 3, 3, 0.05), region(4, 7, 4, 0.01)] },
  });

  it('measures in a region of centimetres', () => {
    const inside = [
      { column: 0, row: 0 },
      { column: 3.4, row: 7 },
    ];
    expect(spacingAt(frame, inside)).toEqual({ row: 0.5, column: 0.5, unit: 'mm', calibration: 'region' });
  });

  it('measures pixels in a region of time, and across regions, whatever Pixel Spacing says', () => {
    expect(spacingAt(frame, [{ column: 5, row: 1 }])).toMatchObject({ unit: 'px', calibration: 'none' });
    expect(
      spacingAt(frame, [
        { column: 3, row: 1 },
        { column: 5, row: 1 },
      ]),
    ).toMatchObject({ unit: 'px' });
  });

  it('has a scale where all its regions measure alike', () => {
    const withRegions = (...regions: ReturnType<typeof region>[]) =>
      madeFrame({
        ...{ ...flat, '00080060': element('CS', 'US'), '00280030': absent },
        '00186011': { vr: 'SQ', Value: regions },
      });
    expect(scaleAcross(withRegions(region(0, 3, 3, 0.05), region(4, 7, 3, 0.05)), undefined)).toBeCloseTo(
      0.5,
      9,
    );
    expect(scaleAcross(withRegions(region(0, 3, 3, 0.05), region(4, 7, 3, 0.02)), undefined)).toBeUndefined();
    expect(scaleAcross(frame, undefined)).toBeUndefined();
  });
});

describe('the scale of the picture', () => {
  it('is that of measuring: estimated, calibrated by a reader, or none', () => {
    const imager = { '00181164': element('DS', 0.2, 0.2) };
    expect(scaleAcross(radiograph(imager), undefined)).toBeCloseTo(0.2, 9);
    expect(scaleAcross(radiograph({ ...imager, '00181114': element('DS', 1.25) }), undefined)).toBeCloseTo(
      0.16,
      9,
    );
    expect(scaleAcross(radiograph(imager), 0.5)).toBeCloseTo(0.1, 9);
    expect(scaleAcross(radiograph(), undefined)).toBeUndefined();
    expect(scaleAcross(radiograph(), 0.5)).toBeCloseTo(0.5, 9);
  });
});
