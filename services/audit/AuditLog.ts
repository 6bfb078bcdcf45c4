import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Database, Schema } from '../database/index.ts';
import { openText, type AuditEvent, type TextSealer } from './AuditEvent.ts';
import { AuditUnavailable } from './AuditUnavailable.ts';
import type { AuditRow, ChainKey } from './chain.ts';
import { HeadFile, readHeadFile, type Head } from './HeadFile.ts';
import { Journal } from './Journal.ts';
import { nextRow } from './rows.ts';

export interface AuditLogOptions {
  database: Database;
  key: ChainKey;
  /** default: nothing is sealed */
  sealer?: TextSealer;
  /** of this process: the end of the chain, and with PGlite the journal; undefined: neither (in memory, tests) */
  folder?: string | undefined;
  /** ms since 1970; default Date.now */
  now?: () => number;
  /** Told when the trail can no longer be written, and of a head file that cannot; default: nobody. */
  onProblem?: (error: Error) => void;
  /** how long reading may go on after the last success; default 60 s */
  leaseMs?: number;
  /** how long one event may take; default 5 s */
  patienceMs?: number;
}

interface Waiting {
  event: AuditEvent;
  at: Date;
  done(seq: number): void;
  failed(error: AuditUnavailable): void;
}

/** So many are written by one statement: 20 columns each, and a statement takes 65535 values. */
const mostInGroup = 500;
/** How long a group waits for more where several come at a time. */
const gatherMs = 10;

const systemActor = { kind: 'system', id: 'yunying' } as const;

/**
 * The audit trail of one process. Events that come while others are being written wait and are written together. Several
 * processes write one chain, one after the other, by a lock on its head.
 */
export class AuditLog {
  readonly #db: Kysely<Schema>;
  readonly #key: ChainKey;
  readonly #sealer: TextSealer;
  readonly #journal: Journal | undefined;
  readonly #headFile: HeadFile | undefined;
  readonly #now: () => number;
  readonly #onProblem: (error: Error) => void;
  readonly #leaseMs: number;
  readonly #patienceMs: number;
  readonly #waiting = new Set<Waiting>();
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> | undefined;
  #mustReplay = false;
  #head: Head | undefined;
  #leaseUntil = 0;
  #isUp = true;

  private constructor(options: AuditLogOptions) {
    const { database, folder } = options;
    this.#db = database.db;
    this.#key = options.key;
    this.#sealer = options.sealer ?? openText;
    this.#now = options.now ?? Date.now;
    this.#onProblem = options.onProblem ?? (() => undefined);
    this.#leaseMs = options.leaseMs ?? 60_000;
    this.#patienceMs = options.patienceMs ?? 5000;
    if (folder !== undefined) {
      this.#headFile = new HeadFile(join(folder, 'head'));
      if (database.engine === 'PGlite') this.#journal = new Journal(folder);
    }
    this.#timer = setInterval(() => void this.#keepHead(), 1000);
    this.#timer.unref();
  }

  /**
   * Brings into the database what only the journal has, and writes a Security Alert when the trail is shorter than it was.
   * @throws Error when journal and database do not fit; AuditUnavailable
   */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const log = new AuditLog(options);
    try {
      await log.#replay();
      const kept = options.folder === undefined ? undefined : readHeadFile(join(options.folder, 'head'));
      await log.check();
      if (kept && kept.seq > (log.#head?.seq ?? 0)) await log.#reportCut(kept);
      return log;
    } catch (error) {
      clearInterval(log.#timer);
      throw error;
    }
  }

  /** Whether the last attempt to write came through. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Until when (ms since 1970) that what was allowed may go on without another success of writing. */
  get leaseUntil(): number {
    return this.#leaseUntil;
  }

  /**
   * Not to be waited for inside a transaction: on PGlite it would wait for that one.
   * @returns its place in the chain, once it is durable
   * @throws AuditUnavailable: what was to be audited must not happen
   */
  async append(event: AuditEvent): Promise<number> {
    return new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        const error = new AuditUnavailable(`no answer within ${this.#patienceMs} ms`);
        this.#fail(error);
        reject(error);
      }, this.#patienceMs);
      const settle =
        <Value>(then: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          then(value);
        };
      const waiting: Waiting = {
        event,
        at: new Date(this.#now()),
        done: settle(resolve),
        failed: settle(reject),
      };
      this.#waiting.add(waiting);
      this.#writing ??= this.#writeAll();
    });
  }

  /** Renews the lease where nothing is to be written. @throws AuditUnavailable */
  async check(): Promise<void> {
    try {
      await this.#inChain(() => Promise.resolve());
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#writing;
    await this.#keepHead();
    await this.#journal?.close();
  }

  async #writeAll(): Promise<void> {
    for (let together = 1; this.#waiting.size > 0;) {
      // Where several come at a time more are coming: larger groups cost less, and one that comes alone waits for nothing.
      if (together > 1) await sleep(gatherMs);
      const group = [...this.#waiting].slice(0, mostInGroup);
      // Those who waited were told meanwhile that there is no answer.
      if (group.length === 0) break;
      together = group.length;
      for (const one of group) this.#waiting.delete(one);
      try {
        const last = await this.#write(group);
        for (const [n, { done }] of group.entries()) done(last - group.length + 1 + n);
      } catch (error) {
        const failure = this.#fail(error);
        for (const { failed } of group) failed(failure);
      }
    }
    this.#writing = undefined;
  }

  /** @returns the place of the last one */
  async #write(group: readonly Waiting[]): Promise<number> {
    if (this.#mustReplay) await this.#replay();
    let isInJournal = false;
    try {
      return await this.#inChain(async (transaction, head) => {
        const rows: AuditRow[] = [];
        for (const one of group) rows.push(nextRow(one, rows.at(-1) ?? head, this.#key, this.#sealer));
        if (this.#journal) {
          // Before the attempt: half of it may be there when it fails.
          isInJournal = true;
          await this.#journal.append(rows);
        }
        return insert(transaction, rows);
      }).then((head) => head.seq);
    } catch (error) {
      // What the journal has counts. Not acknowledged, but said: the chain must not say something else in that place.
      this.#mustReplay = isInJournal;
      throw error;
    }
  }

  /** One transaction that nobody else's runs beside; renews the lease. @returns the head after it */
  async #inChain(
    work: (transaction: Transaction<Schema>, head: Head) => Promise<Head | void>,
  ): Promise<Head> {
    const head = await this.#db.transaction().execute(async (transaction) => {
      const before = await transaction
        .selectFrom('audit_head')
        .select(['seq', 'mac'])
        .forUpdate()
        .executeTakeFirstOrThrow();
      return (await work(transaction, before)) ?? before;
    });
    this.#head = head;
    this.#isUp = true;
    this.#leaseUntil = this.#now() + this.#leaseMs;
    return head;
  }

  async #replay(): Promise<void> {
    const rows = this.#journal?.read() ?? [];
    if (rows.length > 0) await this.#inChain((transaction, head) => addMissing(transaction, head, rows));
    this.#mustReplay = false;
  }

  async #reportCut(kept: Head): Promise<void> {
    const found = this.#head?.seq ?? 0;
    this.#onProblem(new Error(`The audit trail ends at ${found}, it had ${kept.seq} events.`));
    await this.append({
      event: 'securityAlert',
      type: 'auditRecordingStopped',
      action: 'E',
      outcome: 12,
      actor: systemActor,
      detail: { expected: kept.seq, expectedMac: kept.mac.toString('hex'), found },
    });
  }

  #fail(error: unknown): AuditUnavailable {
    const failure =
      error instanceof AuditUnavailable
        ? error
        : new AuditUnavailable(error instanceof Error ? error.message : String(error), error);
    if (this.#isUp) this.#onProblem(failure);
    this.#isUp = false;
    return failure;
  }

  async #keepHead(): Promise<void> {
    if (!this.#head) return;
    await this.#headFile?.write(this.#head).catch((error: Error) => this.#onProblem(error));
  }
}

async function insert(transaction: Transaction<Schema>, rows: readonly AuditRow[]): Promise<Head | void> {
  const last = rows.at(-1);
  if (!last) return;
  await transaction.insertInto('audit_event').values(rows).execute();
  await transaction.updateTable('audit_head').set({ seq: last.seq, mac: last.mac }).execute();
  return { seq: last.seq, mac: last.mac };
}

/** @throws Error when the journal does not go on where the database ends */
async function addMissing(
  transaction: Transaction<Schema>,
  head: Head,
  rows: readonly AuditRow[],
): Promise<Head | void> {
  const missing = rows.filter(({ seq }) => seq > head.seq);
  const [first] = missing;
  if (first && (first.seq !== head.seq + 1 || !first.previous.equals(head.mac)))
    throw new Error(
      `The audit trail of the database ends at ${head.seq} and does not fit its journal, which goes on at ${first.seq}. ` +
        'Was the database restored? Then move the journal away; verify-audit tells the rest.',
    );
  let end: Head | void = undefined;
  for (let at = 0; at < missing.length; at += mostInGroup)
    end = await insert(transaction, missing.slice(at, at + mostInGroup));
  return end;
}
