import { z } from 'zod';
import { leastDays, removeOldEvents, type AuditLog } from '../audit/index.ts';
import { audited, type Doer } from '../accounts/index.ts';
import { json, type Database } from '../database/index.ts';

const name = 'audit.retention';
/** Three years, until somebody says something else. */
export const usualDays = 1095;
/** A century: for ever, as far as that goes. */
const mostDays = 36_525;

export const retentionInput = z.strictObject({
  days: z
    .int()
    .min(leastDays, `events are kept for ${leastDays} days at least`)
    .max(mostDays, `at most ${mostDays} days`),
  /** Of what was changed. */
  version: z.int(),
});

const stored = z.object({ days: z.int() });

export interface Retention {
  days: number;
  /** never fewer */
  leastDays: number;
  /** Raised with each change; 0: nobody has changed it. */
  version: number;
}

export class RetentionChanged extends Error {
  override readonly name = 'RetentionChanged';
}

/** How long events are kept, and what removes those whose time is over. */
export class AuditRetention {
  readonly #database: Database;
  readonly #audit: AuditLog;
  readonly #clock: () => number;

  constructor(database: Database, audit: AuditLog, clock: () => number) {
    this.#database = database;
    this.#audit = audit;
    this.#clock = clock;
  }

  async current(): Promise<Retention> {
    const row = await this.#database.db
      .selectFrom('setting')
      .select(['value', 'version'])
      .where('name', '=', name)
      .executeTakeFirst();
    const days = row ? Math.max(stored.parse(row.value).days, leastDays) : usualDays;
    return { days, leastDays, version: row?.version ?? 0 };
  }

  /** @throws RetentionChanged where somebody else has changed it meanwhile; AuditUnavailable */
  async change(doer: Doer, { days, version }: z.output<typeof retentionInput>): Promise<Retention> {
    const before = await this.current();
    if (before.version !== version) throw changedMeanwhile();
    const detail = { what: 'audit retention', days, former: before.days };
    const event = { event: 'securityAlert', type: 'securityConfiguration', action: 'U', detail } as const;
    await audited(this.#audit, doer, event, async () => {
      const value = json({ days });
      const { numInsertedOrUpdatedRows } = await this.#database.db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ value, version: version + 1 })
            .where('setting.version', '=', version),
        )
        .executeTakeFirstOrThrow();
      if (numInsertedOrUpdatedRows === 0n) throw changedMeanwhile();
    });
    return this.current();
  }

  /** Removes what is older; the trail itself tells of it. @returns how many events @throws AuditUnavailable */
  async apply(): Promise<number> {
    const { days } = await this.current();
    return removeOldEvents(this.#database, this.#audit, { days, now: this.#clock() });
  }
}

const changedMeanwhile = (): RetentionChanged =>
  new RetentionChanged('somebody else has changed how long events are kept');
