import { sql, type Kysely } from 'kysely';
import type { Schema } from '../database/index.ts';

/** Wrong passwords and codes in a row, after which nobody is let in for a while. */
export const failuresUntilLocked = 5;
export const lockedMs = 15 * 60_000;

/**
 * Counts a failure, and locks after every fifth. One statement: of many attempts at a time none is lost. It is kept with
 * the person, so it survives restarts and holds for all processes.
 * @returns until when they are locked out; undefined: they are not
 */
export async function countFailure(
  db: Kysely<Schema>,
  personId: string,
  now: Date,
): Promise<Date | undefined> {
  const until = new Date(now.getTime() + lockedMs);
  const row = await db
    .updateTable('person')
    .set({
      failed: sql<number>`failed + 1`,
      locked_until: sql<Date | null>`case when (failed + 1) % ${failuresUntilLocked} = 0
        then cast(${until.toISOString()} as timestamptz) else locked_until end`,
    })
    .where('id', '=', personId)
    .returning('locked_until')
    .executeTakeFirst();
  const lockedUntil = row?.locked_until;
  return lockedUntil && lockedUntil > now ? lockedUntil : undefined;
}

/**
 * They are in: the count begins anew. One statement, which does not let in who was locked out a moment ago by attempts at
 * the same time.
 * @returns whether they are in
 */
export async function clearFailures(db: Kysely<Schema>, personId: string, now: Date): Promise<boolean> {
  const row = await db
    .updateTable('person')
    .set({ failed: 0, locked_until: null })
    .where('id', '=', personId)
    .where((is) => is.or([is('locked_until', 'is', null), is('locked_until', '<=', now)]))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
