import { randomToken, tokenHash } from '../crypto/index.ts';
import type { Database } from '../database/index.ts';

/** How long after it was made, or last used, a ticket is good. */
export const ticketMs = 5 * 60_000;
/** Uses are written down this late, not each: a player asks for many parts. */
const prolongedEveryMs = 60_000;

/**
 * Tickets stand in an address where a browser sends no header of ours: of a film, of a file to be kept. Each is for one path of one
 * session and for nothing else; what is kept is its SHA-256.
 */
export class Tickets {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param path without a query @returns the ticket, which cannot be had again */
  async issue(sessionId: string, path: string, now: Date): Promise<{ ticket: string; expiresAt: Date }> {
    const ticket = randomToken();
    const expiresAt = new Date(now.getTime() + ticketMs);
    await this.#database.db
      .insertInto('ticket')
      .values({ ticket_hash: tokenHash(ticket), session_id: sessionId, path, expires_at: expiresAt })
      .execute();
    return { ticket, expiresAt };
  }

  /** The session of a ticket, whether that still runs or not; undefined where it is not for this path, or no more. */
  async find(ticket: string, path: string, now: Date): Promise<string | undefined> {
    const hash = tokenHash(ticket);
    const row = await this.#database.db
      .selectFrom('ticket')
      .select(['session_id', 'path', 'expires_at'])
      .where('ticket_hash', '=', hash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (!row || row.path !== path) return undefined;
    const until = new Date(now.getTime() + ticketMs);
    if (until.getTime() - row.expires_at.getTime() >= prolongedEveryMs) {
      await this.#database.db
        .updateTable('ticket')
        .set({ expires_at: until })
        .where('ticket_hash', '=', hash)
        .where('expires_at', '<', until)
        .execute();
    }
    return row.session_id;
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.#database.db.deleteFrom('ticket').where('expires_at', '<=', now).execute();
  }
}
