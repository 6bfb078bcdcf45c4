import { z } from 'zod';
import { sql } from 'kysely';
import { longestPasswordBytes, type PasswordHasher, type Sealer } from '../crypto/index.ts';
import type { Database, Row } from '../database/index.ts';
import { clearFailures, countFailure } from './lockOut.ts';
import type { OneTimeCodes } from './oneTimeCodes.ts';
import { maskedPhone } from './phoneNumber.ts';
import { nextSignInState, type SignInEvent, type SignInState } from './signInStates.ts';
import type { SmsProvider } from './sms/SmsProvider.ts';
import { verifyTotp } from './totp.ts';

export interface SignInTools {
  database: Database;
  hasher: PasswordHasher;
  sealer: Sealer;
  codes: OneTimeCodes;
  /** undefined: no codes by SMS; who has no authenticator app signs in with the password alone. */
  sms?: SmsProvider | undefined;
  /** Whether a code by SMS is asked for after the password. Default: never. */
  needsSms?: (person: Row<'person'>) => boolean;
}

/** Why, for the audit trail. Who signs in is told no more than that it did not work. */
export type SignInRefusal =
  | 'unknown-login'
  | 'no-password'
  | 'wrong-password'
  | 'wrong-code'
  | 'used-code'
  | 'locked-out'
  | 'disabled'
  /** Nobody could administrate if they lost the role that they have lost elsewhere. */
  | 'last-administrator'
  | 'too-late';

export type SignInResult =
  | { readonly state: 'signed-in'; readonly personId: string }
  | {
      readonly state: 'totp' | 'sms';
      readonly personId: string;
      /** To be sent with the code. */
      readonly challenge: string;
      /** Where the code was sent to, all but four digits hidden. */
      readonly phone?: string | undefined;
      /** After a wrong code. */
      readonly why?: SignInRefusal | undefined;
    }
  | { readonly state: 'refused'; readonly why: SignInRefusal; readonly personId?: string | undefined };

/** Between password and code, in milliseconds. */
export const challengeMs = 10 * 60_000;
/** A code by SMS, in milliseconds. */
export const smsCodeMs = 5 * 60_000;

const challengeShape = z.strictObject({
  person: z.uuid(),
  factor: z.enum(['totp', 'sms']),
  until: z.number(),
  /** Of the person when the password was right: a new password or role ends what was begun. */
  version: z.number(),
});

const challengeContext = 'sign-in challenge';
/** No login is as long; what is longer is not even looked up. */
const longestLogin = 200;

/**
 * Signing in with a password, and a second factor where one is set up. Whether a login exists shows neither in the answer
 * nor in the work: each try costs one hash. Sessions are begun by who asks, once it says `signed-in`.
 */
export class SignIn {
  readonly #tools: SignInTools;

  constructor(tools: SignInTools) {
    this.#tools = tools;
  }

  /** @throws PasswordError `busy`; SmsError where the code cannot be sent */
  async withPassword(login: string, password: string, now: Date): Promise<SignInResult> {
    const { hasher, database } = this.#tools;
    const person = login.length > longestLogin ? undefined : await this.#byLogin(login);
    // A password no hash is made of: it is wrong, at the cost of one that is.
    const possible = Buffer.byteLength(password.normalize('NFKC')) <= longestPasswordBytes ? password : '';
    const { correct, needsRehash } = await hasher.verify(possible, person?.password_hash ?? undefined);
    if (!person) return refused('password', 'wrong', 'unknown-login');
    if (person.disabled_at) return refused('password', 'shut-out', 'disabled', person.id);
    if (isLocked(person, now)) return refused('password', 'shut-out', 'locked-out', person.id);
    if (person.password_hash === null) return refused('password', 'wrong', 'no-password', person.id);
    if (!correct) {
      await countFailure(database.db, person.id, now);
      return refused('password', 'wrong', 'wrong-password', person.id);
    }
    if (needsRehash)
      await database.db
        .updateTable('person')
        .set({ password_hash: await hasher.hash(password) })
        .where('id', '=', person.id)
        .where('password_hash', '=', person.password_hash)
        .execute();
    return this.#afterPassword(person, now);
  }

  /** @param challenge from the step before @throws SmsError never: nothing is sent here */
  async withCode(challenge: string, code: string, now: Date): Promise<SignInResult> {
    const begun = this.#openChallenge(challenge);
    if (!begun) return refused('totp', 'too-late', 'too-late');
    const { factor } = begun;
    if (now.getTime() >= begun.until) return refused(factor, 'too-late', 'too-late', begun.person);
    const person = await this.#byId(begun.person);
    if (!person || person.version !== begun.version)
      return refused(factor, 'too-late', 'too-late', begun.person);
    if (person.disabled_at) return refused(factor, 'shut-out', 'disabled', person.id);
    if (isLocked(person, now)) return refused(factor, 'shut-out', 'locked-out', person.id);
    const why =
      factor === 'totp' ? await this.#tryTotp(person, code, now) : await this.#trySms(person, code, now);
    if (!why) return this.#letIn(factor, person.id, now);
    if (why === 'too-late') return refused(factor, 'too-late', why, person.id);
    if (await countFailure(this.#tools.database.db, person.id, now))
      return refused(factor, 'shut-out', why, person.id);
    nextSignInState(factor, 'wrong');
    return { state: factor, personId: person.id, challenge, why };
  }

  /**
   * Whether somebody who is signed in knows their password: before what only they themselves may do. Tries count as those
   * at the door.
   * @throws PasswordError `busy`
   */
  async confirmPassword(personId: string, password: string, now: Date): Promise<boolean> {
    const { hasher, database } = this.#tools;
    const person = await this.#byId(personId);
    if (!person || person.disabled_at || isLocked(person, now) || person.password_hash === null) return false;
    if (Buffer.byteLength(password.normalize('NFKC')) > longestPasswordBytes) return false;
    const { correct } = await hasher.verify(password, person.password_hash);
    if (correct) return clearFailures(database.db, personId, now);
    await countFailure(database.db, personId, now);
    return false;
  }

  async #afterPassword(person: Row<'person'>, now: Date): Promise<SignInResult> {
    const { sms, codes, sealer, needsSms = () => false } = this.#tools;
    const event: SignInEvent =
      person.totp_secret !== null
        ? 'right-totp-next'
        : sms && person.phone !== null && needsSms(person)
          ? 'right-sms-next'
          : 'right';
    const state = nextSignInState('password', event);
    // The failures stay counted until all is right: else a known password would give endless tries at the code.
    if (state !== 'totp' && state !== 'sms') return this.#letIn('password', person.id, now);
    let phone: string | undefined;
    if (state === 'sms' && sms && person.phone !== null) {
      phone = sealer.open(person.phone, `person.phone ${person.id}`);
      const code = await codes.issue({ purpose: 'sign-in', subject: person.id }, { now, validMs: smsCodeMs });
      const validMinutes = smsCodeMs / 60_000;
      await sms.send({ phone, purpose: 'sign-in', code, validMinutes, language: 'zh-CN' });
    }
    const challenge = sealer.seal(
      JSON.stringify({
        person: person.id,
        factor: state,
        until: now.getTime() + challengeMs,
        version: person.version,
      }),
      challengeContext,
    );
    return { state, personId: person.id, challenge, phone: phone && maskedPhone(phone) };
  }

  async #letIn(from: SignInState, personId: string, now: Date): Promise<SignInResult> {
    if (!(await clearFailures(this.#tools.database.db, personId, now)))
      return refused(from, 'shut-out', 'locked-out', personId);
    const state = nextSignInState(from, 'right');
    if (state !== 'signed-in') throw new RangeError(`sign-in: ${state} is not signed in`);
    return { state, personId };
  }

  /** One statement keeps the step: of two who come with the same code one gets in. */
  async #tryTotp(person: Row<'person'>, code: string, now: Date): Promise<SignInRefusal | undefined> {
    const { sealer, database } = this.#tools;
    if (person.totp_secret === null) return 'too-late';
    const secret = sealer.open(person.totp_secret, `person.totp_secret ${person.id}`);
    const verdict = verifyTotp(secret, code, { lastStep: person.totp_last_step, now: now.getTime() });
    if (!verdict.ok) return verdict.problem === 'used' ? 'used-code' : 'wrong-code';
    const taken = await database.db
      .updateTable('person')
      .set({ totp_last_step: verdict.step })
      .where('id', '=', person.id)
      .where((is) => is.or([is('totp_last_step', 'is', null), is('totp_last_step', '<', verdict.step)]))
      .returning('id')
      .executeTakeFirst();
    return taken ? undefined : 'used-code';
  }

  async #trySms(person: Row<'person'>, code: string, now: Date): Promise<SignInRefusal | undefined> {
    const verdict = await this.#tools.codes.verify({ purpose: 'sign-in', subject: person.id }, code, now);
    if (verdict === 'right') return undefined;
    return verdict === 'wrong' ? 'wrong-code' : 'too-late';
  }

  #openChallenge(challenge: string): z.infer<typeof challengeShape> | undefined {
    try {
      return challengeShape.parse(JSON.parse(this.#tools.sealer.open(challenge, challengeContext)));
    } catch {
      return undefined;
    }
  }

  #byLogin(login: string): Promise<Row<'person'> | undefined> {
    return this.#tools.database.db
      .selectFrom('person')
      .selectAll()
      .where(sql`lower(login)`, '=', sql`lower(${login.trim()})`)
      .executeTakeFirst();
  }

  #byId(id: string): Promise<Row<'person'> | undefined> {
    return this.#tools.database.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
  }
}

const isLocked = ({ locked_until }: Row<'person'>, now: Date): boolean =>
  locked_until !== null && locked_until > now;

function refused(from: SignInState, event: SignInEvent, why: SignInRefusal, personId?: string): SignInResult {
  if (nextSignInState(from, event) !== 'refused') throw new RangeError(`sign-in: ${event} does not refuse`);
  return { state: 'refused', why, personId };
}
