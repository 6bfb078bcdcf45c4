import type { Kysely } from 'kysely';
import { z } from 'zod';
import { comparable } from '../access/index.ts';
import { json, type Database, type Schema } from '../database/index.ts';
import { raisePolicyEpoch } from '../identity/index.ts';
import { RuleError } from './RuleStore.ts';

const text = z.string().trim().min(1).max(128);

/** What one station, or one way to write an institution's name, stands for. */
export const departmentEntry = z.strictObject({
  source: z.enum(['station', 'institution']),
  /** Station Name (0008,1010) or Institution Name (0008,0080) as in files */
  value: text,
  institution: text,
  department: text.nullable(),
});

export const departmentEntries = z
  .array(departmentEntry)
  .max(2000)
  .refine(
    (entries) =>
      new Set(entries.map(({ source, value }) => `${source} ${comparable(value)}`)).size === entries.length,
    'each station and each name once',
  );

export type DepartmentEntry = z.infer<typeof departmentEntry>;

const versionName = 'departments';

/** The map of departments as it is kept and edited, as a whole. Each change raises the policy epoch. */
export class DepartmentStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<{ version: number; entries: DepartmentEntry[] }> {
    return this.#database.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (within) => {
        const rows = await within
          .selectFrom('department_map')
          .select(['source', 'value', 'institution', 'department'])
          .orderBy('source')
          .orderBy('value')
          .execute();
        return {
          version: await versionOf(within),
          entries: rows.flatMap(({ source, ...row }) => (source === 'ae-title' ? [] : [{ source, ...row }])),
        };
      });
  }

  /**
   * @param version the one that was edited
   * @throws ZodError; RuleError `changed-meanwhile`
   */
  async replace(version: number, entries: readonly DepartmentEntry[]): Promise<void> {
    const parsed = departmentEntries.parse(entries);
    await this.#database.db.transaction().execute(async (within) => {
      // Locks its one row, so that changes come one after the other.
      await raisePolicyEpoch(within, this.#database.changes);
      if ((await versionOf(within)) !== version)
        throw new RuleError('changed-meanwhile', 'somebody else has changed the departments');
      await within.deleteFrom('department_map').where('source', '!=', 'ae-title').execute();
      if (parsed.length > 0) await within.insertInto('department_map').values(parsed).execute();
      await within
        .insertInto('setting')
        .values({ name: versionName, value: json({}), version: version + 1 })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ version: version + 1 }))
        .execute();
    });
  }
}

async function versionOf(within: Kysely<Schema>): Promise<number> {
  const row = await within
    .selectFrom('setting')
    .select('version')
    .where('name', '=', versionName)
    .executeTakeFirst();
  return row?.version ?? 0;
}
