import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { sameText, tokenHash, type Sealer } from '../crypto/index.ts';
import {
  OidcError,
  PersonError,
  type ExternalIdentity,
  type ExternalPeople,
  type OidcProvider,
  type Person,
  type SignInResult,
} from '../identity/index.ts';
import type { AuditEvent } from '../audit/index.ts';
import type { AccountTools } from './AccountTools.ts';
import { audited, type Doer } from './audited.ts';
import type { Client, SignInDesk } from './SignInDesk.ts';

/** What who comes back from the provider is told. Why exactly is for the audit trail. */
export type OidcProblem =
  /** Not begun in this browser, too long ago, or finished already. */
  | 'over'
  /** By themselves, at the provider. */
  | 'cancelled'
  /** What the provider has sent is not good. */
  | 'provider-refused'
  | 'provider-away'
  /** This account cannot be used. */
  | 'refused';

export type OidcAnswer =
  | { readonly ok: true; readonly token: string; readonly to: string }
  | { readonly ok: false; readonly problem: OidcProblem; readonly to?: string | undefined };

export interface OidcDeskTools {
  accounts: AccountTools;
  provider: OidcProvider;
  external: ExternalPeople;
  signInDesk: SignInDesk;
  sealer: Sealer;
}

/** Between going to the provider and coming back, in milliseconds. */
export const oidcFlowMs = 10 * 60_000;

const flowShape = z.strictObject({
  id: z.uuid(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Of the page to go on with. */
  to: z.string(),
  until: z.number(),
  formerSession: z.uuid().optional(),
});
type Flow = z.infer<typeof flowShape>;

const flowContext = 'sign-in by OpenID Connect';

/**
 * Signing in at the hospital's provider of OpenID Connect. What was begun goes with the browser, sealed: nothing is kept for who does not
 * come back, and what comes back in another browser is not taken.
 */
export class OidcDesk {
  readonly #tools: OidcDeskTools;

  constructor(tools: OidcDeskTools) {
    this.#tools = tools;
  }

  /**
   * @param to the page to go on with
   * @returns where the browser has to go, and what it has to come back with
   * @throws OidcError `away`
   */
  async begin(to: string, { formerSession }: Client): Promise<{ address: string; flow: string }> {
    const { provider, sealer, accounts } = this.#tools;
    const { address, secrets } = await provider.begin();
    const until = accounts.clock() + oidcFlowMs;
    const flow: Flow = {
      ...{ id: randomUUID(), ...secrets, to, until },
      ...(formerSession !== undefined && { formerSession }),
    };
    return { address, flow: sealer.seal(JSON.stringify(flow), flowContext) };
  }

  /**
   * @param sealed what `begin` has given to this browser
   * @param answer the query that the provider has sent it back with
   * @throws AuditUnavailable: then nobody is signed in
   */
  async finish(
    sealed: string | undefined,
    answer: URLSearchParams,
    client: Omit<Client, 'formerSession'>,
  ): Promise<OidcAnswer> {
    const flow = this.#open(sealed);
    const to = flow?.to;
    // Whoever sends a browser here with an answer of their own does not end what that browser has begun.
    if (!flow || !isAnswerOf(flow, answer)) {
      await this.#refused('not-begun-here', client);
      return { ok: false, problem: 'over', to };
    }
    if (this.#tools.accounts.clock() >= flow.until || !(await this.#useUp(flow))) {
      await this.#refused('used-or-too-late', client);
      return { ok: false, problem: 'over', to };
    }
    const identity = await this.#identity(answer, flow, client);
    if (typeof identity === 'string') return { ok: false, problem: identity, to };
    const result = await this.#enter(identity, client);
    const { formerSession } = flow;
    const by = { oidc: identity.issuer };
    const signedIn = await this.#tools.signInDesk.conclude(result, { ...client, formerSession }, { by });
    return signedIn.state === 'signed-in'
      ? { ok: true, token: signedIn.token, to: flow.to }
      : { ok: false, problem: 'refused', to };
  }

  /** Where who has signed out here signs out of the provider too; undefined where they do not. */
  async signOutAddress(personId: string): Promise<string | undefined> {
    const { provider, external } = this.#tools;
    return (await external.has(personId)) ? provider.signOutAddress() : undefined;
  }

  async #identity(
    answer: URLSearchParams,
    flow: Flow,
    client: Omit<Client, 'formerSession'>,
  ): Promise<ExternalIdentity | OidcProblem> {
    try {
      return await this.#tools.provider.finish(answer, flow);
    } catch (error) {
      if (!(error instanceof OidcError)) throw error;
      this.#tools.accounts.onProblem(new Error(`sign-in by OpenID Connect: ${error.message}`));
      await this.#refused(`provider-${error.problem}`, client, error.message);
      return error.problem === 'cancelled' ? 'cancelled' : `provider-${error.problem}`;
    }
  }

  /** Who it is here: made where they come for the first time, with the role that the provider gives, if it gives any. */
  async #enter(identity: ExternalIdentity, client: Omit<Client, 'formerSession'>): Promise<SignInResult> {
    const { external, accounts } = this.#tools;
    const before = await external.find(identity);
    const person = before ?? (await this.#add(identity, client));
    const now = new Date(accounts.clock());
    const refused = (why: 'disabled' | 'locked-out' | 'last-administrator'): SignInResult => ({
      ...{ state: 'refused', personId: person.id, why },
    });
    if (person.disabledAt) return refused('disabled');
    if (person.lockedUntil && person.lockedUntil > now) return refused('locked-out');
    try {
      if (identity.role !== undefined && identity.role !== person.role)
        await this.#changeRole(person, identity.role, client);
    } catch (error) {
      // They have lost the role, and are nobody here who could be let in as something else.
      if (error instanceof PersonError && error.problem === 'last-administrator')
        return refused('last-administrator');
      throw error;
    }
    return { state: 'signed-in', personId: person.id };
  }

  #add(identity: ExternalIdentity, client: Omit<Client, 'formerSession'>): Promise<Person> {
    const { issuer, login, role = 'none' } = identity;
    return this.#changing(
      { type: 'userSecurityAttributesChanged', action: 'C' },
      { what: 'new person', by: { oidc: issuer }, login: login?.slice(0, 200), role },
      client,
      () => this.#tools.external.add(identity),
    );
  }

  async #changeRole(
    person: Person,
    role: Person['role'] & ExternalIdentity['role'],
    client: Omit<Client, 'formerSession'>,
  ): Promise<void> {
    const { accounts, provider } = this.#tools;
    const { id, version, login, name, phone, institutions, departments, role: former } = person;
    const input = {
      login,
      name,
      phone,
      institutions: [...institutions],
      departments: [...departments],
      role,
    };
    await this.#changing(
      { type: 'securityRolesChanged', action: 'U' },
      { what: 'person', by: { oidc: provider.issuer }, person: id, login, role, former },
      client,
      () => accounts.people.update(id, version, input),
    );
    accounts.cache.dropPerson(id);
  }

  #changing<T>(
    event: Pick<AuditEvent, 'type' | 'action'>,
    detail: Record<string, unknown>,
    { address }: Omit<Client, 'formerSession'>,
    act: () => Promise<T>,
  ): Promise<T> {
    const doer: Doer = { actor: { kind: 'system', id: 'yunying' }, address };
    return audited(this.#tools.accounts.audit, doer, { event: 'securityAlert', ...event, detail }, act);
  }

  async #refused(
    why: string,
    { address }: Omit<Client, 'formerSession'>,
    reason?: string | undefined,
  ): Promise<void> {
    const { accounts, provider } = this.#tools;
    await accounts.audit.append({
      ...{ event: 'userAuthentication', type: 'login', action: 'E', outcome: 4 },
      ...{ actor: { kind: 'anonymous' }, address },
      detail: { why, by: { oidc: provider.issuer }, ...(reason !== undefined && { reason }) },
    });
  }

  #open(sealed: string | undefined): Flow | undefined {
    if (sealed === undefined) return undefined;
    try {
      return flowShape.parse(JSON.parse(this.#tools.sealer.open(sealed, flowContext)));
    } catch {
      return undefined;
    }
  }

  /** Once, in whichever process. @returns whether it was the first time */
  async #useUp({ id, state, until }: Flow): Promise<boolean> {
    const { accounts } = this.#tools;
    const now = new Date(accounts.clock());
    const row = await accounts.database.db
      .insertInto('one_time')
      .values({
        ...{ id, purpose: 'oidc', subject: id, code_hmac: tokenHash(state) },
        ...{ created_at: now, expires_at: new Date(until), used_at: now },
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    return row !== undefined;
  }
}

function isAnswerOf({ state }: Flow, answer: URLSearchParams): boolean {
  const [given, second] = answer.getAll('state');
  return given !== undefined && second === undefined && sameText(given, state);
}
