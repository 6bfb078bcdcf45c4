import { describe, expect, it } from 'vitest';
import { breakingPoint } from '../breakingPoint.ts';
import { rampReaders } from '../loadPlan.ts';
import type { LoadPlan } from '../loadPlan.ts';
import { readSummary } from '../readSummary.ts';
import { countFailures } from '../runK6.ts';

const plan: LoadPlan = {
  scenario: 'ramp',
  url: 'http://127.0.0.1:3000',
  readers: 1000,
  seconds: 60,
  sliceSeconds: 15,
  pace: 2,
  slices: 40,
};
const state = { testRunDurationMs: 31_500 };
const durations = (p95: number) => ({ values: { count: 10, med: 5, 'p(95)': p95, 'p(99)': p95, max: p95 } });

function metrics(steps: [firstLoad: number, frame: number, failed: number][]) {
  return Object.fromEntries(
    steps.flatMap(([firstLoad, frame, rate], i) => [
      [`first_load{slice:${i}}`, durations(firstLoad)],
      [`frame_duration{slice:${i}}`, durations(frame)],
      [`failed{slice:${i}}`, { values: { rate } }],
      [`frames{slice:${i}}`, { values: { count: 300 } }],
    ]),
  );
}

describe('a ramp', () => {
  it('climbs in equal steps to the number asked for', () => {
    expect(rampReaders(plan)).toEqual([250, 500, 750, 1000]);
    expect(rampReaders({ ...plan, readers: 10, seconds: 45 })).toEqual([4, 7, 10]);
  });

  it.each([
    [
      'first load',
      [
        [200, 20, 0],
        [2999, 499, 0.0009],
        [3000, 20, 0],
      ],
      { held: 500, broke: { readers: 750, why: 'first load p95 3000 ms' } },
    ],
    [
      'frames',
      [
        [200, 20, 0],
        [200, 501, 0],
        [200, 20, 0],
      ],
      { held: 250, broke: { readers: 500, why: 'frame p95 501 ms' } },
    ],
    ['failures', [[200, 20, 0.02]], { held: 0, broke: { readers: 250, why: '2.00 % failures' } }],
    [
      'nothing',
      [
        [200, 20, 0],
        [200, 20, 0],
        [200, 20, 0],
        [200, 20, 0],
      ],
      { held: 1000 },
    ],
  ] as [string, [number, number, number][], unknown][])(
    'breaks at the first limit: %s',
    (_, steps, expected) => {
      expect(breakingPoint(readSummary({ metrics: metrics(steps), state }, plan), plan)).toEqual(expected);
    },
  );
});

describe('the figures of k6', () => {
  it('are taken for the whole run and for each slice', () => {
    const whole = { first_load: durations(150), http_reqs: { values: { count: 77 } } };
    const summary = readSummary({ metrics: { ...whole, ...metrics([[100, 9, 0.5]]) }, state }, plan);
    expect(summary.firstLoad).toEqual({ count: 10, median: 5, p95: 150, p99: 150, max: 150 });
    expect(summary.seriesSwitch).toBeUndefined();
    expect(summary.requests).toBe(77);
    // It ended before the 60 s that were planned.
    expect(summary.seconds).toBe(31.5);
    expect(summary.slices[0]).toMatchObject({ frames: 300, failures: 0.5, frame: { p95: 9 } });
    expect(summary.slices[1]).toEqual({ firstLoad: undefined, frame: undefined, frames: 0, failures: 0 });
  });

  it('name failures by what was asked for and what came', () => {
    const log = [
      'time="..." level=error msg="FAILED frame: 503" source=console',
      'time="..." level=error msg="FAILED metadata: no answer" source=console',
      'time="..." level=error msg="FAILED frame: 503" source=console',
    ].join('\n');
    expect(countFailures(log)).toEqual([
      ['frame: 503', 2],
      ['metadata: no answer', 1],
    ]);
  });
});
