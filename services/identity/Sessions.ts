import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Grant } from '../access/index.ts';
import { randomToken, tokenHash } from '../crypto/index.ts';
import { json, type Database, type Row, type Schema } from '../database/index.ts';
import { topics } from './policyEpoch.ts';

/** Who a session is of, and how it was begun. */
export type SessionOwner =
  | { readonly kind: 'browser'; readonly personId: string }
  | {
      readonly kind: 'embed';
      readonly hisId: string;
      /** What the HIS calls its doctor. */
      readonly subject?: string | undefined;
      readonly personId?: string | undefined;
      readonly grant: Grant;
    }
  | {
      readonly kind: 'share';
      readonly shareId: string;
      readonly personId?: string | undefined;
      readonly grant: Grant;
    };

export interface SessionStart {
  owner: SessionOwner;
  /** Of the client, for the list of sessions. */
  address: string;
  userAgent: string;
  now: Date;
  /** It ends when nothing was asked for so long. */
  idleMs: number;
  /** It ends then whatever was asked. */
  lifeMs: number;
}

export interface Session {
  readonly id: string;
  readonly kind: Row<'session'>['kind'];
  readonly personId: string | null;
  readonly hisId: string | null;
  readonly shareId: string | null;
  /** What the HIS calls its doctor. */
  readonly subject?: string | null;
  readonly grant: Grant | null;
  readonly address: string;
  readonly userAgent: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly idleMs: number;
}

/** A browser's name may be long and anything; enough to know one's own again. */
const longestUserAgent = 300;
/** The rest was not used for long. */
const listedAtMost = 1000;

/**
 * Sessions: a random token that only its holder has; what is kept is its SHA-256. Each sign-in makes a new one, so none
 * can be planted; each can be ended at once, everywhere.
 */
export class Sessions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get #db(): Kysely<Schema> {
    return this.#database.db;
  }

  /**
   * @param within the database or a transaction of it
   * @returns the token, which cannot be had again, and the session
   */
  async begin(
    { owner, address, userAgent, now, idleMs, lifeMs }: SessionStart,
    within: Kysely<Schema> = this.#db,
  ): Promise<{
    token: string;
    session: Session;
  }> {
    const token = randomToken();
    const row = await within
      .insertInto('session')
      .values({
        id: randomUUID(),
        token_hash: tokenHash(token),
        kind: owner.kind,
        person_id: owner.personId ?? null,
        his_id: owner.kind === 'embed' ? owner.hisId : null,
        subject: owner.kind === 'embed' ? (owner.subject ?? null) : null,
        share_id: owner.kind === 'share' ? owner.shareId : null,
        grant: owner.kind === 'browser' ? null : json(owner.grant),
        address,
        user_agent: userAgent.slice(0, longestUserAgent),
        created_at: now,
        last_seen_at: now,
        expires_at: new Date(now.getTime() + lifeMs),
        idle_ms: idleMs,
        revoked_at: null,
        revoked_by: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { token, session: sessionOf(row) };
  }

  /** The session of a token, if it has neither ended nor been ended. */
  async find(token: string, now: Date): Promise<Session | undefined> {
    const [session] = await this.findAll([token], now);
    return session;
  }

  /** The same of many tokens, in their order. */
  async findAll(tokens: readonly string[], now: Date): Promise<(Session | undefined)[]> {
    const hashes = tokens.map(tokenHash);
    const rows = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('token_hash', 'in', hashes)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
    const found = new Map(rows.map((row) => [hex(row.token_hash), sessionOf(row)]));
    return hashes.map((hash) => {
      const session = found.get(hex(hash));
      return session && isAwake(session, now) ? session : undefined;
    });
  }

  /** Whether a session has neither ended nor been ended. */
  async isRunning(id: string, now: Date): Promise<boolean> {
    return (await this.running(id, now)) !== undefined;
  }

  /** A session, if it has neither ended nor been ended. */
  async running(id: string, now: Date): Promise<Session | undefined> {
    const row = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    const session = row && sessionOf(row);
    return session && isAwake(session, now) ? session : undefined;
  }

  /** Something was asked in these. Time goes one way, also where several processes tell theirs late. */
  async seen(ids: readonly string[], at: Date): Promise<void> {
    await this.#db
      .updateTable('session')
      .set({ last_seen_at: at })
      .where('id', 'in', ids)
      .where('last_seen_at', '<', at)
      .execute();
  }

  /** The sessions somebody has now, the last used first. */
  async ofPerson(personId: string, now: Date): Promise<Session[]> {
    const rows = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('person_id', '=', personId)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .execute();
    return rows.map(sessionOf).filter((session) => isAwake(session, now));
  }

  /** Everybody's, the last used first. */
  async all(now: Date): Promise<Session[]> {
    const rows = await this.#db
      .selectFrom('session')
      .selectAll()
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now)
      .orderBy('last_seen_at', 'desc')
      .limit(listedAtMost)
      .execute();
    return rows.map(sessionOf).filter((session) => isAwake(session, now));
  }

  /**
   * Ends one session. All processes are told before it returns.
   * @param by who did it: a person's id, `sign-out`, `administrator`
   * @returns whether it was running
   */
  async revoke(id: string, { by, now }: { by: string; now: Date }): Promise<boolean> {
    return this.#database.db.transaction().execute(async (within) => {
      const revoked = await within
        .updateTable('session')
        .set({ revoked_at: now, revoked_by: by })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('id')
        .executeTakeFirst();
      await this.#database.changes.announce(within, topics.session, id);
      return revoked !== undefined;
    });
  }

  /** Ends all sessions of a person, except one if it is named. @returns how many */
  async revokeAll(
    personId: string,
    { by, now, except }: { by: string; now: Date; except?: string | undefined },
  ): Promise<number> {
    return this.#database.db.transaction().execute(async (within) => {
      let update = within
        .updateTable('session')
        .set({ revoked_at: now, revoked_by: by })
        .where('person_id', '=', personId)
        .where('revoked_at', 'is', null);
      if (except !== undefined) update = update.where('id', '!=', except);
      const revoked = await update.returning('id').execute();
      for (const { id } of revoked) await this.#database.changes.announce(within, topics.session, id);
      return revoked.length;
    });
  }

  /**
   * Ends all sessions of a share, in the transaction that ends the share itself.
   * @returns their ids
   */
  async revokeOfShare(
    within: Kysely<Schema>,
    shareId: string,
    { by, now }: { by: string; now: Date },
  ): Promise<string[]> {
    const revoked = await within
      .updateTable('session')
      .set({ revoked_at: now, revoked_by: by })
      .where('share_id', '=', shareId)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    for (const { id } of revoked) await this.#database.changes.announce(within, topics.session, id);
    return revoked.map(({ id }) => id);
  }

  /** Removes those that ended before a day; the audit trail has their story. */
  async forgetEnded(before: Date): Promise<void> {
    await this.#db
      .deleteFrom('session')
      .where((is) => is.or([is('expires_at', '<', before), is('revoked_at', '<', before)]))
      .execute();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const isAwake = ({ lastSeenAt, idleMs }: Session, now: Date): boolean =>
  now.getTime() - lastSeenAt.getTime() < idleMs;

const sessionOf = (row: Row<'session'>): Session => ({
  id: row.id,
  kind: row.kind,
  personId: row.person_id,
  hisId: row.his_id,
  shareId: row.share_id,
  subject: row.subject,
  grant: row.grant as Grant | null,
  address: row.address,
  userAgent: row.user_agent,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  idleMs: row.idle_ms,
});
