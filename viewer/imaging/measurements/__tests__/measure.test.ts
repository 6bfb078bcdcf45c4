import { describe, expect, it } from 'vitest';
import type { Point3 } from '../../geometry/vector.ts';
import { measure } from '../measure.ts';
import { regionStatistics } from '../regionStatistics.ts';
import type { MeasuredValue } from '../measurement.ts';
import { at, madeImage } from './madeFrames.ts';

const image = madeImage();
const figures = (values: readonly MeasuredValue[]) =>
  Object.fromEntries(values.map(({ quantity, value }) => [quantity, value]));
const units = (values: readonly MeasuredValue[]) =>
  Object.fromEntries(values.map(({ quantity, unit }) => [quantity, unit]));

describe('lengths and angles on pixels of 2 mm by 0.5 mm', () => {
  it('measures 3 columns and 16 rows as 6 and 8 mm: 10 mm', () => {
    const { values, calibration } = measure('length', [at(0, 0), at(3, 16)], image);
    expect(values).toEqual([{ quantity: 'length', value: 10, unit: 'mm' }]);
    expect(calibration).toBe('geometry');
  });

  it('measures angles in millimetres, not in pixels', () => {
    // 1 column is 2 mm, 4 rows are 2 mm: 45 degrees with the row.
    expect(figures(measure('angle', [at(4, 0), at(0, 0), at(1, 4)], image).values).angle).toBeCloseTo(45, 10);
    expect(figures(measure('angle', [at(4, 0), at(0, 0), at(-1, 4)], image).values).angle).toBeCloseTo(
      135,
      10,
    );
    expect(figures(measure('angle', [at(4, 0), at(0, 0), at(-4, 0)], image).values).angle).toBeCloseTo(
      180,
      10,
    );
  });

  it('measures a Cobb angle as the acute one, whichever way the lines were drawn', () => {
    const rising = [at(0, 0), at(4, 4)] as const; // atan(2 / 8) = 14.036 degrees
    const falling = [at(0, 20), at(4, 16)] as const;
    const expected = 2 * 14.036243467926479;
    expect(figures(measure('cobb', [...rising, ...falling], image).values).angle).toBeCloseTo(expected, 9);
    expect(figures(measure('cobb', [...rising, falling[1], falling[0]], image).values).angle).toBeCloseTo(
      expected,
      9,
    );
    expect(
      figures(measure('cobb', [at(0, 0), at(4, 0), at(1, 0), at(1, 9)], image).values).angle,
    ).toBeCloseTo(90, 10);
  });

  it('calls the longer axis of a bidirectional measurement the long one', () => {
    const { values } = measure('bidirectional', [at(0, 0), at(1, 0), at(0, 0), at(0, 10)], image);
    expect(figures(values)).toEqual({ longAxis: 5, shortAxis: 2 });
  });
});

describe('regions', () => {
  it('counts the pixels whose centres lie in a rectangle or on its edge', () => {
    // Columns 1 to 3, rows 2 to 5: 12 pixels, 4 mm by 1.5 mm.
    const { values } = measure('rectangle', [at(1, 2), at(3, 2), at(3, 5), at(1, 5)], image);
    // Values 10 r + c: mean 35 + 2; variance 100 * 1.25 + 2 / 3.
    expect(figures(values)).toMatchObject({ area: 6, mean: 37, minimum: 21, maximum: 53, pixels: 12 });
    expect(figures(values).standardDeviation).toBeCloseTo(Math.sqrt(125 + 2 / 3), 10);
    expect(units(values)).toEqual({
      ...{ area: 'mm2', mean: "[hnsf'U]", standardDeviation: "[hnsf'U]", minimum: "[hnsf'U]" },
      ...{ maximum: "[hnsf'U]", pixels: '1' },
    });
  });

  it('counts the pixels in an ellipse, also one that is turned', () => {
    // Centre (3, 3), half axes 2 columns and 2 rows: a circle of 13 pixels in the grid, an ellipse of 4 mm by 1 mm.
    const upright = measure('ellipse', [at(1, 3), at(5, 3), at(3, 1), at(3, 5)], image).values;
    expect(figures(upright)).toMatchObject({ mean: 33, minimum: 13, maximum: 53, pixels: 13 });
    expect(figures(upright).area).toBeCloseTo(Math.PI * 4 * 1, 10);
    // In pixels half axes of 2√2 along the diagonal and √2 / 2 across it: u² / 8 + 2 v² <= 1.
    const turned = measure('ellipse', [at(1, 1), at(5, 5), at(2.5, 3.5), at(3.5, 2.5)], image).values;
    let inside = 0;
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) {
        const [u, v] = [(x - 3 + y - 3) / Math.SQRT2, (x - 3 - (y - 3)) / Math.SQRT2];
        if ((u * u) / 8 + v * v * 2 <= 1 + 1e-9) inside++;
      }
    expect(figures(turned).pixels).toBe(inside);
    expect(inside).toBeGreaterThan(4);
    expect(figures(turned).mean).toBeCloseTo(33, 10);
  });

  it('counts a triangle by its edges', () => {
    // (0,0), (4,0), (0,4): 15 pixels on and within; half of 8 mm by 2 mm.
    const { values } = measure('freehand', [at(0, 0), at(4, 0), at(0, 4)], image);
    expect(figures(values)).toMatchObject({ area: 8, pixels: 15, minimum: 0, maximum: 40 });
    expect(figures(values).mean).toBeCloseTo(
      (0 + 1 + 2 + 3 + 4 + (40 + 6) + (60 + 3) + (60 + 1) + 40) / 15,
      10,
    );
    expect(figures(values).perimeter).toBeCloseTo(8 + 2 + Math.hypot(8, 2), 10);
  });

  it('counts what lies in the image only, and says so when that is nothing', () => {
    const corner = measure('rectangle', [at(-5, -5), at(0, -5), at(0, 0), at(-5, 0)], image).values;
    expect(figures(corner)).toMatchObject({ pixels: 1, mean: 0, standardDeviation: 0 });
    const between = measure(
      'rectangle',
      [at(0.2, 0.2), at(0.8, 0.2), at(0.8, 0.8), at(0.2, 0.8)],
      image,
    ).values;
    expect(between.map(({ quantity }) => quantity)).toEqual(['area', 'pixels']);
    expect(figures(between).pixels).toBe(0);
  });

  it('says nothing of colours but what a probe reads', () => {
    const loaded = {
      ...image.loaded!,
      samplesPerPixel: 3,
      values: Uint8Array.from({ length: 192 }, (_, i) => i),
    };
    const colour = { frame: image.frame, loaded };
    const points: Point3[] = [at(1, 2), at(3, 2), at(3, 5), at(1, 5)];
    expect(measure('rectangle', points, colour).values.map(({ quantity }) => quantity)).toEqual(['area']);
    expect(measure('probe', [at(1, 0)], colour).values.map(({ value }) => value)).toEqual([3, 4, 5]);
  });
});

describe('points and lines', () => {
  it('probes the nearest pixel, and nothing outside the image', () => {
    expect(measure('probe', [at(2.4, 3.6)], image).values).toEqual([
      { quantity: 'value', value: 42, unit: "[hnsf'U]" },
    ]);
    expect(measure('probe', [at(9, 3)], image).values).toEqual([]);
  });

  it('samples a profile between the pixels', () => {
    // From (0, 0) to (3, 4), 5 pixels long: 6 samples; 10 r + c is linear, so bilinear values are exact.
    const { values, profile } = measure('profile', [at(0, 0), at(3, 4)], image);
    const expected = [0, 8.6, 17.2, 25.8, 34.4, 43];
    expect(profile?.values).toHaveLength(6);
    profile?.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 9));
    expect(profile?.distances.at(-1)).toBeCloseTo(Math.hypot(6, 2), 10);
    expect(figures(values).mean).toBeCloseTo(21.5, 9);
    expect(measure('profile', [at(-2, 0), at(2, 0)], image).profile?.values).toEqual([NaN, NaN, 0, 1, 2]);
  });
});

describe('padding', () => {
  const region = { firstRow: 0, lastRow: 1, spans: (): [number, number][] => [[0, 2]] };
  const image = { values: Int16Array.of(10, -2000, 20, 30, -1990, 40), rows: 2, columns: 3 };

  it('does not count in statistics', () => {
    const found = regionStatistics({ ...image, padding: { low: -2000, high: -1990 } }, region);
    // 10, 20, 30, 40: the mean 25, the variance 125.
    expect(found).toMatchObject({ pixels: 4, mean: 25, minimum: 10, maximum: 40 });
    expect(found?.standardDeviation).toBeCloseTo(Math.sqrt(125), 12);
  });

  it('is known by stored values where a table made the modality values', () => {
    const stored = Int16Array.of(1, 0, 2, 3, 0, 4);
    const found = regionStatistics({ ...image, stored, padding: { low: 0, high: 0 } }, region);
    expect(found).toMatchObject({ pixels: 4, minimum: 10 });
  });

  it('is no region', () => {
    expect(regionStatistics({ ...image, padding: { low: -3000, high: 3000 } }, region)).toBeUndefined();
  });
});
