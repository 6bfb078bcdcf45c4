import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { builtInRules, ruleSchema, type Rule } from '../access/index.ts';
import { json, type Database, type Row, type Schema } from '../database/index.ts';
import { raisePolicyEpoch } from '../identity/index.ts';

/** A rule with what editing it needs. */
export interface StoredRule {
  readonly rule: Rule;
  readonly builtIn: boolean;
  /** Raised with each change; of built-in rules, with each switching of any of them. */
  readonly version: number;
  /** Who changed it last: a person's id; undefined: nobody has. */
  readonly changedBy?: string | undefined;
  readonly changedAt?: Date | undefined;
}

export class RuleError extends Error {
  override readonly name = 'RuleError';
  readonly problem: 'not-found' | 'changed-meanwhile' | 'built-in' | 'locks-out';

  constructor(problem: RuleError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What is entered of a rule. */
export const ruleInput = ruleSchema.omit({ id: true });
export type RuleInput = z.infer<typeof ruleInput>;

/**
 * Asked before a change is committed, with the rules as they would be. It refuses by throwing.
 * @param within the transaction
 */
export type RuleCheck = (within: Kysely<Schema>, rules: readonly Rule[]) => Promise<void>;

/** Which of the built-in rules do not hold: their ids. */
const switchedOff = 'rules.switched-off';
const idList = z.array(z.string());

/**
 * The rules: those that come with the program, which can be switched off and not changed, then those of this place in
 * their order. Each change raises the policy epoch in its own transaction.
 */
export class RuleStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get #db(): Kysely<Schema> {
    return this.#database.db;
  }

  /** @throws ZodError for a rule of another version of this program: to leave out one that denies would open what it closes */
  async list(within: Kysely<Schema> = this.#db): Promise<StoredRule[]> {
    const off = await this.#switchedOff(within);
    const rows = await within
      .selectFrom('access_rule')
      .selectAll()
      .orderBy('position')
      .orderBy('changed_at')
      .execute();
    return [
      ...builtInRules.map((rule) => ({
        rule: { ...rule, enabled: !off.ids.has(rule.id) },
        builtIn: true,
        version: off.version,
      })),
      ...rows.map(storedRule),
    ];
  }

  /** Behind the others. @throws ZodError naming the fields; what `check` throws */
  create(input: RuleInput, by: string, now: Date, check?: RuleCheck): Promise<StoredRule> {
    const values = valuesOf(ruleInput.parse(input));
    return this.#changing(async (within) => {
      const { last } = await within
        .selectFrom('access_rule')
        .select(({ fn }) => fn.max<number | null>('position').as('last'))
        .executeTakeFirstOrThrow();
      const position = (last ?? 0) + 1;
      const row = await within
        .insertInto('access_rule')
        .values({ id: randomUUID(), ...values, position, changed_by: by, changed_at: now })
        .returningAll()
        .executeTakeFirstOrThrow();
      return storedRule(row);
    }, check);
  }

  /**
   * @param version the one that was edited
   * @throws ZodError; RuleError `changed-meanwhile`, `not-found`, `built-in`; what `check` throws
   */
  update(
    id: string,
    version: number,
    input: RuleInput,
    by: string,
    now: Date,
    check?: RuleCheck,
  ): Promise<StoredRule> {
    const values = valuesOf(ruleInput.parse(input));
    return this.#changing(async (within) => {
      await refuseOther(within, id, version);
      const row = await within
        .updateTable('access_rule')
        .set({ ...values, version: version + 1, changed_by: by, changed_at: now })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return storedRule(row);
    }, check);
  }

  /** @throws RuleError `changed-meanwhile`, `not-found`, `built-in`; what `check` throws */
  async remove(id: string, version: number, check?: RuleCheck): Promise<void> {
    await this.#changing(async (within) => {
      await refuseOther(within, id, version);
      await within.deleteFrom('access_rule').where('id', '=', id).execute();
    }, check);
  }

  /**
   * Those of this place in another order, in which they are named as reasons; what they permit is the same.
   * @param before their ids in the order that was seen @param after the same ids
   * @throws RuleError `changed-meanwhile` where they are others by now, or in another order
   */
  async order(before: readonly string[], after: readonly string[]): Promise<void> {
    await this.#changing(async (within) => {
      const rows = await within
        .selectFrom('access_rule')
        .select('id')
        .orderBy('position')
        .orderBy('changed_at')
        .execute();
      const now = rows.map(({ id }) => id);
      const isSame = now.join() === before.join() && [...now].sort().join() === [...after].sort().join();
      if (!isSame) throw new RuleError('changed-meanwhile', 'somebody else has changed the rules');
      for (const [index, id] of after.entries())
        await within
          .updateTable('access_rule')
          .set({ position: index + 1 })
          .where('id', '=', id)
          .execute();
    });
  }

  /**
   * Whether a built-in rule holds.
   * @param version that was seen; undefined: any
   * @throws RuleError `not-found`, `changed-meanwhile`; what `check` throws
   */
  async switchBuiltIn(
    id: string,
    enabled: boolean,
    { version: seen, check }: { version?: number; check?: RuleCheck } = {},
  ): Promise<void> {
    if (!builtInRules.some((rule) => rule.id === id)) throw noSuchRule();
    await this.#changing(async (within) => {
      const { ids, version } = await this.#switchedOff(within);
      if (seen !== undefined && seen !== version)
        throw new RuleError('changed-meanwhile', 'somebody else has switched a built-in rule');
      if (enabled) ids.delete(id);
      else ids.add(id);
      const value = json([...ids].sort());
      await within
        .insertInto('setting')
        .values({ name: switchedOff, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value, version: version + 1 }))
        .execute();
    }, check);
  }

  async #switchedOff(within: Kysely<Schema>): Promise<{ ids: Set<string>; version: number }> {
    const row = await within
      .selectFrom('setting')
      .select(['value', 'version'])
      .where('name', '=', switchedOff)
      .executeTakeFirst();
    return { ids: new Set(row ? idList.parse(row.value) : []), version: row?.version ?? 0 };
  }

  /** The epoch first: it locks its one row, so that changes come one after the other. */
  #changing<T>(change: (within: Kysely<Schema>) => Promise<T>, check?: RuleCheck): Promise<T> {
    return this.#db.transaction().execute(async (within) => {
      await raisePolicyEpoch(within, this.#database.changes);
      const changed = await change(within);
      await check?.(
        within,
        (await this.list(within)).map(({ rule }) => rule),
      );
      return changed;
    });
  }
}

async function refuseOther(within: Kysely<Schema>, id: string, version: number): Promise<void> {
  if (builtInRules.some((rule) => rule.id === id))
    throw new RuleError('built-in', 'a built-in rule can be switched off, not changed');
  const row = await within
    .selectFrom('access_rule')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw noSuchRule();
  if (row.version !== version)
    throw new RuleError('changed-meanwhile', 'somebody else has changed this rule');
}

const noSuchRule = (): RuleError => new RuleError('not-found', 'there is no such rule');

const valuesOf = ({ subjects, studies, circumstances, ...plain }: RuleInput) => ({
  ...plain,
  subjects: json(subjects),
  studies: json(studies),
  circumstances: json(circumstances),
});

function storedRule(row: Row<'access_rule'>): StoredRule {
  const { id, name, effect, enabled, rights, subjects, studies, circumstances } = row;
  return {
    rule: ruleSchema.parse({ id, name, effect, enabled, rights, subjects, studies, circumstances }),
    builtIn: false,
    version: row.version,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}
