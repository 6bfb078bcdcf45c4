import { sql, type Kysely, type Transaction } from 'kysely';
import { migrations } from './migrations/index.ts';
import type { Schema } from './schema.ts';

/** In an order in which each row finds those it points to. */
const tables = [
  'person',
  'his',
  'share',
  'session',
  'one_time',
  'api_key',
  'access_rule',
  'care_relation',
  'department_map',
  'break_glass',
  'notice',
  'setting',
  'used_token',
  'ticket',
  'audit_event',
  'audit_head',
  'epoch',
] as const satisfies readonly (keyof Schema)[];

type Table = (typeof tables)[number];

/** There once the tables are made; a backup's take their place. */
const madeWithOneRow: readonly Table[] = ['audit_head', 'epoch'];

const format = 'yunying-backup-1';
const pageRows = 500;

interface Beginning {
  format: string;
  /** name of the last migration */
  migration: string;
  at: string;
}

/** A line of a backup after the first: rows as PostgreSQL writes them in JSON; at the end how many there were. */
type Line = { table: Table; rows: unknown[] } | { end: Record<string, number> };

const lastMigration = Object.keys(migrations).toSorted().at(-1) ?? '';

/** Kysely's own, which are made with the tables. */
const ofMigrations = ['kysely_migration', 'kysely_migration_lock'];

/** A table that nobody has put on the list above would be lost without a word. */
async function refuseUnknownTables(within: Transaction<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'
  `.execute(within);
  const known: readonly string[] = [...tables, ...ofMigrations];
  const unknown = rows.map(({ name }) => name).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`A backup does not know these tables: ${unknown.join(', ')}`);
}

async function* pagesOf(within: Transaction<Schema>, table: Table): AsyncGenerator<unknown[]> {
  // A cursor, so that the pages are of one state and need no key to be ordered by.
  const name = sql.raw(`backup_${table}`);
  await sql`declare ${name} cursor for select to_jsonb(t) as row from ${sql.table(table)} t`.execute(within);
  for (;;) {
    const { rows } = await sql<{ row: unknown }>`fetch ${sql.raw(`${pageRows}`)} from ${name}`.execute(
      within,
    );
    if (rows.length === 0) break;
    yield rows.map(({ row }) => row);
  }
  await sql`close ${name}`.execute(within);
}

/**
 * All rows of one moment, as lines of JSON without their ends. Sealed columns stay sealed, the rest is as it is; keys are not
 * in it.
 * @param write resolves when it can take the next line
 * @returns how many rows of each table
 * @throws Error where there is a table that it does not know
 */
export async function backup(
  db: Kysely<Schema>,
  write: (line: string) => Promise<void>,
): Promise<Record<string, number>> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (within) => {
      // The moment is that of the first query.
      const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(within);
      const at = (rows[0]?.at ?? new Date()).toISOString();
      const beginning: Beginning = { format, migration: lastMigration, at };
      await write(JSON.stringify(beginning));
      await refuseUnknownTables(within);
      const counts: Record<string, number> = {};
      for (const table of tables) {
        counts[table] = 0;
        for await (const rows of pagesOf(within, table)) {
          counts[table] += rows.length;
          await write(JSON.stringify({ table, rows } satisfies Line));
        }
      }
      await write(JSON.stringify({ end: counts } satisfies Line));
      return counts;
    });
}

/** A backup that cannot be taken back, and why; the database is as it was. */
export class RestoreProblem extends Error {
  override readonly name = 'RestoreProblem';
}

/**
 * Puts a backup into a database without rows, of either engine: all of it, or nothing.
 * @returns how many rows of each table
 * @throws RestoreProblem when the database has rows, or the lines are not a whole backup of this version's tables
 */
export async function restore(
  db: Kysely<Schema>,
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<Record<string, number>> {
  return db.transaction().execute(async (within) => {
    await refuseRows(within);
    const counts: Record<string, number> = Object.fromEntries(tables.map((table) => [table, 0]));
    let isBegun = false;
    let end: Record<string, number> | undefined;
    for await (const line of lines) {
      const value = parseLine(line);
      if (!isBegun) {
        refuseBeginning(value as Beginning);
        isBegun = true;
        continue;
      }
      if ('end' in value) {
        end = value.end;
        continue;
      }
      const { table, rows } = value as { table: Table; rows: unknown[] };
      if (!tables.includes(table))
        throw new RestoreProblem(`The backup has a table ${table}, which is unknown.`);
      await insertRows(within, table, rows);
      counts[table] = (counts[table] ?? 0) + rows.length;
    }
    if (!end) throw new RestoreProblem('The backup is not whole: its last line is missing.');
    for (const table of tables)
      if (counts[table] !== end[table])
        throw new RestoreProblem(
          `The backup is not whole: ${counts[table]} of ${end[table]} rows of ${table}.`,
        );
    return counts;
  });
}

async function refuseRows(within: Transaction<Schema>): Promise<void> {
  for (const table of tables.filter((name) => !madeWithOneRow.includes(name))) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(within);
    if (rows.length > 0)
      throw new RestoreProblem(`The database is not empty: ${table} has rows. Restore into a new one.`);
  }
}

function parseLine(line: string): Beginning | Line {
  try {
    return JSON.parse(line) as Beginning | Line;
  } catch (error) {
    throw new RestoreProblem(`The backup has a damaged line: ${line.slice(0, 80)}`, { cause: error });
  }
}

function refuseBeginning(beginning: Beginning): void {
  if (beginning.format !== format) throw new RestoreProblem('That is no backup of Yunying.');
  if (beginning.migration !== lastMigration)
    throw new RestoreProblem(
      `The backup is of tables as of ${beginning.migration}, this version has them as of ${lastMigration}. ` +
        'Restore it with the version that made it, then update.',
    );
}

async function insertRows(
  within: Transaction<Schema>,
  table: Table,
  rows: readonly unknown[],
): Promise<void> {
  const name = sql.table(table);
  if (madeWithOneRow.includes(table)) await sql`delete from ${name}`.execute(within);
  // The server makes of JSON what its columns are, as it has made JSON of them.
  await sql`
    insert into ${name}
    select * from jsonb_populate_recordset(null::${name}, cast(cast(${JSON.stringify(rows)} as text) as jsonb))
  `.execute(within);
}
