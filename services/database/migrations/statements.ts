import { sql, type Kysely } from 'kysely';

/** One after the other: both drivers take a single statement at a time. */
export async function statements(db: Kysely<unknown>, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) await sql.raw(text).execute(db);
}
