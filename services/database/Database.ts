import type { Kysely } from 'kysely';
import type { Changes } from './Changes.ts';
import type { Schema } from './schema.ts';

export interface Database {
  /**
   * On PGlite one transaction runs at a time, and a query beside it waits for its end: inside a transaction everything has
   * to be asked of the transaction, or it waits for itself for ever.
   */
  db: Kysely<Schema>;
  engine: 'PostgreSQL' | 'PGlite';
  changes: Changes;
  close(): Promise<void>;
}
