import { expect, it, onTestFinished } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { AccessTally, AuditLog, AuditUnavailable, searchAudit, type View } from '../index.ts';
import { key } from './support.ts';

const view = (change: Partial<View> = {}): View => ({
  sessionId: 's1',
  actor: { kind: 'person', id: 'wang' },
  address: '10.0.0.7',
  studyInstanceUid: '1.2.3',
  patientIndex: 'ix1',
  rule: 'own patients',
  ...change,
});

describeOnEngines('reading', (engine) => {
  async function reading() {
    const database = await engine.open();
    const clock = { now: Date.UTC(2026, 10, 28, 8) };
    const now = () => clock.now;
    const log = await AuditLog.open({ database, key, now, patienceMs: 2000 });
    const tally = new AccessTally({ log, now, flushMs: 1_000_000 });
    onTestFinished(async () => {
      await tally.close().catch(() => undefined);
      await log.close();
    });
    const events = async () => (await searchAudit(database.db, {})).events.reverse();
    return { log, tally, clock, events };
  }

  it('is told apart from bringing images in', async () => {
    const { tally, events } = await reading();
    const seen = await tally.begin(view());
    const stored = await tally.begin(view({ event: 'import', rule: 'technicians' }));
    expect(stored).not.toBe(seen);
    stored.frames += 12;
    await tally.flush();
    expect((await events()).map(({ event, action, rule, frames }) => [event, action, rule, frames])).toEqual([
      ['instancesAccessed', 'R', 'own patients', undefined],
      ['import', 'C', 'technicians', undefined],
      ['import', 'C', 'technicians', 12],
    ]);
  });

  it('is written when it begins, once, and summed', async () => {
    const { tally, clock, events } = await reading();
    const [one, same, other] = await Promise.all([
      tally.begin(view()),
      tally.begin(view()),
      tally.begin(view({ studyInstanceUid: '1.2.4' })),
    ]);
    expect(same).toBe(one);
    expect(other).not.toBe(one);
    expect(await events()).toMatchObject([
      {
        event: 'instancesAccessed',
        action: 'R',
        outcome: 0,
        studyInstanceUid: '1.2.3',
        patientIndex: 'ix1',
        address: '10.0.0.7',
        sessionId: 's1',
        rule: 'own patients',
        frames: undefined,
        detail: { phase: 'began' },
      },
      { studyInstanceUid: '1.2.4' },
    ]);
    one.frames += 300;
    one.bytes += 72_000_000;
    clock.now += 30_000;
    await tally.flush();
    one.frames += 2;
    one.bytes += 7;
    clock.now += 1000;
    await tally.end('s1');
    await tally.flush();
    const sums = (await events()).slice(2);
    expect(sums).toMatchObject([
      {
        frames: 300,
        bytes: 72_000_000,
        detail: { phase: 'sum', from: '2026-11-28T08:00:00.000Z', to: '2026-11-28T08:00:30.000Z' },
      },
      { frames: 2, bytes: 7, detail: { from: '2026-11-28T08:00:30.000Z', to: '2026-11-28T08:00:31.000Z' } },
    ]);
    // A new view after the end is one that begins.
    await tally.begin(view());
    expect((await events()).at(-1)).toMatchObject({ detail: { phase: 'began' } });
  });

  it('keeps its lease by writing, or by asking whether it could', async () => {
    const { log, tally, clock } = await reading();
    const start = clock.now;
    expect(log.leaseUntil).toBe(start + 60_000);
    clock.now += 30_000;
    await tally.flush();
    expect(log.leaseUntil).toBe(start + 90_000);
    clock.now += 10_000;
    await tally.begin(view());
    expect(log.leaseUntil).toBe(start + 100_000);
  });

  it.skipIf(engine.name === 'PGlite')(
    'ends within the lease when the database is stopped, and counts nothing twice when it is back',
    { timeout: 60_000 },
    async () => {
      const { log, tally, clock, events } = await reading();
      const running = await tally.begin(view());
      const until = log.leaseUntil;
      running.frames += 10;
      await engine.server()?.kill();
      clock.now += 20_000;
      // A study not begun yet is refused at once; what runs is let go on, no longer than it was promised.
      await expect(tally.begin(view({ studyInstanceUid: '1.2.9' }))).rejects.toBeInstanceOf(AuditUnavailable);
      expect(await tally.begin(view())).toBe(running);
      await expect(tally.flush()).rejects.toBeInstanceOf(AuditUnavailable);
      expect(log.leaseUntil).toBe(until);
      running.frames += 5;
      clock.now = until;
      await expect(tally.begin(view())).rejects.toMatchObject({ code: 'audit-unavailable' });
      await engine.server()?.start();
      await tally.flush();
      expect(log.leaseUntil).toBe(until + 60_000);
      expect(await tally.begin(view())).toBe(running);
      expect(await events()).toMatchObject([{ detail: { phase: 'began' } }, { frames: 15 }]);
    },
  );
});
