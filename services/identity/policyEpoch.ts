import { sql, type Kysely } from 'kysely';
import type { Database, Schema } from '../database/index.ts';

/** Topics of `Changes` that identity announces. */
export const topics = {
  /** Decisions that were made under an earlier epoch hold no more. Detail: the epoch. */
  policy: 'policy',
  /** A session was revoked. Detail: its id. */
  session: 'session-revoked',
  /** All sessions of a person were. Detail: their id. */
  person: 'person-revoked',
  /** What is registered of a HIS has changed, or it is gone. Detail: its id. */
  his: 'his-changed',
} as const;

/**
 * Raises the epoch and tells everybody. In the transaction of what was changed, so that nobody decides by the new number
 * and the old rules.
 */
export async function raisePolicyEpoch(
  within: Kysely<Schema>,
  changes: Database['changes'],
): Promise<number> {
  const { policy } = await within
    .updateTable('epoch')
    .set({ policy: sql<number>`policy + 1` })
    .returning('policy')
    .executeTakeFirstOrThrow();
  await changes.announce(within, topics.policy, String(policy));
  return policy;
}
