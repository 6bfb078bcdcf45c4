import { sql, type Kysely } from 'kysely';
import type { BlindIndex, Sealer } from '../crypto/index.ts';
import type { Schema } from './schema.ts';

/** Columns whose values are sealed for `<table>.<column> <id>`; with the column that finds equal values, if there is one. */
interface SealedColumn {
  readonly table: keyof Schema;
  readonly column: string;
  readonly index?: string;
}

/** All but those of the audit trail: its rows are signed as they are, and nothing may change them. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'person', column: 'name' },
  { table: 'person', column: 'phone', index: 'phone_ix' },
  { table: 'person', column: 'totp_secret' },
  { table: 'his', column: 'key' },
  { table: 'share', column: 'phone', index: 'phone_ix' },
  { table: 'share', column: 'id_digits' },
  { table: 'break_glass', column: 'reason' },
  { table: 'break_glass', column: 'review_note' },
];

export interface Resealed {
  /** `person.name` and so on: how many values were sealed anew */
  readonly columns: Readonly<Record<string, number>>;
  /** Rows of the audit trail that were sealed or signed with other keys than the current one: these are needed on. */
  readonly auditRows: number;
}

const pageRows = 500;

/**
 * Seals with the current key and algorithm what was sealed with earlier ones. Row by row, so that it can run beside a server and
 * be started again; what a server changes meanwhile stays as the server has written it.
 * @param keyId of the current main key
 * @throws SealedValueError naming the value whose key is not at hand, or that was changed; what went before stays resealed
 */
export async function resealColumns(
  db: Kysely<Schema>,
  { sealer, blindIndex, keyId }: { sealer: Sealer; blindIndex: BlindIndex; keyId: string },
): Promise<Resealed> {
  const columns: Record<string, number> = {};
  for (const sealed of sealedColumns)
    columns[`${sealed.table}.${sealed.column}`] = await resealColumn(db, sealed, sealer, blindIndex);
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from audit_event
    where key_id not like ${`%.${keyId}`}`.execute(db);
  return { columns, auditRows: Number(rows[0]?.count ?? 0) };
}

async function resealColumn(
  db: Kysely<Schema>,
  { table, column, index }: SealedColumn,
  sealer: Sealer,
  blindIndex: BlindIndex,
): Promise<number> {
  const [from, value] = [sql.table(table), sql.ref(column)];
  let changed = 0;
  for (let after: string | undefined; ;) {
    const { rows } = await sql<{ id: string; value: string }>`
      select id::text as id, ${value} as value from ${from}
      where ${value} is not null and ${after === undefined ? sql`true` : sql`id > ${after}::uuid`}
      order by id limit ${sql.lit(pageRows)}`.execute(db);
    for (const row of rows.filter((one) => sealer.isOutdated(one.value))) {
      const context = `${table}.${column} ${row.id}`;
      const clear = sealer.open(row.value, context);
      const found = index && sql`, ${sql.ref(index)} = ${blindIndex.of(`${table}.${column}`, clear)}`;
      const { numAffectedRows = 0n } = await sql`
        update ${from} set ${value} = ${sealer.seal(clear, context)} ${found ?? sql``}
        where id = ${row.id}::uuid and ${value} = ${row.value}`.execute(db);
      changed += Number(numAffectedRows);
    }
    after = rows.at(-1)?.id;
    if (rows.length < pageRows) return changed;
  }
}
