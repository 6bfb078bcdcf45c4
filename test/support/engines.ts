import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { openDatabase, type Database, type DatabaseOptions } from '../../services/database/index.ts';
import { postgresServer } from '../cluster/support/postgresServer.ts';
import { missingPackages } from '../cluster/support/programs.ts';
import type { ServerProcess } from '../cluster/support/ServerProcess.ts';

export interface Engine {
  name: Database['engine'];
  /** A database with empty tables of its own. It is closed with the suite. */
  open(): Promise<Database>;
  /**
   * What to give `openDatabase`, also in another process, for one database with empty tables: a schema of PostgreSQL, or a
   * folder for PGlite, which only one can have open at a time.
   */
  place(): Promise<DatabaseOptions>;
  /** The server, to stop and start, once it runs; PGlite has none. */
  server(): ServerProcess | undefined;
}

const missing = missingPackages(['postgres']);

/**
 * A suite on PGlite and on PostgreSQL; without the latter it is told as skipped. One server runs for each file.
 * @example describeOnEngines('people', (engine) => { it('…', async () => { const { db } = await engine.open(); }) })
 */
export function describeOnEngines(title: string, suite: (engine: Engine) => void): void {
  describe(`${title}, on PGlite`, () => {
    suite(engineOf('PGlite', async () => ({})));
  });
  const why = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';
  describe.skipIf(missing.length > 0)(`${title}, on PostgreSQL${why}`, () => {
    let url = '';
    let server: ServerProcess | undefined;
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'yunying-postgres-'));
      // PostgreSQL runs as another user, who has to pass through.
      await chmod(folder, 0o755);
      const { host, process } = await postgresServer(folder);
      server = process;
      url = `postgres://orthanc@/orthanc?host=${encodeURIComponent(host)}`;
    }, 120_000);
    afterAll(async () => {
      await server?.end();
      await rm(folder, { recursive: true, force: true });
    });
    const space = async (): Promise<DatabaseOptions> => {
      const schema = `t${randomBytes(6).toString('hex')}`;
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query(`create schema ${schema}`);
      await client.end();
      return { databaseUrl: url, schema };
    };
    // After the hooks above: what is opened has to be closed before the server ends.
    suite({ ...engineOf('PostgreSQL', space), server: () => server });
  });
}

/** @param space a new place for tables on a server; `{}` for PGlite */
function engineOf(name: Engine['name'], space: () => Promise<DatabaseOptions>): Engine {
  const opened: Database[] = [];
  const folders: string[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  });
  return {
    name,
    server: () => undefined,
    open: async () => {
      const database = await openDatabase(await space());
      opened.push(database);
      return database;
    },
    place: async () => {
      if (name === 'PostgreSQL') return space();
      const folder = await mkdtemp(join(tmpdir(), 'yunying-pglite-'));
      folders.push(folder);
      return { folder };
    },
  };
}
