import { randomUUID } from 'node:crypto';
import { randomToken, tokenHash } from '../crypto/index.ts';
import type { Database } from '../database/index.ts';
import { hasAdministrator, type People, type Person } from './People.ts';
import type { PersonInput } from './personInput.ts';
import { raisePolicyEpoch } from './policyEpoch.ts';

const purpose = 'admin';
const subject = 'first';
/** Who starts it sits before it; a link that lies about in a terminal is not good for ever. */
export const firstAdministratorMs = 24 * 3_600_000;

/**
 * A token for the link that lets the first administrator in, as long as there is none: made anew at each start, the one
 * before is good no more. It belongs on the terminal, never into the log.
 * @returns undefined where there is an administrator
 */
export async function firstAdministratorToken({ db }: Database, now: Date): Promise<string | undefined> {
  return db.transaction().execute(async (within) => {
    if (await hasAdministrator(within)) return undefined;
    const token = randomToken();
    await within
      .deleteFrom('one_time')
      .where('purpose', '=', purpose)
      .where('subject', '=', subject)
      .execute();
    await within
      .insertInto('one_time')
      .values({
        id: randomUUID(),
        purpose,
        subject,
        code_hmac: tokenHash(token),
        created_at: now,
        expires_at: new Date(now.getTime() + firstAdministratorMs),
        used_at: null,
      })
      .execute();
    return token;
  });
}

/**
 * Makes the first administrator, once: of several who come with the link one gets in. The token is used up only if all
 * of it worked.
 * @returns undefined where the token is not good, or there is an administrator already
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
      .where('subject', '=', subject)
      .where('code_hmac', '=', tokenHash(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst();
    if (!used) return undefined;
    // Locks the epoch's row: two tokens from two starts cannot both find nobody.
    await raisePolicyEpoch(within, database.changes);
    if (await hasAdministrator(within)) return undefined;
    return people.create({ ...input, role: 'administrator' }, { within, passwordHash });
  });
}
