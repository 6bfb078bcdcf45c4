import { createHmac, randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { randomDigits, sameBytes, type KeyRing } from '../crypto/index.ts';
import type { Schema } from '../database/index.ts';

/** For what, and for whom: a code for one is none for another. */
export interface CodePurpose {
  /** for example `sign-in`, `share` */
  readonly purpose: string;
  /** for example a person's id */
  readonly subject: string;
}

export type CodeVerdict = 'right' | 'wrong' | /** none, expired, used up, or tried too often */ 'none';

export const triesForACode = 5;

/** Codes of six digits that are sent to somebody, good once, for some minutes and five tries. */
export class OneTimeCodes {
  readonly #db: Kysely<Schema>;
  readonly #keys: KeyRing;

  constructor(db: Kysely<Schema>, keys: KeyRing) {
    this.#db = db;
    this.#keys = keys;
  }

  /** A new code; the one before is good no more. */
  async issue(
    { purpose, subject }: CodePurpose,
    { now, validMs }: { now: Date; validMs: number },
  ): Promise<string> {
    const code = randomDigits(6);
    const id = randomUUID();
    await this.#db.transaction().execute(async (within) => {
      await within
        .updateTable('one_time')
        .set({ used_at: now })
        .where('purpose', '=', purpose)
        .where('subject', '=', subject)
        .where('used_at', 'is', null)
        .execute();
      await within
        .insertInto('one_time')
        .values({
          id,
          purpose,
          subject,
          code_hmac: this.#hmacs(id, code)[0],
          expires_at: new Date(now.getTime() + validMs),
          created_at: now,
          used_at: null,
        })
        .execute();
    });
    return code;
  }

  /** A try. It is counted before it is looked at, so that many at once are not more than five either. */
  async verify({ purpose, subject }: CodePurpose, code: string, now: Date): Promise<CodeVerdict> {
    const tried = await this.#db
      .updateTable('one_time')
      .set({ tries: sql<number>`tries + 1` })
      .where('purpose', '=', purpose)
      .where('subject', '=', subject)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .where('tries', '<', triesForACode)
      .returning(['id', 'code_hmac'])
      .executeTakeFirst();
    if (!tried) return 'none';
    const given = code.normalize('NFKC').replace(/\s/g, '');
    if (!this.#hmacs(tried.id, given).some((hmac) => sameBytes(hmac, tried.code_hmac))) return 'wrong';
    const used = await this.#db
      .updateTable('one_time')
      .set({ used_at: now })
      .where('id', '=', tried.id)
      .where('used_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    return used ? 'right' : 'none';
  }

  /** Removes what can be good no more. */
  async forgetExpired(now: Date): Promise<void> {
    await this.#db.deleteFrom('one_time').where('expires_at', '<=', now).execute();
  }

  /** Under a key: a million codes are soon hashed. By each key at hand, the current one first. */
  #hmacs(id: string, code: string): [Buffer, ...Buffer[]] {
    const [first, ...others] = [this.#keys.current, ...this.#keys.all.slice(1)].map((key) =>
      createHmac('sha256', key.derive('one-time-codes', 32)).update(`${id}\0${code}`).digest(),
    );
    return [first as Buffer, ...others];
  }
}
