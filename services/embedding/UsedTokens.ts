import type { Database } from '../database/index.ts';

/** Tokens that were taken, by HIS and the SHA-256 of their `jti`, until they are refused as expired anyway. */
export class UsedTokens {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** One statement, so that of several processes one is first. @returns whether this one was */
  async use({
    hisId,
    jtiHash,
    expiresAt,
  }: {
    hisId: string;
    jtiHash: Buffer;
    expiresAt: Date;
  }): Promise<boolean> {
    const inserted = await this.#database.db
      .insertInto('used_token')
      .values({ his_id: hisId, jti_hash: jtiHash, expires_at: expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('his_id')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  /** Whether it was taken already; takes nothing. */
  async isUsed(hisId: string, jtiHash: Buffer): Promise<boolean> {
    const row = await this.#database.db
      .selectFrom('used_token')
      .select('his_id')
      .where('his_id', '=', hisId)
      .where('jti_hash', '=', jtiHash)
      .executeTakeFirst();
    return row !== undefined;
  }

  async forgetExpired(now: Date): Promise<void> {
    await this.#database.db.deleteFrom('used_token').where('expires_at', '<=', now).execute();
  }
}
