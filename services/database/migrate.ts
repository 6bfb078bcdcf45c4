import { sql, type Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations/index.ts';

/**
 * Brings the tables to what this version needs. Of several processes that start at once one does it while the others wait.
 * @throws Error that names the migration which failed; what it had begun is undone
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  // Asked by name: without a schema the tables of another one in the same database would be taken for ours.
  const { rows } = await sql<{ schema: string | null }>`select current_schema() as schema`.execute(db);
  const schema = rows[0]?.schema;
  if (!schema) throw new Error('The database has no schema to put tables in: look at its search_path.');
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    migrationTableSchema: schema,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName;
  const reason = error instanceof Error ? error.message : String(error);
  throw new Error(`The database cannot be brought up to date${failed ? ` (${failed})` : ''}: ${reason}`, {
    cause: error,
  });
}
