import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { AuditLog } from './AuditLog.ts';

/** None leaves before, whatever a policy says; the database keeps to it too. */
export const leastDays = 180;

const dayMs = 24 * 3600 * 1000;

/** In the detail of the event that tells of a removal, and where `verifyAudit` goes on. */
export interface Removal {
  removedUpTo: number;
  /** of the last row removed, hexadecimal */
  mac: string;
  days: number;
}

/**
 * Removes what is older than `days`, from the beginning of the chain up to the first event that has to stay.
 * @param days of the policy; fewer than 180 count as 180
 * @returns how many rows
 */
export async function removeOldEvents(
  { db }: Database,
  log: AuditLog,
  { days, now = Date.now() }: { days: number; now?: number },
): Promise<number> {
  const kept = Math.max(days, leastDays);
  const limit = new Date(now - kept * dayMs);
  const { first } = await db
    .selectFrom('audit_event')
    .select(({ fn }) => fn.min<number | null>('seq').as('first'))
    .where('at', '>=', limit)
    .executeTakeFirstOrThrow();
  const last = await db
    .selectFrom('audit_event')
    .select(['seq', 'mac'])
    .$if(first !== null, (query) => query.where('seq', '<', first))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return 0;
  const removal: Removal = { removedUpTo: last.seq, mac: last.mac.toString('hex'), days: kept };
  await log.append({
    event: 'securityAlert',
    type: 'useOfRestrictedFunction',
    action: 'E',
    outcome: 0,
    actor: { kind: 'system', id: 'yunying' },
    detail: { ...removal },
  });
  const { rows } = await sql<{ removed: number }>`select audit_retire(${last.seq}) as removed`.execute(db);
  return rows[0]?.removed ?? 0;
}
