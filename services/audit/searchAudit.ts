import { sql, type Kysely, type SelectQueryBuilder } from 'kysely';
import type { Schema } from '../database/index.ts';
import { openText, type AuditEvent, type RecordedEvent, type TextSealer } from './AuditEvent.ts';
import { eventCodes, eventTypeCodes, type EventName, type EventTypeName } from './dicomCodes.ts';
import { eventOfRow } from './rows.ts';

/** All that is given has to fit. */
export interface AuditFilter {
  /** who did it: one of these */
  actorIds?: readonly string[] | undefined;
  /** blind indexes the patient may be kept under, in hexadecimal digits */
  patientIndexes?: readonly string[] | undefined;
  studyInstanceUid?: string | undefined;
  sessionId?: string | undefined;
  event?: EventName | undefined;
  type?: EventTypeName | undefined;
  action?: AuditEvent['action'] | undefined;
  /** `failure`: all but 0 */
  outcome?: AuditEvent['outcome'] | 'failure' | undefined;
  /** IP address */
  address?: string | undefined;
  /** from then on */
  from?: Date | undefined;
  /** before then */
  to?: Date | undefined;
}

export interface AuditQuery extends AuditFilter {
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

type Rows = SelectQueryBuilder<Schema, 'audit_event', Record<never, never>>;

/** The indexes go by time, so all is ordered by it; events of one moment by their place. */
function rowsThatFit(db: Kysely<Schema>, filter: AuditFilter): Rows {
  const { actorIds, patientIndexes, studyInstanceUid, sessionId, event, type, action, outcome } = filter;
  const { address, from, to } = filter;
  let rows: Rows = db.selectFrom('audit_event');
  if (actorIds) rows = rows.where('actor_id', 'in', oneAtLeast(actorIds));
  if (patientIndexes) rows = rows.where('patient_ix', 'in', oneAtLeast(patientIndexes));
  if (studyInstanceUid !== undefined) rows = rows.where('study_uid', '=', studyInstanceUid);
  if (sessionId !== undefined) rows = rows.where('session_id', '=', sessionId);
  if (event) rows = rows.where('event_code', '=', eventCodes[event].code);
  if (type) rows = rows.where('event_type', '=', eventTypeCodes[type].code);
  if (action) rows = rows.where('action', '=', action);
  if (outcome === 'failure') rows = rows.where('outcome', '<>', 0);
  else if (outcome !== undefined) rows = rows.where('outcome', '=', outcome);
  if (address !== undefined) rows = rows.where('address', '=', address);
  if (from) rows = rows.where('at', '>=', from);
  if (to) rows = rows.where('at', '<', to);
  return rows;
}

/** Of an empty list SQL has no word: nobody is called ''. */
const oneAtLeast = (values: readonly string[]): string[] => (values.length === 0 ? [''] : [...values]);

/** Searching the trail is itself to be audited (Audit Log Used), by who asks. */
export async function searchAudit(
  db: Kysely<Schema>,
  query: AuditQuery,
  sealer: TextSealer = openText,
): Promise<AuditPage> {
  const limit = Math.min(Math.max(query.limit ?? 100, 1), 1000);
  let rows = rowsThatFit(db, query);
  if (query.before !== undefined) {
    const last = await db
      .selectFrom('audit_event')
      .select('at')
      .where('seq', '=', query.before)
      .executeTakeFirst();
    // Its time has come meanwhile, and that of all before it.
    if (!last) return { events: [], next: undefined };
    rows = rows.where(sql<boolean>`(at, seq) < (${last.at}, ${query.before})`);
  }
  const found = await rows
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  return {
    events: page.map((row) => eventOfRow(row, sealer)),
    next: found.length > limit ? page.at(-1)?.seq : undefined,
  };
}

const pageRows = 500;

/**
 * All that fits, the oldest first, a page at a time: a year of it is never in memory at once.
 * @param upTo the last place that is looked at, so that what comes meanwhile is not
 */
export async function* auditPages(
  db: Kysely<Schema>,
  filter: AuditFilter,
  { upTo, sealer = openText }: { upTo: number; sealer?: TextSealer },
): AsyncGenerator<RecordedEvent[]> {
  let after: { at: Date; seq: number } | undefined;
  for (;;) {
    let rows = rowsThatFit(db, filter).where('seq', '<=', upTo);
    if (after) rows = rows.where(sql<boolean>`(at, seq) > (${after.at}, ${after.seq})`);
    const page = await rows.selectAll().orderBy('at').orderBy('seq').limit(pageRows).execute();
    if (page.length > 0) yield page.map((row) => eventOfRow(row, sealer));
    after = page.at(-1);
    if (!after || page.length < pageRows) return;
  }
}
