import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { randomToken, tokenHash } from '../crypto/index.ts';
import type { Database, Schema } from '../database/index.ts';
import { hasAdministrator, type People, type Person } from './People.ts';
import type { PersonInput } from './personInput.ts';
import { raisePolicyEpoch } from './policyEpoch.ts';

const purpose = 'admin';
/** `first`: as long as there is no administrator. `another`: beside those there are. */
type Subject = 'first' | 'another';
/** Who starts it sits before it; a link that lies about in a terminal is not good for ever. */
export const firstAdministratorMs = 24 * 3_600_000;

/** Who asks for another one sits before the terminal and waits for it. */
export const anotherAdministratorMs = 3_600_000;

/**
 * A token for the link that lets the first administrator in, as long as there is none: made anew at each start, the one
 * before is good no more. It belongs on the terminal, never into the log.
 * @returns undefined where there is an administrator
 */
export async function firstAdministratorToken({ db }: Database, now: Date): Promise<string | undefined> {
  return db.transaction().execute(async (within) => {
    if (await hasAdministrator(within)) return undefined;
    return newToken(within, 'first', now, firstAdministratorMs);
  });
}

/**
 * A token for a link that makes an administrator beside those there are, for when none of them can sign in any more. The one
 * before is good no more.
 */
export async function anotherAdministratorToken({ db }: Database, now: Date): Promise<string> {
  return db.transaction().execute((within) => newToken(within, 'another', now, anotherAdministratorMs));
}

async function newToken(
  within: Transaction<Schema>,
  subject: Subject,
  now: Date,
  goodMs: number,
): Promise<string> {
  const token = randomToken();
  await within.deleteFrom('one_time').where('purpose', '=', purpose).where('subject', '=', subject).execute();
  await within
    .insertInto('one_time')
    .values({
      id: randomUUID(),
      purpose,
      subject,
      code_hmac: tokenHash(token),
      created_at: now,
      expires_at: new Date(now.getTime() + goodMs),
      used_at: null,
    })
    .execute();
  return token;
}

/**
 * Makes the administrator whom the link is for, once: of several who come with the link one gets in. The token is used up only
 * if all of it worked.
 * @returns undefined where the token is not good, or it is for the first and there is one already
 * @throws ZodError, PersonError for a name or password that is not taken
 */
export async function createFirstAdministrator(
  database: Database,
  people: People,
  token: string,
  { password, ...input }: Omit<PersonInput, 'role'> & { password: string },
  now: Date,
): Promise<Person | undefined> {
  const passwordHash = await people.hashedPassword(password, input.login);
  return database.db.transaction().execute(async (within) => {
    const used = await within
      .updateTable('one_time')
      .set({ used_at: now })
      .where('purpose', '=', purpose)
      .where('code_hmac', '=', tokenHash(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('subject')
      .executeTakeFirst();
    if (!used) return undefined;
    // Locks the epoch's row: two tokens from two starts cannot both find nobody.
    await raisePolicyEpoch(within, database.changes);
    if (used.subject === ('first' satisfies Subject) && (await hasAdministrator(within))) return undefined;
    return people.create({ ...input, role: 'administrator' }, { within, passwordHash });
  });
}
