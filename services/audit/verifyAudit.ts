import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Schema } from '../database/index.ts';
import { openText, type TextSealer } from './AuditEvent.ts';
import { isGenuine, type AuditRow, type ChainKey } from './chain.ts';
import type { Head } from './HeadFile.ts';
import type { Removal } from './retention.ts';
import { eventOfRow } from './rows.ts';

export interface AuditVerdict {
  /** how many rows were looked at */
  rows: number;
  /** first and last place in the chain; 0 when it is empty */
  first: number;
  last: number;
  /** what is wrong, in the order of the chain; nothing: it is whole */
  problems: { seq: number; what: string }[];
}

export interface VerifyOptions {
  db: Kysely<Schema>;
  /** keys by their id; undefined: not at hand */
  keyOf: (id: string) => ChainKey | undefined;
  sealer?: TextSealer;
  /** ends that were kept elsewhere, with a name for the report */
  heads?: readonly { name: string; head: Head }[];
  /** rows behind those of the database, of a journal that it has not got yet */
  tail?: readonly AuditRow[];
  /** told now and then how many rows were looked at */
  onProgress?: (rows: number) => void;
  /** @throws ends it */
  signal?: AbortSignal | undefined;
}

const pageRows = 1000;

/** Rows by place, a page at a time. */
async function* rowsOf(db: Kysely<Schema>, tail: readonly AuditRow[]): AsyncGenerator<AuditRow> {
  let after = 0;
  for (;;) {
    const page = await db
      .selectFrom('audit_event')
      .selectAll()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(pageRows)
      .execute();
    yield* page;
    after = page.at(-1)?.seq ?? after;
    if (page.length < pageRows) break;
  }
  yield* tail.filter(({ seq }) => seq > after);
}

function removalsIn(row: AuditRow, sealer: TextSealer): Removal[] {
  try {
    const { detail } = eventOfRow(row, sealer);
    return typeof detail?.removedUpTo === 'number' ? [detail as unknown as Removal] : [];
  } catch {
    return [];
  }
}

/**
 * Computes the whole chain again. Rows changed, removed, added or put elsewhere are named by their place; rows cut off at the
 * end are seen by the heads.
 */
export async function verifyAudit(options: VerifyOptions): Promise<AuditVerdict> {
  const { db, keyOf, sealer = openText, heads = [], tail = [], onProgress, signal } = options;
  const problems: AuditVerdict['problems'] = [];
  const wanted = new Map<number, { name: string; mac: Buffer }[]>();
  const headRow = await db.selectFrom('audit_head').select(['seq', 'mac']).executeTakeFirst();
  const ends = [...heads, ...(headRow ? [{ name: 'audit_head', head: headRow }] : [])];
  if (!headRow) problems.push({ seq: 0, what: 'audit_head has no row' });
  for (const { name, head } of ends)
    wanted.set(head.seq, [...(wanted.get(head.seq) ?? []), { name, mac: head.mac }]);

  let [rows, first] = [0, 0];
  let before: Pick<AuditRow, 'seq' | 'mac'> | undefined;
  // Several processes may remove at once: the beginning is where one of them has ended.
  const removals: Removal[] = [];
  let beginning: AuditRow | undefined;
  for await (const row of rowsOf(db, tail)) {
    const { seq } = row;
    if (!beginning) [beginning, first] = [row, seq];
    else if (before && seq !== before.seq + 1)
      problems.push({ seq: before.seq + 1, what: `missing: after ${before.seq} comes ${seq}` });
    else if (before && !row.previous.equals(before.mac))
      problems.push({ seq, what: 'does not follow the event before it' });
    const key = keyOf(row.key_id);
    if (!key) problems.push({ seq, what: `its key ${row.key_id} is not at hand` });
    else if (!isGenuine(row, key)) problems.push({ seq, what: 'is not as it was written' });
    else if (row.actor_kind === 'system') removals.push(...removalsIn(row, sealer));
    for (const { name, mac } of wanted.get(seq) ?? [])
      if (!mac.equals(row.mac)) problems.push({ seq, what: `is not the event that ${name} names` });
    before = row;
    rows += 1;
    if (rows % pageRows !== 0) continue;
    onProgress?.(rows);
    signal?.throwIfAborted();
    // An embedded database answers without ever waiting: others want their turn.
    await nextTurn();
  }
  const last = before?.seq ?? 0;
  if (beginning) problems.unshift(...beginningProblems(beginning, removals));
  for (const { name, head } of ends)
    if (head.seq > last)
      problems.push({ seq: last + 1, what: `missing: ${name} says that there are events up to ${head.seq}` });
  return { rows, first, last, problems };
}

/** A chain begins at 1, or where a removal has ended that the chain itself tells of. */
function beginningProblems(
  { seq, previous }: AuditRow,
  removals: readonly Removal[],
): AuditVerdict['problems'] {
  if (seq === 1)
    return previous.length === 0 ? [] : [{ seq, what: 'names an event before it, and is the first' }];
  const isTold = removals.some(
    ({ removedUpTo, mac }) => removedUpTo === seq - 1 && mac === previous.toString('hex'),
  );
  return isTold
    ? []
    : [{ seq: 1, what: `missing: the trail begins at ${seq}, and no removal up to there was written down` }];
}
