import { Kysely, PostgresDialect, sql } from 'kysely';
import { Pool, types, type PoolConfig } from 'pg';
import { ChangesHub } from './Changes.ts';
import { columnParsers } from './columnTypes.ts';
import type { Database } from './Database.ts';
import { listenToPostgres } from './listenToPostgres.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';

const parserOf: typeof types.getTypeParser = (oid: number, format?: unknown) =>
  columnParsers[oid] ?? types.getTypeParser(oid, format as 'text');

/**
 * @param databaseUrl as libpq takes it: postgres://user:password@host:port/database
 * @param schema where the tables are; undefined: where the search_path of user or database says
 * @param onProblem told of connections that are lost while nothing is asked of them
 */
export async function openPostgres(options: {
  databaseUrl: string;
  schema?: string | undefined;
  onProblem: (error: Error) => void;
}): Promise<Database> {
  const { databaseUrl, schema, onProblem } = options;
  const config: PoolConfig = {
    connectionString: databaseUrl,
    application_name: 'yunying',
    keepAlive: true,
    types: { getTypeParser: parserOf },
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  };
  const pool = new Pool({
    ...config,
    max: 10,
    connectionTimeoutMillis: 5000,
    // Nothing here takes that long: what does is hung, and would hold a connection and its locks for ever.
    statement_timeout: 30_000,
    query_timeout: 35_000,
    idle_in_transaction_session_timeout: 60_000,
  });
  // Without listeners a server that is restarted would end this process. The pool's own is for connections that rest.
  pool.on('error', onProblem);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
    const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db);
    const hub = new ChangesHub(rows[0]?.schema ?? 'public');
    const endListening = await listenToPostgres(config, hub, onProblem);
    return {
      db,
      engine: 'PostgreSQL',
      changes: hub,
      close: async () => {
        await endListening();
        await db.destroy();
      },
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
