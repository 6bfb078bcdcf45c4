import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { backup, json, openDatabase, restore, RestoreProblem, type Database } from '../../database/index.ts';
import { AuditLog, verifyAudit } from '../index.ts';
import { key, keyOf, login } from './support.ts';

/** A bit of everything, also what JSON has no word for. */
async function fill({ db, ...rest }: Database): Promise<void> {
  const person = randomUUID();
  await db
    .insertInto('person')
    .values({
      id: person,
      login: 'Wang',
      name: '王^小东 "\\',
      role: 'radiologist',
      institutions: ['市一', 'a,b', '"'],
      external_ids: json([{ issuer: 'x', subject: '1' }]),
      totp_last_step: 2 ** 53 - 1,
      created_at: new Date('2026-11-28T08:00:00.123Z'),
    })
    .execute();
  await db
    .insertInto('session')
    .values({
      id: randomUUID(),
      token_hash: Buffer.from([0, 255, 92, 120]),
      kind: 'browser',
      person_id: person,
      address: '::1',
      user_agent: '',
      expires_at: new Date(),
      idle_ms: 1,
    })
    .execute();
  await db
    .insertInto('setting')
    .values(
      Array.from({ length: 1100 }, (_, n) => ({
        name: `${n}`,
        value: json(n % 2 ? ['a', { n }] : '{"a":1}'),
      })),
    )
    .execute();
  await db.updateTable('epoch').set({ policy: 77 }).execute();
  const log = await AuditLog.open({ database: { db, ...rest }, key });
  for (const id of ['a', 'b', 'c']) await log.append(login(id, { detail: { id } }));
  await log.close();
}

async function linesOf({ db }: Database): Promise<string[]> {
  const lines: string[] = [];
  await backup(db, async (line) => void lines.push(line));
  return lines;
}

/** Without the first line, which has the time, and whatever order the rows are in. */
const contents = (lines: readonly string[]): string[] =>
  lines
    .slice(1)
    .map((line) => JSON.parse(line) as { table?: string; rows?: unknown[]; end?: unknown })
    .flatMap(({ table, rows, end }) => (rows ?? [end]).map((row) => `${table} ${JSON.stringify(row)}`))
    .sort();

describeOnEngines('a backup', (engine) => {
  it(
    'comes back the same in the other engine and back again, the audit trail whole',
    { timeout: 60_000 },
    async () => {
      const [source, target] = [await engine.open(), await engine.open()];
      // From a server through PGlite to a server; on PGlite from one to another.
      const between = engine.name === 'PGlite' ? target : await openDatabase({});
      if (between !== target) onTestFinished(between.close);
      await fill(source);
      const lines = await linesOf(source);
      const counts = await restore(between.db, lines);
      expect(counts).toMatchObject({
        person: 1,
        session: 1,
        setting: 1100,
        audit_event: 3,
        audit_head: 1,
        epoch: 1,
        share: 0,
      });
      if (between !== target) await restore(target.db, await linesOf(between));
      expect(contents(await linesOf(target))).toEqual(contents(lines));
      expect(await target.db.selectFrom('person').selectAll().execute()).toEqual(
        await source.db.selectFrom('person').selectAll().execute(),
      );
      expect(await verifyAudit({ db: target.db, keyOf })).toEqual({
        rows: 3,
        first: 1,
        last: 3,
        problems: [],
      });
      // And goes on.
      const log = await AuditLog.open({ database: target, key });
      expect(await log.append(login('d'))).toBe(4);
      await log.close();
      expect((await verifyAudit({ db: target.db, keyOf })).problems).toEqual([]);
    },
  );

  it('is one moment, whatever is written meanwhile', async () => {
    const database = await engine.open();
    await fill(database);
    let more: Promise<unknown> | undefined;
    const lines: string[] = [];
    await backup(database.db, async (line) => {
      lines.push(line);
      more ??= database.db
        .insertInto('setting')
        .values({ name: 'later', value: json(1) })
        .execute();
      // On PGlite it waits for the backup.
      if (engine.name === 'PostgreSQL') await more;
    });
    await more;
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ end: { setting: 1100 } });
    const { rows } = await sql`select 1 from setting where name = 'later'`.execute(database.db);
    expect(rows).toHaveLength(1);
  });

  it('leaves no table out that it was not told of', async () => {
    const database = await engine.open();
    await linesOf(database);
    await sql`create table forgotten (id int4)`.execute(database.db);
    await expect(linesOf(database)).rejects.toThrow('A backup does not know these tables: forgotten');
  });

  it('that is not whole, or not for this database, leaves it as it was', { timeout: 60_000 }, async () => {
    const [source, target] = [await engine.open(), await engine.open()];
    await fill(source);
    const lines = await linesOf(source);
    const attempts: [string[], RegExp][] = [
      [lines.slice(0, -1), /last line is missing/],
      [lines.filter((line) => !line.startsWith('{"table":"session"')), /0 of 1 rows of session/],
      [[...lines.slice(0, 3), lines[3]?.slice(0, 40) ?? ''], /damaged line/],
      [[], /not whole/],
      [['{}'], /no backup of Yunying/],
      [[(lines[0] ?? '').replace(/"migration":"\w+"/, '"migration":"0009_future"')], /0009_future/],
    ];
    for (const [bad, why] of attempts) {
      const restoring = restore(target.db, bad);
      await expect(restoring).rejects.toThrow(why);
      await expect(restoring).rejects.toBeInstanceOf(RestoreProblem);
    }
    expect(await target.db.selectFrom('person').selectAll().execute()).toEqual([]);
    await restore(target.db, lines);
    await expect(restore(target.db, lines)).rejects.toThrow(/not empty: person/);
  });
});
