import { describe, expect, it } from 'vitest';
import { MeasurementStore, trackingOf, type Measurement } from '../../measurements/index.ts';
import { identity } from '../../registration/index.ts';
import { changeFigures } from '../changeFigures.ts';
import { FollowUp, type FollowUpRoom } from '../followUp.ts';
import { made, madeStudy } from './made.ts';

const studies = [
  madeStudy('1', '20260701'),
  madeStudy('2', '20250701'),
  madeStudy('3', '20240701'),
  madeStudy('4', '20230701'),
];

/** A room of which all exams lie in one space. */
function room(measurements: readonly Measurement[]) {
  const store = new MeasurementStore();
  store.load(measurements);
  const comparison = Object.assign(new EventTarget(), { usableBetween: () => identity, revision: 0 });
  const made: FollowUpRoom = Object.assign(new EventTarget(), {
    state: { studies },
    measurements: store,
    comparison,
  });
  const followUp = new FollowUp(made);
  let changes = 0;
  followUp.addEventListener('change', () => changes++);
  return { store, followUp, changes: () => changes };
}

const far = [0, 0, 500] as const;

describe('FollowUp', () => {
  it('makes one finding of what is paired, told from the oldest date on', () => {
    const [now, before, long] = [
      made('1', 'length', [12], [0, 0, 0], { label: '右上叶结节' }),
      made('2', 'length', [10]),
      made('3', 'length', [8], [0, 0, 0], { label: '结节' }),
    ];
    const { followUp, store } = room([now, before, long]);
    expect(followUp.state.proposals).toMatchObject([{ ids: [long.id, before.id, now.id] }]);
    const uid = followUp.pair([now.id, before.id, long.id]);
    // The oldest measurement keeps what it is known by.
    expect(uid).toBe(long.id);
    expect(store.get(long.id)?.trackingUid).toBeUndefined();
    const { findings, proposals } = followUp.state;
    expect(proposals).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ trackingUid: uid, label: '右上叶结节' });
    const entries = findings[0]?.entries ?? [];
    expect(entries.map(({ studyDate }) => studyDate)).toEqual(['20240701', '20250701', '20260701']);
    expect(entries[0]).toMatchObject({ sincePrevious: undefined, sinceFirst: undefined });
    expect(entries[1]).toMatchObject({
      sincePrevious: { days: 365, differences: [{ absolute: 2, percent: 25 }] },
      sinceFirst: undefined,
    });
    expect(entries[2]).toMatchObject({
      sincePrevious: { days: 365, differences: [{ absolute: 2, percent: 20 }] },
      sinceFirst: { days: 730, differences: [{ absolute: 4, percent: 50 }] },
    });
    expect(changeFigures(findings, long.id)).toEqual([]);
    expect(changeFigures(findings, now.id)).toEqual([
      { quantity: 'lengthChange', value: 2, unit: 'mm' },
      { quantity: 'lengthChange', value: 20, unit: '%' },
      { quantity: 'interval', value: 365, unit: 'd' },
      // 365 · ln 2 / (3 · ln 1.2).
      { quantity: 'volumeDoublingTime', value: expect.closeTo(462.55, 2) as number, unit: 'd' },
    ]);
  });

  it('is undone and done again in one step', () => {
    const [now, before] = [made('1', 'length', [12]), made('2', 'length', [10])];
    const { followUp, store, changes } = room([now, before]);
    followUp.pair([now.id, before.id]);
    expect(followUp.state.findings).toHaveLength(1);
    const told = changes();
    expect(store.undo()).toBe(true);
    expect(changes()).toBeGreaterThan(told);
    expect(followUp.state.findings).toEqual([]);
    expect(followUp.state.proposals).toHaveLength(1);
    store.redo();
    expect(followUp.state.findings).toHaveLength(1);
    expect(store.undo()).toBe(true);
    expect(store.undo()).toBe(false);
  });

  it('takes apart without proposing the same again, and pairs again by hand', () => {
    const [now, before] = [made('1', 'length', [12]), made('2', 'length', [10])];
    const { followUp, store } = room([now, before]);
    followUp.takeApart(followUp.pair([now.id, before.id]));
    expect(followUp.state).toEqual({ findings: [], proposals: [] });
    expect([now, before].map(({ id }) => trackingOf(store.get(id)!))).toEqual([now.id, before.id]);
    followUp.pair([before.id, now.id]);
    expect(followUp.state.findings).toHaveLength(1);
    store.undo();
    // Paired by hand meanwhile: it may be proposed again.
    expect(followUp.state.proposals).toHaveLength(1);
    followUp.refuse([now.id, before.id]);
    expect(followUp.state.proposals).toEqual([]);
  });

  it('lets one measurement go and keeps the others together', () => {
    const three = ['1', '2', '3'].map((study) => made(study, 'length', [10]));
    const { followUp, store } = room(three);
    const uid = followUp.pair(three.map(({ id }) => id));
    // The oldest, under whose id the others are followed.
    const oldest = three[2] as Measurement;
    expect(uid).toBe(oldest.id);
    followUp.unpair(oldest.id);
    const { findings } = followUp.state;
    expect(findings.map(({ entries }) => entries.map(({ measurement }) => measurement.id))).toEqual([
      [three[1]?.id, three[0]?.id],
    ]);
    const left = trackingOf(store.get(oldest.id)!);
    expect(left).not.toBe(uid);
    expect(left).toMatch(/^2\.25\.\d+$/);
    expect(() => followUp.unpair(oldest.id)).toThrow(/paired with none/);
  });

  it('takes the Tracking UID of a report of someone else, which is not changed', () => {
    const theirs = made('3', 'length', [8], [0, 0, 0], { foreign: true, trackingUid: '1.2.3.4' });
    const [now, before] = [made('1', 'length', [12]), made('2', 'length', [10])];
    const { followUp, store } = room([theirs, now, before]);
    expect(followUp.pair([now.id, before.id])).toBe(before.id);
    expect(followUp.pair([now.id, theirs.id])).toBe('1.2.3.4');
    expect(store.get(before.id)?.trackingUid).toBe('1.2.3.4');
    expect(followUp.state.findings[0]?.entries).toHaveLength(3);
    followUp.unpair(theirs.id);
    expect(followUp.state.findings).toEqual([]);
    expect(store.get(theirs.id)?.trackingUid).toBe('1.2.3.4');
  });

  it('says why measurements cannot be paired', () => {
    const now = made('1', 'length', [12]);
    const [one, other] = ['1.2.3', '1.2.4'].map((trackingUid, at) =>
      made(`${at + 2}`, 'length', [8], far, { foreign: true, trackingUid }),
    ) as [Measurement, Measurement];
    const unnamed = made('4', 'length', [8], far, { foreign: true });
    const beside = made('1', 'length', [9], far);
    const arrow = made('2', 'arrow', []);
    const { followUp } = room([now, one, other, unnamed, beside, arrow]);
    expect(() => followUp.pair([now.id])).toThrow(/at least two/);
    expect(() => followUp.pair([now.id, beside.id])).toThrow(/two findings of one study/);
    expect(() => followUp.pair([now.id, arrow.id])).toThrow(/\(arrow\) has no size/);
    expect(() => followUp.pair([now.id, unnamed.id])).toThrow(/Tracking UID/);
    expect(() => followUp.pair([now.id, one.id, other.id])).toThrow(/different findings/);
    expect(() => followUp.pair([now.id, '9.9'])).toThrow(/no measurement 9\.9/);
    expect(followUp.partnersOf(now.id).map(({ measurement }) => measurement.id)).toEqual([one.id, other.id]);
    expect(followUp.partnersOf(now.id)[0]?.distanceMm).toBe(500);
    followUp.pair([now.id, one.id]);
    expect(() => followUp.pair([beside.id, one.id])).toThrow(/two findings of one study/);
  });
});
