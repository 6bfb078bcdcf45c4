import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { json } from '../index.ts';

describeOnEngines('columns', (engine) => {
  it('come back as what they were', async () => {
    const { db } = await engine.open();
    const id = randomUUID();
    const row = {
      id,
      login: 'Wang',
      name: '王^小东 "\\\' {,}',
      phone: null,
      phone_ix: null,
      role: 'radiologist',
      institutions: ['市一', 'a,b', '"', '\\', '', 'NULL', '{}'],
      departments: [],
      external_ids: [
        { issuer: 'https://x', subject: '1' },
        { list: [1, [2]], nothing: null },
      ],
      password_hash: null,
      totp_secret: null,
      totp_last_step: 2 ** 53 - 1,
      failed: 2_147_483_647,
      locked_until: new Date('2026-11-28T21:03:16.430Z'),
      disabled_at: null,
      created_at: new Date('1969-12-31T23:59:59.999Z'),
      version: 1,
    };
    await db
      .insertInto('person')
      .values({ ...row, external_ids: json(row.external_ids) })
      .execute();
    const kept = await db.selectFrom('person').selectAll().executeTakeFirstOrThrow();
    expect(kept).toEqual(row);
    // And as values to look for.
    const found = await db
      .selectFrom('person')
      .select('id')
      .where('locked_until', '=', row.locked_until)
      .where('totp_last_step', '=', row.totp_last_step)
      .where('id', 'in', [id, randomUUID()])
      .where(sql<boolean>`institutions @> ${['a,b']}::text[]`)
      .where(sql<boolean>`external_ids @> ${json([{ subject: '1' }])}`)
      .execute();
    expect(found).toEqual([{ id }]);
  });

  it('jsonb of every kind, strings that look like JSON too', async () => {
    const { db } = await engine.open();
    const values = [null, true, 0.1, 'text', '{"a":1}', '', [1, 'a', null], { a: { b: [] } }, []];
    for (const [n, value] of values.entries())
      await db
        .insertInto('setting')
        .values({ name: `${n}`, value: json(value) })
        .execute();
    const rows = await db.selectFrom('setting').select('value').orderBy('name').execute();
    expect(rows.map(({ value }) => value)).toEqual(values);
  });

  it('counts and sums of int8 are numbers; one that does not fit is refused', async () => {
    const { db } = await engine.open();
    const one = await db
      .selectFrom('epoch')
      .select(({ fn }) => [fn.countAll<number>().as('count'), 'policy'])
      .groupBy('policy')
      .executeTakeFirst();
    expect(one).toEqual({ count: 1, policy: 1 });
    await expect(sql`select 9007199254740993::int8 as n`.execute(db)).rejects.toThrow(/9007199254740993/);
    expect((await sql`select null::int8 as n, null::bytea as b`.execute(db)).rows).toEqual([
      { n: null, b: null },
    ]);
  });

  it('bytes of every value, as a Buffer, kept and looked for', async () => {
    const { db } = await engine.open();
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
    await db.updateTable('audit_head').set({ mac: everyByte }).execute();
    const { mac } = await db
      .selectFrom('audit_head')
      .select('mac')
      .where('mac', '=', everyByte)
      .executeTakeFirstOrThrow();
    expect(Buffer.isBuffer(mac) && mac.equals(everyByte)).toBe(true);
  });

  it('large bytes', async () => {
    const { db } = await engine.open();
    const bytes = randomBytes(1 << 20);
    const { rows } = await sql<{ b: Buffer }>`select ${bytes}::bytea as b`.execute(db);
    expect(rows[0]?.b.equals(bytes)).toBe(true);
  });
});
