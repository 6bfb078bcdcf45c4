import { expect, it, onTestFinished } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import {
  AuditLog,
  auditPages,
  removeOldEvents,
  searchAudit,
  verifyAudit,
  type TextSealer,
} from '../index.ts';
import { key, keyOf, login } from './support.ts';

/** Turned around, with where it belongs: enough to see what is sealed. */
const turned: TextSealer = {
  seal: (text, context) => `${context}|${[...text].reverse().join('')}`,
  open: (sealed, context) => {
    if (!sealed.startsWith(`${context}|`)) throw new Error(`sealed elsewhere: ${sealed}`);
    return [...sealed.slice(context.length + 1)].reverse().join('');
  },
};

const day = 24 * 3600 * 1000;

describeOnEngines('the audit trail', (engine) => {
  it('is searched by person, patient, study, event and time, in pages', async () => {
    const { db, ...database } = await engine.open();
    const clock = { now: Date.UTC(2026, 0, 1) };
    const log = await AuditLog.open({
      database: { db, ...database },
      key,
      sealer: turned,
      now: () => clock.now,
    });
    onTestFinished(() => log.close());
    for (let n = 1; n <= 9; n += 1) {
      await log.append({
        event: n % 3 === 0 ? 'instancesAccessed' : 'query',
        action: n % 3 === 0 ? 'R' : 'E',
        outcome: n === 7 ? 4 : 0,
        actor: { kind: 'person', id: n % 2 ? 'odd' : 'even', name: '李' },
        studyInstanceUid: `1.${n}`,
        patientIndex: `ix${n % 4}`,
        detail: { n },
      });
      clock.now += 1000;
    }
    const places = async (query: Parameters<typeof searchAudit>[1]) =>
      (await searchAudit(db, query, turned)).events.map(({ seq }) => seq);
    expect(await places({})).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await places({ actorIds: ['odd'] })).toEqual([9, 7, 5, 3, 1]);
    expect(await places({ patientIndexes: ['ix1', 'ix9'] })).toEqual([9, 5, 1]);
    expect(await places({ studyInstanceUid: '1.4' })).toEqual([4]);
    expect(await places({ event: 'instancesAccessed', actorIds: ['odd'] })).toEqual([9, 3]);
    expect(await places({ outcome: 4 })).toEqual([7]);
    expect(
      await places({
        from: new Date(Date.UTC(2026, 0, 1) + 2000),
        to: new Date(Date.UTC(2026, 0, 1) + 4000),
      }),
    ).toEqual([4, 3]);
    const first = await searchAudit(db, { limit: 4 }, turned);
    expect(first.events.map(({ seq }) => seq)).toEqual([9, 8, 7, 6]);
    const second = await searchAudit(db, { limit: 5, before: first.next }, turned);
    expect(second.events.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(second.next).toBeUndefined();
    expect(second.events[0]).toMatchObject({ actor: { name: '李' }, detail: { n: 5 } });
    const [row] = await db
      .selectFrom('audit_event')
      .select(['actor_name', 'detail'])
      .where('seq', '=', 5)
      .execute();
    expect(row).toEqual({
      actor_name: 'audit_event.actor_name 5|李',
      detail: 'audit_event.detail 5|}5:"n"{',
    });
    expect((await verifyAudit({ db, keyOf, sealer: turned })).problems).toEqual([]);
  });

  it('is read from the beginning, so many at a time, up to where it was then', async () => {
    const database = await engine.open();
    const clock = { now: Date.UTC(2026, 0, 1) };
    const log = await AuditLog.open({ database, key, sealer: turned, now: () => clock.now });
    onTestFinished(() => log.close());
    const total = 1203;
    // Many in one moment, and over several.
    const writing = Array.from({ length: total }, (_, n) => {
      if (n % 400 === 0) clock.now += 1000;
      return log.append(login(n % 2 ? 'odd' : 'even'));
    });
    await Promise.all(writing);
    const pages: number[][] = [];
    for await (const page of auditPages(database.db, {}, { upTo: total, sealer: turned })) {
      pages.push(page.map(({ seq }) => seq));
      // What comes meanwhile is not of it.
      await log.append(login('later'));
    }
    expect(pages.map(({ length }) => length)).toEqual([500, 500, 203]);
    expect(pages.flat()).toEqual(Array.from({ length: total }, (_, n) => n + 1));
    const odd = auditPages(database.db, { actorIds: ['odd', 'nobody'] }, { upTo: 1000, sealer: turned });
    const [first] = (await odd.next()).value as { seq: number }[][] & { seq: number }[];
    expect(first).toMatchObject({ seq: 2 });
    expect((await auditPages(database.db, { actorIds: [] }, { upTo: total }).next()).done).toBe(true);
  });

  it('keeps 180 days whatever the policy says, tells of what leaves, and is verified from there on', async () => {
    const database = await engine.open();
    const { db } = database;
    const now = Date.now();
    const clock = { now: now - 400 * day };
    const log = await AuditLog.open({ database, key, sealer: turned, now: () => clock.now });
    onTestFinished(() => log.close());
    for (const days of [400, 300, 181, 179, 200, 10]) {
      clock.now = now - days * day;
      await log.append(login(`${days}`));
    }
    clock.now = now;
    // The one of 200 days stands behind one that stays, and stays with it.
    expect(await removeOldEvents(database, log, { days: 1, now })).toBe(3);
    const verdict = await verifyAudit({ db, keyOf, sealer: turned });
    expect(verdict).toEqual({ rows: 4, first: 4, last: 7, problems: [] });
    const { events } = await searchAudit(db, { limit: 1 }, turned);
    expect(events).toMatchObject([
      { seq: 7, event: 'securityAlert', detail: { removedUpTo: 3, days: 180 }, actor: { kind: 'system' } },
    ]);
    expect(await removeOldEvents(database, log, { days: 180, now })).toBe(0);
    // A policy of years keeps years.
    expect(await removeOldEvents(database, log, { days: 3650, now })).toBe(0);
    // Without what tells of it the beginning is missing.
    const { problems } = await verifyAudit({ db, keyOf });
    expect(problems).toMatchObject([{ seq: 1 }]);
  });
});
