import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../measurements/index.ts';
import { translationBy } from '../../registration/index.ts';
import { proposePairs, type WayBetween } from '../proposals.ts';
import { made } from './made.ts';

/** Each study is shifted against study 0 by 40 mm along the patient times its number. */
const way: WayBetween = (from, to) =>
  translationBy([0, 0, 40 * (Number(to.studyInstanceUid) - Number(from.studyInstanceUid))]);
const any = () => true;

const proposed = (measurements: readonly Measurement[], mayPair = any) =>
  proposePairs(measurements, way, mayPair).map(({ ids, distanceMm }) => [
    ids.map((id) => measurements.findIndex((one) => one.id === id)),
    Math.round(distanceMm * 1e6) / 1e6,
  ]);

describe('proposePairs', () => {
  it('pairs what lies in one place when the exams are laid on each other, the nearest first', () => {
    const measurements = [
      made('0', 'length', [8], [10, 20, 30]),
      made('0', 'length', [8], [10, 32, 30]),
      // 5 mm from the first, 7 mm from the second.
      made('1', 'length', [9], [10, 25, 70]),
      // 3 mm from the second: it is that one's.
      made('1', 'length', [9], [10, 35, 70]),
    ];
    expect(proposed(measurements)).toEqual([
      [[0, 2], 5],
      [[1, 3], 3],
    ]);
  });

  it('leaves alone what is too far, of another tool, of one study, or has no size', () => {
    const at = [10, 20, 30] as const;
    expect(
      proposed([
        made('0', 'length', [8], at),
        made('0', 'length', [8], [11, 20, 30]),
        made('1', 'length', [8], [10, 20, 86]),
        made('1', 'bidirectional', [8, 6], [10, 20, 70]),
        made('1', 'probe', [], [10, 20, 70]),
      ]),
    ).toEqual([]);
    expect(proposed([made('0', 'length', [8], at), made('1', 'length', [8], [10, 20, 85])])).toEqual([
      [[0, 1], 15],
    ]);
    // A large finding may be met at half its size.
    expect(proposed([made('0', 'length', [60], at), made('1', 'length', [64], [10, 20, 100])])).toEqual([
      [[0, 1], 30],
    ]);
  });

  it('needs a way between the exams', () => {
    const measurements = [made('0', 'length', [8]), made('1', 'length', [8], [0, 0, 40])];
    expect(proposePairs(measurements, () => undefined, any)).toEqual([]);
  });

  it('follows one finding over four dates', () => {
    const dates = ['0', '1', '2', '3'];
    const measurements = dates.map((study) =>
      made(study, 'length', [8], [0, Number(study), 40 * Number(study)]),
    );
    expect(proposed(measurements)).toEqual([[[0, 1, 2, 3], 1]]);
  });

  it('lets another date join what is followed already, and does not propose that itself', () => {
    const first = made('0', 'length', [8]);
    const second = made('1', 'length', [8], [0, 0, 40], { trackingUid: first.id });
    expect(proposed([first, second])).toEqual([]);
    expect(proposed([first, second, made('2', 'length', [9], [0, 2, 80])])).toEqual([[[0, 1, 2], 2]]);
    // Study 1 has its part of the finding already.
    expect(proposed([first, second, made('1', 'length', [9], [0, 2, 40])])).toEqual([]);
  });

  it('asks what may be paired', () => {
    const measurements = [made('0', 'length', [8]), made('1', 'length', [8], [0, 0, 40])];
    expect(proposed(measurements, () => false)).toEqual([]);
  });
});
