import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDatabases, postgresOfDocker } from './support/postgresServer.ts';
import { missingPackages } from './support/programs.ts';
import { makeSecrets } from './support/startCluster.ts';

const missing = missingPackages(['postgres', 'openssl']);
const why = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

let folder = '';
let server: Awaited<ReturnType<typeof postgresOfDocker>>;

const secret = (name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8').trim();

/** What psql answers, or why it does not. */
function ask(user: string, password: string, database: string, query: string): string {
  const args = ['-h', server.host, '-U', user, '-d', database, '-XAtc', query];
  const env = { PATH: process.env.PATH, PGPASSWORD: password, LC_ALL: 'C.UTF-8' };
  const { stdout, stderr } = spawnSync('psql', args, { env, encoding: 'utf8' });
  return (stdout + stderr).trim();
}

describe.skipIf(missing.length > 0)(`secrets and databases of docker/${why}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yunying-databases-'));
    chmodSync(folder, 0o755);
    makeSecrets(join(folder, 'secrets'));
    server = await postgresOfDocker(folder, join(folder, 'secrets'));
  });
  afterAll(async () => {
    await server?.process.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('secrets that are there stay as they are', () => {
    const names = ['encryption_key', 'database_url', 'redis_url', 'orthanc.env', 'postgres_password'];
    const before = names.map(secret);
    expect(new Set(before).size).toBe(names.length);
    expect(before[0]).toMatch(/^[0-9a-f]{64}$/);
    makeSecrets(join(folder, 'secrets'));
    expect(names.map(secret)).toEqual(before);
  });

  it('each database is of a role that can do nothing beside it', () => {
    for (const [user, other] of [
      ['orthanc', 'yunying'],
      ['yunying', 'orthanc'],
    ] as const) {
      const password = secret(`${user}_database_password`);
      expect(ask(user, password, user, 'create table made (x int); select current_user')).toMatch(
        new RegExp(`${user}$`),
      );
      expect(ask(user, password, other, 'select 1')).toContain(`permission denied for database "${other}"`);
      expect(ask(user, password, user, 'create role another')).toContain('permission denied');
      expect(ask(user, password, user, `copy made from program 'id'`)).toContain('must be superuser');
      expect(ask(user, 'another password', user, 'select 1')).toContain('password authentication failed');
    }
  });

  it('a new password holds when the script is run again, and is in no log', () => {
    const before = secret('yunying_database_password');
    writeFileSync(join(folder, 'secrets', 'yunying_database_password'), "odd' \\secret\n");
    const env = { PATH: process.env.PATH, PGHOST: server.host, SECRETS: join(folder, 'secrets') };
    execFileSync(makeDatabases, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    expect(ask('yunying', "odd' \\secret", 'yunying', 'select 1')).toBe('1');
    expect(ask('yunying', before, 'yunying', 'select 1')).toContain('password authentication failed');
    const log = readFileSync(join(folder, 'postgres.log'), 'utf8');
    expect(log).toContain('password authentication failed');
    for (const password of [before, 'secret']) expect(log).not.toContain(password);
  });
});
