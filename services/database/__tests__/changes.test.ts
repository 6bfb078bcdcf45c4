import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { openDatabase, type Database } from '../index.ts';

function heardBy({ changes }: Database): string[] {
  const heard: string[] = [];
  const end = changes.listen({
    changed: (topic, detail) => heard.push(`${topic}:${detail}`),
    connected: (is) => heard.push(is ? 'connected' : 'lost'),
  });
  onTestFinished(end);
  return heard;
}

describeOnEngines('changes', (engine) => {
  it('are heard when they are committed, and only then', async () => {
    const database = await engine.open();
    const { db, changes } = database;
    expect(changes.isConnected).toBe(true);
    const heard = heardBy(database);
    await db
      .transaction()
      .execute(async (within) => {
        await changes.announce(within, 'undone');
        throw new Error('no');
      })
      .catch(() => undefined);
    await db.transaction().execute(async (within) => {
      await changes.announce(within, 'epoch', `7 "quoted" 'so' 王`);
      expect(heard).toEqual([]);
    });
    await changes.announce(db, 'session');
    await vi.waitFor(() => expect(heard).toEqual([`epoch:7 "quoted" 'so' 王`, 'session:']), 5000);
  });

  it.skipIf(engine.name === 'PGlite')(
    'are heard by another process on the same schema, not by others',
    async () => {
      const place = await engine.place();
      const [one, two] = [await openDatabase(place), await openDatabase(place)];
      onTestFinished(() => Promise.all([one.close(), two.close()]).then(() => undefined));
      const [heard, elsewhere] = [heardBy(two), heardBy(await engine.open())];
      await one.changes.announce(one.db, 'epoch', '2');
      await vi.waitFor(() => expect(heard).toEqual(['epoch:2']), 5000);
      expect(elsewhere).toEqual([]);
    },
  );

  it.skipIf(engine.name === 'PGlite')(
    'are known to be missed while the server is away',
    { timeout: 60_000 },
    async () => {
      const problems: string[] = [];
      const place = await engine.place();
      const database = await openDatabase({ ...place, onProblem: ({ message }) => problems.push(message) });
      onTestFinished(database.close);
      const heard = heardBy(database);
      const server = engine.server();
      await server?.kill();
      await vi.waitFor(() => expect(heard).toEqual(['lost']), 5000);
      expect(database.changes.isConnected).toBe(false);
      await server?.start();
      await vi.waitFor(() => expect(heard).toEqual(['lost', 'connected']), 10_000);
      expect(problems.length).toBeGreaterThan(0);
      await database.changes.announce(database.db, 'again');
      await vi.waitFor(() => expect(heard.at(-1)).toBe('again:'), 5000);
    },
  );
});
