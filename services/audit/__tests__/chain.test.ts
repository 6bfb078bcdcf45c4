import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { nodeProcess } from '../../../test/support/nodeProcess.ts';
import { openDatabase, type Database } from '../../database/index.ts';
import { AuditLog, verifyAudit, type ChainKey } from '../index.ts';
import { byHand, key, keyOf, login } from './support.ts';

const program = new URL('appendAndSay.ts', import.meta.url).pathname;

describeOnEngines('the chain of the audit trail', (engine) => {
  /** Five events by five people. */
  async function trail(): Promise<Database & { log: AuditLog }> {
    const database = await engine.open();
    const log = await AuditLog.open({ database, key });
    onTestFinished(() => log.close());
    const people = ['a', 'b', 'c', 'd', 'e'];
    expect(await Promise.all(people.map((id) => log.append(login(id))))).toEqual([1, 2, 3, 4, 5]);
    return { ...database, log };
  }

  it('is whole when nobody touched it', async () => {
    const { db } = await trail();
    expect(await verifyAudit({ db, keyOf })).toEqual({ rows: 5, first: 1, last: 5, problems: [] });
    // The first MAC, computed from what the documentation of the row says.
    const first = await db
      .selectFrom('audit_event')
      .selectAll()
      .where('seq', '=', 1)
      .executeTakeFirstOrThrow();
    const text = JSON.stringify([
      ...[
        'yunying-audit-1',
        '',
        1,
        first.at.toISOString(),
        '110114',
        '110122',
        'E',
        0,
        'person',
        'a',
        '王^小东',
      ],
      ...[null, '10.0.0.7', null, null, null, null, null, null, 'test'],
    ]);
    expect(first.mac.toString('hex')).toBe(createHmac('sha256', 'a key of tests').update(text).digest('hex'));
  });

  it('is written by insertion only', async () => {
    const { db } = await trail();
    for (const text of [
      `update audit_event set outcome = 4 where seq = 2`,
      'delete from audit_event where seq = 2',
      'truncate audit_event',
      'select audit_retire(2)',
    ])
      await expect(sql.raw(text).execute(db), text).rejects.toThrow('can only be added to');
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([]);
  });

  it('shows a row changed by hand', async () => {
    const { db } = await trail();
    await byHand(db, `update audit_event set actor_id = 'x' where seq = 3`);
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([
      { seq: 3, what: 'is not as it was written' },
    ]);
  });

  it.each([
    'at = at + interval $$1 ms$$',
    "rule = ''",
    'patient_ix = study_uid || 1',
    'frames = 1',
    "key_id = 'old'",
  ])('shows a change of one column: %s', async (change) => {
    const { db, log } = await trail();
    await log.append(login('f', { studyInstanceUid: '1.2' }));
    await byHand(db, `update audit_event set ${change} where seq = 6`);
    expect((await verifyAudit({ db, keyOf })).problems[0]).toMatchObject({ seq: 6 });
  });

  it('shows a row removed, at its place', async () => {
    const { db } = await trail();
    await byHand(db, 'delete from audit_event where seq = 2');
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([
      { seq: 2, what: 'missing: after 1 comes 3' },
    ]);
  });

  it('shows rows removed at the beginning', async () => {
    const { db } = await trail();
    await byHand(db, 'delete from audit_event where seq <= 2');
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([
      { seq: 1, what: 'missing: the trail begins at 3, and no removal up to there was written down' },
    ]);
  });

  it('shows a removal that is covered up by new numbers', async () => {
    const { db } = await trail();
    await byHand(
      db,
      'delete from audit_event where seq = 2',
      'update audit_event set seq = 2 where seq = 3',
      'update audit_event set seq = 3 where seq = 4',
      'update audit_event set seq = 4 where seq = 5',
      'update audit_head set seq = 4',
    );
    expect((await verifyAudit({ db, keyOf })).problems[0]).toMatchObject({ seq: 2 });
  });

  it('shows the tail cut off, by its head and, when that was changed too, by the one kept outside', async () => {
    const { db } = await trail();
    const kept = await db.selectFrom('audit_head').select(['seq', 'mac']).executeTakeFirstOrThrow();
    await byHand(db, 'delete from audit_event where seq > 3');
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([
      { seq: 4, what: 'missing: audit_head says that there are events up to 5' },
    ]);
    await byHand(db, 'update audit_head set seq = 3, mac = (select mac from audit_event where seq = 3)');
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([]);
    const heads = [{ name: 'the head file', head: kept }];
    expect((await verifyAudit({ db, keyOf, heads })).problems).toEqual([
      { seq: 4, what: 'missing: the head file says that there are events up to 5' },
    ]);
  });

  it('shows a trail written anew by one who has no key', async () => {
    const { db } = await trail();
    const { mac } = await db
      .selectFrom('audit_event')
      .select('mac')
      .where('seq', '=', 5)
      .executeTakeFirstOrThrow();
    const forger: ChainKey = {
      id: 'test',
      sign: (bytes) => createHmac('sha256', 'guess').update(bytes).digest(),
    };
    const log = await AuditLog.open({ database: { db, engine: engine.name } as Database, key: forger });
    onTestFinished(() => log.close());
    await log.append(login('f'));
    expect(mac).toHaveLength(32);
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([
      { seq: 6, what: 'is not as it was written' },
    ]);
  });

  it('keeps what no text can hold', async () => {
    const { db, log } = await trail();
    await log.append(login('a\0b\ud800', { detail: { agent: 'x\0\ud800"' } }));
    expect((await verifyAudit({ db, keyOf })).problems).toEqual([]);
  });

  it('takes many at once in few transactions', { timeout: 60_000 }, async () => {
    const { db, log } = await trail();
    await Promise.all(Array.from({ length: 1200 }, (_, n) => log.append(login(`${n}`))));
    expect(await verifyAudit({ db, keyOf })).toEqual({ rows: 1205, first: 1, last: 1205, problems: [] });
    const { groups } = await db
      .selectFrom('audit_event')
      .select(sql<number>`count(distinct xmin::text)`.as('groups'))
      .executeTakeFirstOrThrow();
    expect(groups).toBeLessThan(15);
  });

  it.skipIf(engine.name === 'PGlite')('is one for two processes', { timeout: 60_000 }, async () => {
    const place = await engine.place();
    const both = [nodeProcess(program, JSON.stringify(place)), nodeProcess(program, JSON.stringify(place))];
    for (const process of both) expect(await process.next()).toBe('open');
    for (let round = 0; round < 5; round += 1) {
      for (const process of both) process.say('40');
      await Promise.all(both.map((process) => process.next()));
    }
    const { db, close } = await openDatabase(place);
    onTestFinished(close);
    expect(await verifyAudit({ db, keyOf })).toEqual({ rows: 400, first: 1, last: 400, problems: [] });
    const people = await db.selectFrom('audit_event').select('actor_id').distinct().execute();
    expect(people).toHaveLength(80);
    await Promise.all(both.map((process) => process.end()));
  });
});
