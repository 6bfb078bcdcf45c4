import { createFirstAdministrator, type PersonInput, type SignInResult } from '../identity/index.ts';
import type { AuditEvent } from '../audit/index.ts';
import type { AccountTools } from './AccountTools.ts';
import { endSession } from './endSession.ts';

/** Where somebody signs in from. */
export interface Client {
  /** IP address; undefined where it is not known */
  readonly address: string | undefined;
  readonly userAgent: string;
  /** Of the session this browser has had until now: it ends when a new one begins. */
  readonly formerSession?: string | undefined;
}

/** What who signs in is told. Why it did not work is for the audit trail alone. */
export type SignInAnswer =
  | { readonly state: 'signed-in'; readonly token: string; readonly sessionId: string }
  | {
      readonly state: 'totp' | 'sms';
      readonly challenge: string;
      /** all but four digits hidden */
      readonly phone?: string | undefined;
      readonly wrong?: true | undefined;
    }
  | { readonly state: 'refused' };

/** Signing in, with what hangs on it: sessions and the audit trail. */
export class SignInDesk {
  readonly #tools: AccountTools;

  constructor(tools: AccountTools) {
    this.#tools = tools;
  }

  /** @throws PasswordError `busy`; SmsError; AuditUnavailable: then nobody is signed in */
  async withPassword(login: string, password: string, client: Client): Promise<SignInAnswer> {
    const result = await this.#tools.signIn.withPassword(login, password, this.#now());
    return this.conclude(result, client, { login });
  }

  /** @throws AuditUnavailable */
  async withCode(challenge: string, code: string, client: Client): Promise<SignInAnswer> {
    return this.conclude(await this.#tools.signIn.withCode(challenge, code, this.#now()), client);
  }

  /**
   * Makes an administrator by the link of the terminal, and signs them in.
   * @throws ZodError; PersonError `password`, `login-taken`; AuditUnavailable
   */
  async setUp(
    token: string,
    input: Omit<PersonInput, 'role'> & { password: string },
    client: Client,
  ): Promise<SignInAnswer> {
    const { database, people, audit } = this.#tools;
    // Whether it can be written down at all, before somebody is made.
    await audit.check();
    const person = await createFirstAdministrator(database, people, token, input, this.#now());
    await audit.append({
      event: 'securityAlert',
      type: 'userSecurityAttributesChanged',
      action: 'C',
      outcome: person ? 0 : 4,
      actor: person ? { kind: 'person', id: person.id, name: person.login } : { kind: 'anonymous' },
      address: client.address,
      detail: { what: 'administrator by link', login: input.login },
    });
    if (!person) return { state: 'refused' };
    return this.conclude({ state: 'signed-in', personId: person.id }, client, { login: person.login });
  }

  /**
   * What hangs on the end of each way to sign in.
   * @param how for the audit trail: the login that was entered; who else has said that it is them
   * @throws AuditUnavailable: then nobody is signed in
   */
  async conclude(
    result: SignInResult,
    client: Client,
    { login, by }: { login?: string; by?: { readonly oidc: string } } = {},
  ): Promise<SignInAnswer> {
    const { people, audit } = this.#tools;
    if (result.state === 'refused' || ('why' in result && result.why !== undefined)) {
      const { personId, why } = result;
      const actor: AuditEvent['actor'] =
        personId === undefined ? { kind: 'anonymous' } : { kind: 'person', id: personId };
      await audit.append({
        ...{ event: 'userAuthentication', type: 'login', action: 'E', outcome: 4 },
        actor,
        address: client.address,
        detail: { why, ...(login !== undefined && { login: login.slice(0, 200) }), ...(by && { by }) },
      });
    }
    if (result.state === 'refused') return { state: 'refused' };
    if (result.state !== 'signed-in') {
      const { state, challenge, phone, why } = result;
      return { state, challenge, phone, ...(why !== undefined && { wrong: true }) };
    }
    const person = await people.byId(result.personId);
    if (!person) return { state: 'refused' };
    await audit.append({
      ...{ event: 'userAuthentication', type: 'login', action: 'E', outcome: 0 },
      actor: { kind: 'person', id: person.id, name: person.login },
      address: client.address,
      detail: { role: person.role, ...(by && { by }) },
    });
    return this.#begin(person.id, client);
  }

  async #begin(personId: string, client: Client): Promise<SignInAnswer> {
    const { sessions, idleMs, lifeMs } = this.#tools;
    const { token, session } = await sessions.begin({
      owner: { kind: 'browser', personId },
      address: client.address ?? '',
      userAgent: client.userAgent,
      now: this.#now(),
      idleMs,
      lifeMs,
    });
    if (client.formerSession !== undefined) await endSession(this.#tools, client.formerSession, 'sign-in');
    return { state: 'signed-in', token, sessionId: session.id };
  }

  #now(): Date {
    return new Date(this.#tools.clock());
  }
}
