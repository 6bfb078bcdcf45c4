import type { Kysely } from 'kysely';
import { z } from 'zod';
import { json, type Schema } from '../database/index.ts';

/** What whoever shares may choose at most; an administrator says it. */
export const shareLimits = z.strictObject({
  /** the longest a share may be valid */
  longestDays: z.int().min(1).max(365),
  /** what is proposed */
  usualDays: z.int().min(1).max(365),
  /** how often one may be opened at most; null: as often as wanted */
  mostOpenings: z.int().min(1).max(10_000).nullable(),
  /** whether the last digits of an ID may stand for a telephone */
  idDigits: z.boolean(),
  /** whether files may be handed out at all */
  download: z.boolean(),
  /** how long a code of extraction is good at most */
  longestExtractionHours: z.int().min(1).max(720),
});

export type ShareLimits = z.output<typeof shareLimits>;

export const usualLimits: ShareLimits = {
  longestDays: 30,
  usualDays: 7,
  mostOpenings: null,
  idDigits: false,
  download: true,
  longestExtractionHours: 72,
};

const name = 'sharing';

/** @returns `version` 0 where nobody has said anything yet */
export async function readShareLimits(db: Kysely<Schema>): Promise<{ limits: ShareLimits; version: number }> {
  const row = await db.selectFrom('setting').selectAll().where('name', '=', name).executeTakeFirst();
  if (!row) return { limits: usualLimits, version: 0 };
  // What an older version wrote lacks what is new.
  return { limits: shareLimits.parse({ ...usualLimits, ...(row.value as object) }), version: row.version };
}

/** @returns whether `version` still was the one there, and it was written */
export async function writeShareLimits(
  db: Kysely<Schema>,
  limits: ShareLimits,
  version: number,
): Promise<boolean> {
  const value = json(limits as unknown);
  const written =
    version === 0
      ? await db
          .insertInto('setting')
          .values({ name, value, version: 1 })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .returning('name')
          .executeTakeFirst()
      : await db
          .updateTable('setting')
          .set({ value, version: version + 1 })
          .where('name', '=', name)
          .where('version', '=', version)
          .returning('name')
          .executeTakeFirst();
  return written !== undefined;
}
