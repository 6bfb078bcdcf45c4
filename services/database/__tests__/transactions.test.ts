import { sql, type Kysely } from 'kysely';
import { expect, it } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { isUniqueViolation, json, type Schema } from '../index.ts';

const setting = (db: Kysely<Schema>, name: string) =>
  db.selectFrom('setting').selectAll().where('name', '=', name).executeTakeFirst();

describeOnEngines('transactions', (engine) => {
  it('20 at once count to 20, and no query from beside sees one half', { timeout: 60_000 }, async () => {
    const { db } = await engine.open();
    await db
      .insertInto('setting')
      .values([
        { name: 'left', value: json(0) },
        { name: 'right', value: json(0) },
      ])
      .execute();
    const seen: unknown[][] = [];
    const look = async (): Promise<void> => {
      const rows = await db.selectFrom('setting').select('value').orderBy('name').execute();
      seen.push(rows.map(({ value }) => value));
    };
    const raise = (n: number): Promise<void> =>
      db.transaction().execute(async (transaction) => {
        for (const name of ['left', 'right']) {
          const { value } = await transaction
            .selectFrom('setting')
            .select('value')
            .where('name', '=', name)
            .forUpdate()
            .executeTakeFirstOrThrow();
          // Time for others to come between.
          await new Promise((resolve) => setTimeout(resolve, n % 3));
          await transaction
            .updateTable('setting')
            .set({ value: json(Number(value) + 1) })
            .where('name', '=', name)
            .execute();
        }
      });
    const failing = (): Promise<void> =>
      db.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('setting')
          .set({ value: json(1000) })
          .where('name', '=', 'left')
          .execute();
        throw new Error('not this one');
      });
    const failures = Array.from({ length: 5 }, () => failing().catch((error: Error) => error.message));
    await Promise.all(Array.from({ length: 20 }, (_, n) => [raise(n), look(), look()]).flat());
    expect(await Promise.all(failures)).toEqual(Array(5).fill('not this one'));
    expect(await setting(db, 'left')).toMatchObject({ value: 20 });
    expect(await setting(db, 'right')).toMatchObject({ value: 20 });
    expect(seen).toHaveLength(40);
    expect(seen.filter(([left, right]) => left !== right)).toEqual([]);
  });

  it('a failed statement undoes what was before, even when its error is swallowed', async () => {
    const { db } = await engine.open();
    const transaction = db.transaction().execute(async (within) => {
      await within
        .insertInto('setting')
        .values({ name: 'kept?', value: json(true) })
        .execute();
      await sql`select 1/0`.execute(within).catch(() => undefined);
    });
    await expect(transaction).rejects.toThrow();
    expect(await setting(db, 'kept?')).toBeUndefined();
  });

  it('savepoints go back to where they were', async () => {
    const { db } = await engine.open();
    const within = await db.startTransaction().execute();
    await within
      .insertInto('setting')
      .values({ name: 'before', value: json(1) })
      .execute();
    const after = await within.savepoint('here').execute();
    await after
      .insertInto('setting')
      .values({ name: 'after', value: json(1) })
      .execute();
    await after.rollbackToSavepoint('here').execute();
    await within.commit().execute();
    const rows = await db.selectFrom('setting').select('name').execute();
    expect(rows).toEqual([{ name: 'before' }]);
  });

  // On PGlite nothing else runs meanwhile.
  it.skipIf(engine.name === 'PGlite')('isolation and reading only are passed on', async () => {
    const { db } = await engine.open();
    const writing = db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (within) => {
        const { rows } = await sql<{
          level: string;
        }>`select current_setting('transaction_isolation') as level`.execute(within);
        expect(rows).toEqual([{ level: 'repeatable read' }]);
        await within
          .insertInto('setting')
          .values({ name: 'x', value: json(1) })
          .execute();
      });
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });

  it('what may be there once is added by one of many', async () => {
    const { db } = await engine.open();
    const add = () =>
      db
        .insertInto('setting')
        .values({ name: 'once', value: json(1) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
    const results = await Promise.all(Array.from({ length: 10 }, add));
    expect(results.map(({ numInsertedOrUpdatedRows }) => Number(numInsertedOrUpdatedRows)).sort()).toEqual([
      0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    ]);
    const again = db
      .insertInto('setting')
      .values({ name: 'once', value: json(1) })
      .execute();
    await expect(again.catch(isUniqueViolation)).resolves.toBe(true);
  });

  it.skipIf(engine.name === 'PGlite')(
    'in which the server ends fail, and the next ones go on',
    { timeout: 60_000 },
    async () => {
      const { db } = await engine.open();
      const broken = db.transaction().execute(async (within) => {
        await setting(within, 'x');
        await engine.server()?.kill();
        await setting(within, 'x');
      });
      await expect(broken).rejects.toThrow();
      await expect(setting(db, 'x')).rejects.toThrow();
      await engine.server()?.start();
      expect(await setting(db, 'x')).toBeUndefined();
    },
  );
});
