import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServices, type Services } from '../../../services/index.ts';
import { openDatabase } from '../../../services/database/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { cheapHashes, databaseEnv, password } from './support/signInSystem.ts';

const root = join(import.meta.dirname, '../../..');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Place {
  DATA_DIR: string;
  DATABASE_URL?: string;
  ENCRYPTION_KEY?: string;
}

const servicesOf = ({ DATA_DIR, DATABASE_URL }: Place): Promise<Services> =>
  createServices({
    config: {
      ...{ dataDir: DATA_DIR, databaseUrl: DATABASE_URL, sms: { kind: 'none' }, timeZone: 'Asia/Shanghai' },
      ...{ sessionIdleMs: 60_000, sessionLifeMs: 3_600_000, localAddresses: ['127.0.0.1'] },
    },
    logger: silent,
    passwordCosts: cheapHashes,
  });

/** As npm does it, as a process of its own. */
const command = (name: string, place: Place, ...args: string[]): Promise<{ code: unknown; said: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...place };
    const argv = [join(root, `scripts/${name}.ts`), ...args];
    execFile(process.execPath, argv, { env, cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, said: stdout + stderr }),
    );
  });

const client = { address: '10.0.0.7', userAgent: 'test' };

describeOnEngines('commands on the database', (engine) => {
  let folder = '';
  let place: Place;
  let session = '';
  const at = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yunying-commands-'));
    place = { DATA_DIR: at('data'), ...databaseEnv(await engine.place()) };
    const services = await servicesOf(place);
    const token = (await services.firstAdministratorToken()) ?? '';
    const made = {
      login: 'wang.min',
      name: '王小明',
      password,
      phone: null,
      institutions: [],
      departments: [],
    };
    const answer = await services.signInDesk.setUp(token, made, client);
    if (answer.state !== 'signed-in') throw new Error(answer.state);
    session = answer.sessionId;
    await services.audit.append({
      ...{ event: 'query', action: 'E', outcome: 0, actor: { kind: 'person', id: 'x', name: '王小明' } },
      detail: { query: 'PatientName=Zhang^San' },
    });
    await services.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The other kind of database than the one that is backed up. */
  async function elsewhere(name: string): Promise<Place> {
    const dataDir = at(name);
    await mkdir(join(dataDir, 'keys'), { recursive: true });
    await copyFile(join(place.DATA_DIR, 'keys/main'), join(dataDir, 'keys/main'));
    return { DATA_DIR: dataDir };
  }

  it('find nothing where nothing is, and say how they are called', async () => {
    for (const name of ['verify-audit', 'admin-link']) {
      const { code, said } = await command(name, { DATA_DIR: at('nowhere') });
      expect([name, code]).toEqual([name, 2]);
      expect(said).toContain(`There is no database in ${at('nowhere')}/database`);
      expect(said).toContain('What to do: set DATA_DIR or DATABASE_URL');
    }
    for (const name of ['backup', 'restore']) {
      const { code, said } = await command(name, place);
      expect([name, code]).toEqual([name, 2]);
      expect(said).toContain(`npm run ${name} -- <folder>`);
    }
    const wrong = await command('verify-audit', { ...place, ENCRYPTION_KEY: 'short' });
    expect([wrong.code, wrong.said]).toEqual([
      2,
      expect.stringContaining('ENCRYPTION_KEY=*** is not allowed'),
    ]);
  });

  it('verify-audit says that the trail is whole, and otherwise where it is not', async () => {
    const whole = await command('verify-audit', place);
    expect(whole).toEqual({
      code: 0,
      said: expect.stringMatching(/^\d+ events of the audit trail, 1 to \d+: whole\.\n$/),
    });

    const database = await openDatabase({
      databaseUrl: place.DATABASE_URL,
      folder: join(place.DATA_DIR, 'database'),
    });
    const setOutcome = async (outcome: number): Promise<void> => {
      for (const text of [
        'alter table audit_event disable trigger all',
        `update audit_event set outcome = ${outcome} where seq = 3`,
        'alter table audit_event enable trigger all',
      ])
        await sql.raw(text).execute(database.db);
    };
    await setOutcome(8);
    if (engine.name === 'PGlite') await database.close();
    const changed = await command('verify-audit', place);
    expect(changed.code).toBe(1);
    expect(changed.said).toContain('NOT whole, from event 3 on.\n  event 3: is not as it was written');
    const again =
      engine.name === 'PGlite' ? await openDatabase({ folder: join(place.DATA_DIR, 'database') }) : database;
    await sql.raw('alter table audit_event disable trigger all').execute(again.db);
    await sql.raw('update audit_event set outcome = 0 where seq = 3').execute(again.db);
    await sql.raw('alter table audit_event enable trigger all').execute(again.db);
    await again.close();
    expect((await command('verify-audit', place)).code).toBe(0);
  });

  it('backup writes all there is, and no name of anybody; restore takes it to the other engine and back', async () => {
    const made = await command('backup', place, at('backup'));
    expect([made.said, made.code]).toEqual([
      expect.stringContaining('Backed up and read back: person 1, '),
      0,
    ]);
    expect(made.said).toContain('keep a copy of that file in another place');
    const text = await readFile(at('backup/yunying.backup'), 'latin1');
    for (const secret of ['wang', '王小明', 'person', 'Zhang', '10.0.0.7'])
      expect([secret, text.includes(Buffer.from(secret).toString('latin1'))]).toEqual([secret, false]);
    // None is overwritten.
    expect(await command('backup', place, at('backup'))).toMatchObject({
      code: 2,
      said: expect.stringContaining('is there already'),
    });

    const other = await elsewhere('other');
    const restored = await command('restore', other, at('backup'));
    expect([restored.said, restored.code]).toEqual([
      expect.stringMatching(/^Restored: person 1, .*\n\d+ events of the audit trail, 1 to \d+: whole\.\n$/s),
      0,
    ]);
    expect(await command('restore', other, at('backup'))).toMatchObject({
      ...{ code: 2, said: expect.stringContaining('The database is not empty: person has rows') },
    });
    expect((await command('verify-audit', other)).code).toBe(0);

    // And back, through a second backup, into the kind it came from.
    expect((await command('backup', other, at('second'))).code).toBe(0);
    const third = { ...(await elsewhere('third')), ...databaseEnv(await engine.place()) };
    expect((await command('restore', third, at('second'))).code).toBe(0);
    const services = await servicesOf(third);
    try {
      expect(await services.people.list()).toMatchObject([
        { login: 'wang.min', name: '王小明', role: 'administrator' },
      ]);
      const answer = await services.signInDesk.withPassword('wang.min', password, client);
      expect(answer.state).toBe('signed-in');
      // What was open then is not open again.
      const { revoked_by } = await services.database.db
        .selectFrom('session')
        .select('revoked_by')
        .where('id', '=', session)
        .executeTakeFirstOrThrow();
      expect(revoked_by).toBe('restore');
      const { events } = await services.auditDesk.search(
        { actor: { kind: 'system', id: 'test' } },
        { who: 'terminal' },
        {},
      );
      expect(events.map(({ event, detail }) => [event, detail?.what])).toEqual([
        ['import', 'restored'],
        ['export', 'backup'],
        ['import', 'restored'],
        ['export', 'backup'],
      ]);
    } finally {
      await services.close();
    }
    expect((await command('verify-audit', third)).code).toBe(0);
  });

  it('restore nothing of a backup that was changed or cut, or without its key', async () => {
    const lines = (await readFile(at('backup/yunying.backup'), 'utf8')).trimEnd().split('\n');
    const broken = async (name: string, change: (lines: string[]) => string[]): Promise<string> => {
      await mkdir(at(name));
      await writeFile(join(at(name), 'yunying.backup'), `${change([...lines]).join('\n')}\n`);
      return at(name);
    };
    const flip = (line: string): string =>
      `${line.slice(0, -9)}${line.at(-9) === 'A' ? 'B' : 'A'}${line.slice(-8)}`;
    const attempts: [string, (all: string[]) => string[], string][] = [
      ['changed', (all) => all.with(2, flip(all[2] ?? '')), 'line 3: was changed, cut or moved'],
      [
        'exchanged',
        ([head = '', a = '', b = '', ...rest]) => [head, b, a, ...rest],
        'line 2: was changed, cut or moved',
      ],
      ['cut', (all) => all.slice(0, -1), 'its last line is missing'],
      ['no backup', () => ['hello'], 'is no backup of Yunying'],
    ];
    const target = await elsewhere('target');
    for (const [name, change, why] of attempts) {
      const { code, said } = await command('restore', target, await broken(name, change));
      expect([name, code, said]).toEqual([name, 2, expect.stringContaining(why)]);
    }
    expect(await command('restore', target, at('nowhere'))).toMatchObject({ code: 2 });
    expect(await command('restore', { DATA_DIR: at('keyless') }, at('backup'))).toMatchObject({
      ...{ code: 2, said: expect.stringContaining('There is no key') },
    });
    const other = { DATA_DIR: at('keyless'), ENCRYPTION_KEY: 'ab'.repeat(32) };
    expect(await command('restore', other, at('backup'))).toMatchObject({
      ...{ code: 2, said: expect.stringContaining('was sealed with another key') },
    });
    // After all that it is empty still.
    expect((await command('restore', target, at('backup'))).code).toBe(0);
  });

  it('restore in place of a database that was lost brings in what its journal has', async () => {
    if (engine.name !== 'PGlite') return;
    const lost = await elsewhere('lost');
    await cp(place.DATA_DIR, lost.DATA_DIR, { recursive: true });
    expect((await command('backup', lost, at('before-loss'))).code).toBe(0);
    const services = await servicesOf(lost);
    await services.signInDesk.withPassword('wang.min', 'wrong', client);
    await services.close();
    await rm(join(lost.DATA_DIR, 'database'), { recursive: true });
    const restored = await command('restore', lost, at('before-loss'));
    expect([restored.said, restored.code]).toEqual([expect.stringContaining(': whole.'), 0]);
    const after = await servicesOf(lost);
    const { events } = await after.auditDesk.search(
      { actor: { kind: 'system' } },
      { event: 'userAuthentication', outcome: 'failure' },
      {},
    );
    expect(events).toMatchObject([{ detail: { why: 'wrong-password', login: 'wang.min' } }]);
    await after.close();
    expect((await command('verify-audit', lost)).code).toBe(0);
  });

  it('work beside a running server on PostgreSQL, and say what to do beside an embedded database', async () => {
    const services = await servicesOf(place);
    try {
      await writeFile(join(place.DATA_DIR, 'yunying.pid'), JSON.stringify({ url: 'http://127.0.0.1:3999' }));
      const results = [
        await command('verify-audit', place),
        await command('backup', place, at('beside')),
        await command('admin-link', place),
      ];
      if (engine.name === 'PostgreSQL') {
        expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
        // Where it runs, unless it is said where people open it.
        expect(results[2]?.said).toContain('  http://127.0.0.1:3999/setup#');
        return;
      }
      for (const { code, said } of results) {
        expect(code).toBe(2);
        expect(said).toContain(`Yunying is running with DATA_DIR=${place.DATA_DIR} at http://127.0.0.1:3999`);
        expect(said).toContain('What to do: end it, run this again, and start it again.');
      }
    } finally {
      await services.close();
    }
  });

  it('admin-link lets another administrator in, once, and the trail tells of it', async () => {
    const link = await command('admin-link', place, '--url', 'https://pacs.example/');
    expect(link.code).toBe(0);
    const [, token = ''] = /^ {2}https:\/\/pacs\.example\/setup#([\w-]{43})$/m.exec(link.said) ?? [];
    const services = await servicesOf(place);
    try {
      const input = (login: string) => ({
        ...{ login, name: '李娜', password, phone: null, institutions: [], departments: [] },
      });
      expect((await services.signInDesk.setUp('x'.repeat(43), input('thief'), client)).state).toBe('refused');
      expect((await services.signInDesk.setUp(token, input('li.na'), client)).state).toBe('signed-in');
      expect((await services.signInDesk.setUp(token, input('third'), client)).state).toBe('refused');
      expect((await services.people.list()).map(({ login, role }) => [login, role])).toEqual([
        ['li.na', 'administrator'],
        ['wang.min', 'administrator'],
      ]);
      const { events } = await services.auditDesk.search(
        { actor: { kind: 'system', id: 'test' } },
        { type: 'userSecurityAttributesChanged' },
        { limit: 4 },
      );
      expect(events.map(({ actor, outcome, detail }) => [actor.kind, outcome, detail?.what])).toEqual([
        ['anonymous', 4, 'administrator by link'],
        ['person', 0, 'administrator by link'],
        ['anonymous', 4, 'administrator by link'],
        ['system', 0, 'administrator link'],
      ]);
    } finally {
      await services.close();
    }
  });
});
