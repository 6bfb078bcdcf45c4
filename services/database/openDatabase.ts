import type { Database } from './Database.ts';
import { openPglite } from './openPglite.ts';
import { openPostgres } from './openPostgres.ts';

export interface DatabaseOptions {
  /** a PostgreSQL server (15 or later); undefined: the embedded PGlite */
  databaseUrl?: string | undefined;
  /** where PGlite keeps its files, without databaseUrl; undefined: in memory */
  folder?: string | undefined;
  /** of the PostgreSQL server; undefined: as its search_path says */
  schema?: string | undefined;
  /** Told of connections that are lost beside any query; default: nobody. */
  onProblem?: (error: Error) => void;
}

/**
 * Opens the database and brings its tables up to date.
 * @throws FolderTaken when another process has PGlite's folder; Error with the reason when the server does not answer or a
 * migration fails
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl, folder, schema, onProblem = () => undefined } = options;
  return databaseUrl === undefined ? openPglite(folder) : openPostgres({ databaseUrl, schema, onProblem });
}
