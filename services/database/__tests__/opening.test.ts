import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { nodeProcess } from '../../../test/support/nodeProcess.ts';
import { json, openDatabase, FolderTaken, type DatabaseOptions } from '../index.ts';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';

const program = new URL('openAndSay.ts', import.meta.url).pathname;
const other = (place: DatabaseOptions) => nodeProcess(program, JSON.stringify(place));

describeOnEngines('opening', (engine) => {
  it('makes every table once', async () => {
    const { db } = await engine.open();
    await migrate(db);
    const tables = (await db.introspection.getTables()).map(({ name }) => name).sort();
    expect(tables).toEqual([
      'access_rule',
      'api_key',
      'audit_event',
      'audit_head',
      'break_glass',
      'care_relation',
      'department_map',
      'epoch',
      'his',
      'notice',
      'one_time',
      'person',
      'session',
      'setting',
      'share',
      'ticket',
      'used_token',
    ]);
    expect(await db.selectFrom('epoch').selectAll().execute()).toEqual([{ one: true, policy: 1 }]);
    await expect(db.insertInto('epoch').values({ policy: 2 }).execute()).rejects.toMatchObject({
      code: '23505',
    });
  });

  it('of a schema that somebody has changed by hand ends in an error that names the migration', async () => {
    const { db } = await engine.open();
    const last = Object.keys(migrations).toSorted().at(-1) ?? '';
    await sql`delete from kysely_migration where name = ${last}`.execute(db);
    await expect(migrate(db)).rejects.toThrow(last);
  });

  it('what was committed is there after kill -9', { timeout: 60_000 }, async () => {
    const place = await engine.place();
    const process = other(place);
    expect(await process.next()).toBe('open');
    process.say('CT1');
    expect(await process.next()).toBe('added CT1');
    await process.kill();
    const { db, close } = await openDatabase(place);
    onTestFinished(close);
    expect(await db.selectFrom('department_map').select('value').execute()).toEqual([{ value: 'CT1' }]);
  });

  it.skipIf(engine.name === 'PGlite')(
    'by four processes at once migrates once',
    { timeout: 60_000 },
    async () => {
      const place = await engine.place();
      const all = Array.from({ length: 4 }, () => other(place));
      expect(await Promise.all(all.map((process) => process.next()))).toEqual(Array(4).fill('open'));
      await Promise.all(all.map((process) => process.end()));
    },
  );
});

describe('a PGlite folder', () => {
  describeOnEngines('is open once', (engine) => {
    it.skipIf(engine.name !== 'PGlite')('at a time', { timeout: 60_000 }, async () => {
      const place = await engine.place();
      const first = other(place);
      expect(await first.next()).toBe('open');
      expect(await other(place).next()).toBe('FolderTaken');
      await expect(openDatabase(place)).rejects.toBeInstanceOf(FolderTaken);
      await first.end();
      const here = await openDatabase(place);
      await expect(openDatabase(place)).rejects.toThrow(`The database in ${place.folder} is open`);
      await here.close();
    });

    it.skipIf(engine.name !== 'PGlite')(
      'is made anew when its making was broken off',
      { timeout: 60_000 },
      async () => {
        const place = await engine.place();
        const unfinished = join(place.folder ?? '', 'pglite.unfinished');
        mkdirSync(unfinished);
        writeFileSync(join(unfinished, 'PG_VERSION'), '18\n');
        const first = await openDatabase(place);
        await first.db
          .insertInto('setting')
          .values({ name: 'x', value: json(1) })
          .execute();
        await first.close();
        expect(existsSync(unfinished)).toBe(false);
        const second = await openDatabase(place);
        onTestFinished(second.close);
        expect(await second.db.selectFrom('setting').select('name').execute()).toEqual([{ name: 'x' }]);
      },
    );
  });
});
