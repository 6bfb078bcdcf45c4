import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../measurements/index.ts';
import { sizesOf } from '../findingSize.ts';
import { sizeChange, type DatedMeasurement, type SizeChange } from '../sizeChange.ts';
import { daysBetween } from '../studyInterval.ts';
import { made } from './made.ts';

const dated = (measurement: Measurement, studyDate?: string, modality = 'CT'): DatedMeasurement => ({
  measurement,
  studyDate,
  modality,
});

const lengths = (from: number, to: number, [a, b]: [string?, string?] = ['20250101', '20260101']) =>
  sizeChange(dated(made('1', 'length', [from]), a), dated(made('2', 'length', [to]), b));

function comparable(change: SizeChange) {
  if (!change.comparable) throw new Error(`not comparable: ${change.reason}`);
  return change;
}

describe('daysBetween', () => {
  it('counts by the calendar, leap years and both forms of a date included', () => {
    expect(daysBetween('19980105', '19990102')).toBe(362);
    expect(daysBetween('20240228', '20240301')).toBe(2);
    expect(daysBetween('20230228', '20230301')).toBe(1);
    expect(daysBetween('2023.03.26', '20231030')).toBe(218);
    expect(daysBetween('20260105', '20260105')).toBe(0);
    expect(daysBetween(undefined, '20260105')).toBeUndefined();
    expect(daysBetween('20260231', '20260305')).toBeUndefined();
  });
});

describe('sizesOf', () => {
  it('has the diameter first, whatever was drawn', () => {
    expect(sizesOf(made('1', 'length', [8]))).toEqual([{ quantity: 'length', value: 8, unit: 'mm' }]);
    expect(sizesOf(made('1', 'bidirectional', [12, 8]))).toEqual([
      { quantity: 'meanDiameter', value: 10, unit: 'mm' },
      { quantity: 'longAxis', value: 12, unit: 'mm' },
      { quantity: 'shortAxis', value: 8, unit: 'mm' },
    ]);
    // A circle of radius 5 mm.
    const [diameter, area] = sizesOf(made('1', 'ellipse', [Math.PI * 25]));
    expect(diameter).toMatchObject({ quantity: 'effectiveDiameter', unit: 'mm' });
    expect(diameter?.value).toBeCloseTo(10, 12);
    expect(area).toEqual({ quantity: 'area', value: Math.PI * 25, unit: 'mm2' });
  });

  it('has none for what has no size', () => {
    expect(sizesOf(made('1', 'angle', []))).toEqual([]);
    expect(sizesOf(made('1', 'probe', []))).toEqual([]);
    expect(sizesOf(made('1', 'length', [0]))).toEqual([]);
    expect(
      sizesOf(
        made('1', 'profile', [], [0, 0, 0], { values: [{ quantity: 'length', value: 9, unit: 'mm' }] }),
      ),
    ).toEqual([]);
  });
});

describe('sizeChange', () => {
  it('tells mm, percent of the earlier size and doubling time', () => {
    const { differences, days, doubling, withinError } = comparable(lengths(8, 10, ['19980105', '19990102']));
    expect(differences).toEqual([{ quantity: 'length', absolute: 2, unit: 'mm', percent: 25 }]);
    expect(days).toBe(362);
    // 362 · 0.693147 / (3 · 0.223144) by a pocket calculator.
    expect(doubling).toEqual({ kind: 'days', days: expect.closeTo(374.825, 3) });
    expect(withinError).toBe(false);
  });

  it('doubles in the interval where the diameter has grown by the cube root of 2', () => {
    const { doubling, differences } = comparable(lengths(10, 10 * Math.cbrt(2)));
    expect(doubling).toEqual({ kind: 'days', days: expect.closeTo(365, 9) });
    expect(differences[0]?.percent).toBeCloseTo(25.992, 3);
  });

  it('takes the mean of two diameters for the ball', () => {
    // Means 10 and 13; 90 · ln 2 / (3 · ln 1.3) = 62.38316 / 0.787093.
    const { differences, doubling } = comparable(
      sizeChange(
        dated(made('1', 'bidirectional', [12, 8]), '20260101'),
        dated(made('2', 'bidirectional', [15, 11]), '20260401'),
      ),
    );
    expect(differences).toEqual([
      { quantity: 'meanDiameter', absolute: 3, unit: 'mm', percent: 30 },
      { quantity: 'longAxis', absolute: 3, unit: 'mm', percent: 25 },
      { quantity: 'shortAxis', absolute: 3, unit: 'mm', percent: 37.5 },
    ]);
    expect(doubling).toEqual({ kind: 'days', days: expect.closeTo(79.2577, 3) });
  });

  it('tells of an area as such and as diameter', () => {
    const { differences, doubling } = comparable(
      sizeChange(
        dated(made('1', 'ellipse', [100]), '20260101'),
        dated(made('2', 'ellipse', [400]), '20260411'),
      ),
    );
    // Four times the area is twice the diameter and eight times the volume: three doublings in 100 days.
    expect(differences[1]).toEqual({ quantity: 'area', absolute: 300, unit: 'mm2', percent: 300 });
    expect(differences[0]?.percent).toBeCloseTo(100, 9);
    expect(doubling).toEqual({ kind: 'days', days: expect.closeTo(100 / 3, 9) });
  });

  it('says in words what is no doubling', () => {
    expect(comparable(lengths(10, 8)).doubling).toEqual({ kind: 'shrinking' });
    expect(comparable(lengths(10, 8)).differences[0]).toMatchObject({ absolute: -2, percent: -20 });
    expect(comparable(lengths(10, 10)).doubling).toEqual({ kind: 'unchanged' });
    expect(comparable(lengths(10, 10.04)).doubling).toEqual({ kind: 'unchanged' });
    expect(comparable(lengths(8, 10, ['20260101', '20260101'])).doubling).toEqual({
      kind: 'none',
      reason: 'same-day',
    });
    const mr = sizeChange(
      dated(made('1', 'length', [8]), '20250101', 'MR'),
      dated(made('2', 'length', [10]), '20260101'),
    );
    expect(comparable(mr).doubling).toEqual({ kind: 'none', reason: 'not-ct' });
    const box = sizeChange(
      dated(made('1', 'rectangle', [80]), '20250101'),
      dated(made('2', 'rectangle', [90]), '20260101'),
    );
    expect(comparable(box).doubling).toEqual({ kind: 'none', reason: 'not-round' });
  });

  it('says what lies within the error of measuring', () => {
    expect(comparable(lengths(8, 9.9)).withinError).toBe(true);
    expect(comparable(lengths(8, 6)).withinError).toBe(false);
  });

  it('never compares what cannot be compared', () => {
    const later = dated(made('2', 'length', [10]), '20260101');
    const px = { values: [{ quantity: 'length', value: 8, unit: 'px' }], calibration: 'none' } as const;
    const cases: [DatedMeasurement, string][] = [
      [dated(made('1', 'length', [8])), 'date-unknown'],
      [dated(made('1', 'bidirectional', [8, 6]), '20250101'), 'tool'],
      [dated(made('1', 'length', [8], [0, 0, 0], px), '20250101'), 'uncalibrated'],
      [dated(made('1', 'length', [8], [0, 0, 0], { calibration: 'detector' }), '20250101'), 'calibration'],
    ];
    for (const [earlier, reason] of cases)
      expect(sizeChange(earlier, later)).toMatchObject({ comparable: false, reason });
    const detector = { calibration: 'detector' } as const;
    const projections = [
      dated(made('1', 'length', [8], [0, 0, 0], detector), '20250101', 'DX'),
      dated(made('2', 'length', [10], [0, 0, 0], detector), '20260101', 'DX'),
    ] as const;
    expect(comparable(sizeChange(...projections)).differences[0]?.percent).toBe(25);
  });
});
