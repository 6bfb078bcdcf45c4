import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeOnEngines } from '../../../test/support/engines.ts';
import { nodeProcess } from '../../../test/support/nodeProcess.ts';
import { openDatabase } from '../../database/index.ts';
import { AuditLog, AuditUnavailable, readHeadFile, searchAudit, verifyAudit } from '../index.ts';
import { byHand, key, keyOf, login } from './support.ts';

const program = new URL('appendAndSay.ts', import.meta.url).pathname;

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'yunying-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describeOnEngines('what was acknowledged', (engine) => {
  it('is there after kill -9', { timeout: 60_000 }, async () => {
    const [place, folder] = [await engine.place(), await temporaryFolder()];
    const process = nodeProcess(program, JSON.stringify(place), folder);
    expect(await process.next()).toBe('open');
    process.say('30');
    expect(await process.next()).toBe('30');
    // In the middle of more.
    process.say('400');
    await process.kill();
    const database = await openDatabase(place);
    onTestFinished(database.close);
    const log = await AuditLog.open({ database, key, folder });
    onTestFinished(() => log.close());
    await log.append(login('after'));
    const verdict = await verifyAudit({ db: database.db, keyOf });
    expect(verdict.problems).toEqual([]);
    expect(verdict.rows).toBeGreaterThan(30);
  });

  it.skipIf(engine.name !== 'PGlite')(
    'comes back from the journal when the database has lost it, half a line aside',
    { timeout: 60_000 },
    async () => {
      const [place, folder] = [await engine.place(), await temporaryFolder()];
      const first = nodeProcess(program, JSON.stringify(place), folder);
      expect(await first.next()).toBe('open');
      first.say('10');
      expect(await first.next()).toBe('10');
      await first.kill();
      const database = await openDatabase(place);
      onTestFinished(database.close);
      const { db } = database;
      // As after a power cut: the files of the database are older than what was acknowledged.
      await byHand(
        db,
        'delete from audit_event where seq > 4',
        'update audit_head set seq = 4, mac = (select mac from audit_event where seq = 4)',
      );
      await appendFile(join(folder, 'journal.jsonl'), '{"seq":11,"at":"2026-');
      const log = await AuditLog.open({ database, key, folder });
      expect(await log.append(login('after'))).toBe(11);
      await log.close();
      expect(await verifyAudit({ db, keyOf })).toEqual({ rows: 11, first: 1, last: 11, problems: [] });
      const lines = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { seq: number }).seq)).toEqual([
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
      ]);
      // A second opening adds nothing twice.
      const again = await AuditLog.open({ database, key, folder });
      await again.close();
      expect((await verifyAudit({ db, keyOf })).rows).toBe(11);
      // A journal of another database is refused.
      await byHand(
        db,
        'delete from audit_event where seq > 1',
        `update audit_head set seq = 1, mac = '\\x00'`,
      );
      await expect(AuditLog.open({ database, key, folder })).rejects.toThrow(/does not fit its journal/);
    },
  );

  it.skipIf(engine.name !== 'PGlite')(
    'stands in the journal before the database, and is said when that fails',
    async () => {
      const folder = await temporaryFolder();
      const database = await engine.open();
      const log = await AuditLog.open({ database, key, folder });
      onTestFinished(() => log.close());
      await byHand(database.db, 'alter table audit_event add constraint broken check (seq < 2)');
      expect(await log.append(login('a'))).toBe(1);
      await expect(log.append(login('b'))).rejects.toBeInstanceOf(AuditUnavailable);
      expect(log.isUp).toBe(false);
      await byHand(database.db, 'alter table audit_event drop constraint broken');
      expect(await log.append(login('c'))).toBe(3);
      const { events } = await searchAudit(database.db, {});
      expect(events.map(({ actor }) => actor.id)).toEqual(['c', 'b', 'a']);
      expect((await verifyAudit({ db: database.db, keyOf })).problems).toEqual([]);
    },
  );

  it('is missed when it was cut off while nobody looked', async () => {
    const folder = await temporaryFolder();
    const database = await engine.open();
    const { db } = database;
    const before = await AuditLog.open({ database, key, folder });
    for (const id of ['a', 'b', 'c']) await before.append(login(id));
    await before.close();
    expect(readHeadFile(join(folder, 'head'))?.seq).toBe(3);
    await byHand(
      db,
      'delete from audit_event where seq > 1',
      'update audit_head set seq = 1, mac = (select mac from audit_event where seq = 1)',
    );
    // Who cuts it off has moved the journal away too.
    await rm(join(folder, 'journal.jsonl'), { force: true });
    const problems: string[] = [];
    const log = await AuditLog.open({
      database,
      key,
      folder,
      onProblem: ({ message }) => problems.push(message),
    });
    onTestFinished(() => log.close());
    expect(problems).toEqual(['The audit trail ends at 1, it had 3 events.']);
    const { events } = await searchAudit(db, { event: 'securityAlert' });
    expect(events).toMatchObject([{ seq: 2, outcome: 12, detail: { expected: 3, found: 1 } }]);
  });

  it.skipIf(engine.name === 'PGlite')(
    'is no more promised while the server is away, and is again when it is back',
    { timeout: 60_000 },
    async () => {
      const database = await engine.open();
      const problems: string[] = [];
      const log = await AuditLog.open({
        database,
        key,
        patienceMs: 1500,
        onProblem: ({ message }) => problems.push(message),
      });
      onTestFinished(() => log.close());
      await log.append(login('a'));
      await engine.server()?.kill();
      await expect(log.append(login('b'))).rejects.toMatchObject({ code: 'audit-unavailable' });
      await expect(log.append(login('b'))).rejects.toBeInstanceOf(AuditUnavailable);
      await expect(log.check()).rejects.toBeInstanceOf(AuditUnavailable);
      expect(log.isUp).toBe(false);
      expect(problems).toHaveLength(1);
      await engine.server()?.start();
      await vi.waitFor(() => log.append(login('c')), 20_000);
      expect(log.isUp).toBe(true);
      expect((await verifyAudit({ db: database.db, keyOf })).problems).toEqual([]);
    },
  );

  it('needs a head file that can be read', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'head'), 'not JSON');
    await expect(AuditLog.open({ database: await engine.open(), key, folder })).rejects.toThrow(SyntaxError);
  });
});
