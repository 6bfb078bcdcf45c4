import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import { ChangesHub } from './Changes.ts';
import { claimFolder } from './claimFolder.ts';
import { columnParsers } from './columnTypes.ts';
import type { Database } from './Database.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';

/** The one schema that a PGlite has here. */
const schema = 'public';

async function openIn(dataDir: string | undefined): Promise<PGlite> {
  // Imported when needed: with a PostgreSQL server its WASM stays out of memory.
  const { PGlite } = await import('@electric-sql/pglite');
  return PGlite.create({ ...(dataDir === undefined ? {} : { dataDir }), parsers: { ...columnParsers } });
}

/** A process that dies while the files are made for the first time leaves none that look finished. */
async function openFolder(folder: string): Promise<PGlite> {
  const [data, unfinished] = [join(folder, 'pglite'), join(folder, 'pglite.unfinished')];
  if (!existsSync(data)) {
    rmSync(unfinished, { recursive: true, force: true });
    await (await openIn(unfinished)).close();
    renameSync(unfinished, data);
  }
  return openIn(data);
}

/**
 * @param folder made when it is not there; undefined: in memory
 * @throws FolderTaken when it is open already, here or in another process
 */
export async function openPglite(folder: string | undefined): Promise<Database> {
  const release = folder === undefined ? () => undefined : claimFolder(folder);
  try {
    const pglite = await (folder === undefined ? openIn(undefined) : openFolder(folder));
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(db);
    const hub = new ChangesHub(schema);
    await pglite.listen(hub.channel, (message) => hub.received(message));
    hub.isConnected = true;
    return {
      db,
      engine: 'PGlite',
      changes: hub,
      close: async () => {
        hub.isConnected = false;
        await db.destroy();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
