import type { Kysely } from 'kysely';
import type { Schema } from '../database/index.ts';
import { openText, type AuditEvent, type RecordedEvent, type TextSealer } from './AuditEvent.ts';
import { eventCodes, eventTypeCodes, type EventName, type EventTypeName } from './dicomCodes.ts';
import { eventOfRow } from './rows.ts';

/** All that is given has to fit. */
export interface AuditQuery {
  actorId?: string | undefined;
  /** blind indexes the patient may be kept under, in hexadecimal digits */
  patientIndexes?: readonly string[] | undefined;
  studyInstanceUid?: string | undefined;
  sessionId?: string | undefined;
  event?: EventName | undefined;
  type?: EventTypeName | undefined;
  outcome?: AuditEvent['outcome'] | undefined;
  /** from then on */
  from?: Date | undefined;
  /** before then */
  to?: Date | undefined;
  /** older than this place in the chain: `next` of the page before */
  before?: number | undefined;
  /** at most so many, 1 to 1000; default 100 */
  limit?: number | undefined;
}

export interface AuditPage {
  /** newest first */
  events: RecordedEvent[];
  /** for the next page; undefined: that was all */
  next: number | undefined;
}

/** Searching the trail is itself to be audited (Audit Log Used), by who asks. */
export async function searchAudit(
  db: Kysely<Schema>,
  query: AuditQuery,
  sealer: TextSealer = openText,
): Promise<AuditPage> {
  const limit = Math.min(Math.max(query.limit ?? 100, 1), 1000);
  let rows = db.selectFrom('audit_event').selectAll();
  if (query.actorId !== undefined) rows = rows.where('actor_id', '=', query.actorId);
  if (query.patientIndexes) rows = rows.where('patient_ix', 'in', [...query.patientIndexes]);
  if (query.studyInstanceUid !== undefined) rows = rows.where('study_uid', '=', query.studyInstanceUid);
  if (query.sessionId !== undefined) rows = rows.where('session_id', '=', query.sessionId);
  if (query.event) rows = rows.where('event_code', '=', eventCodes[query.event].code);
  if (query.type) rows = rows.where('event_type', '=', eventTypeCodes[query.type].code);
  if (query.outcome !== undefined) rows = rows.where('outcome', '=', query.outcome);
  if (query.from) rows = rows.where('at', '>=', query.from);
  if (query.to) rows = rows.where('at', '<', query.to);
  if (query.before !== undefined) rows = rows.where('seq', '<', query.before);
  const found = await rows
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  return {
    events: page.map((row) => eventOfRow(row, sealer)),
    next: found.length > limit ? page.at(-1)?.seq : undefined,
  };
}
