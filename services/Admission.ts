import { LRUCache } from 'lru-cache';
import { addressesWithin, type Principal } from './access/index.ts';
import { askedTogether } from './askedTogether.ts';
import {
  sessionOfKey,
  type ApiKeys,
  type LiveSession,
  type Session,
  type SessionCache,
  type Sessions,
  type Tickets,
} from './identity/index.ts';

/** What somebody came with. */
export interface Credential {
  readonly kind: 'cookie' | 'authorization';
  /** The token or key itself. */
  readonly token: string;
  /** The raw header: the same text is the same answer, as long as that holds. */
  readonly header: string;
}

export interface AdmissionTools {
  sessions: Sessions;
  keys: ApiKeys;
  tickets: Tickets;
  cache: SessionCache;
  /** milliseconds since 1970 */
  clock: () => number;
  /** In the order of the sessions. */
  principalsOf(sessions: readonly Session[], now: Date): Promise<readonly (Principal | undefined)[]>;
}

interface Found {
  readonly session: Session | undefined;
  readonly principal: Principal | undefined;
}

/** How long is remembered that a header is worth nothing: what has ended does not begin again. */
const refusedKeptMs = 10_000;
const token = /^[A-Za-z0-9_-]{43}$/;

/** Who comes with a cookie or an Authorization: at once where that is known, else the database is asked. */
export class Admission {
  readonly #tools: AdmissionTools;
  readonly #refused = new LRUCache<string, true>({ max: 10_000, ttl: refusedKeptMs });
  /** A page asks for a hundred things at once: one look into the database does for all. */
  readonly #finding = new Map<string, Promise<LiveSession | undefined>>();

  /** Whose session a token is of. */
  readonly #look: (token: string) => Promise<Found>;

  constructor(tools: AdmissionTools) {
    this.#tools = tools;
    this.#look = askedTogether((tokens) => this.#lookUp(tokens));
  }

  /** @param header Cookie or Authorization, as it came @returns undefined where `find` has to be asked */
  known(header: string, now: number): LiveSession | undefined {
    return this.#tools.cache.get(header, now);
  }

  /** Whether it is known that nobody comes with this. */
  isRefused(header: string): boolean {
    return this.#refused.has(header);
  }

  /** @returns undefined where the session has ended, or there is none @throws what the database throws */
  find(credential: Credential, address: string | undefined): Promise<LiveSession | undefined> {
    const asked = `${address ?? ''} ${credential.header}`;
    const running = this.#finding.get(asked);
    if (running) return running;
    const finding = this.#find(credential, address).finally(() => this.#finding.delete(asked));
    this.#finding.set(asked, finding);
    return finding;
  }

  /**
   * Who comes with a ticket in the address.
   * @param path that is asked for, without the query
   * @returns undefined where it is not for this path, or no more @throws what the database throws
   */
  async findTicket(ticket: string, path: string): Promise<LiveSession | undefined> {
    if (!token.test(ticket)) return undefined;
    const { cache, clock, principalsOf, sessions, tickets } = this.#tools;
    const before = cache.ticket;
    const now = clock();
    const id = await tickets.find(ticket, path, new Date(now));
    const session = id === undefined ? undefined : await sessions.running(id, new Date(now));
    const [principal] = session ? await principalsOf([session], new Date(now)) : [];
    if (!session || !principal) return undefined;
    // So that what is decided and counted is kept with the session; by no text that a header could have.
    return cache.remember(`\nticket of ${session.id}`, session, principal, { ticket: before, now });
  }

  async #find(credential: Credential, address: string | undefined): Promise<LiveSession | undefined> {
    const { clock } = this.#tools;
    // Before the database is asked: what is dropped meanwhile must not come back with its answer.
    const { ticket } = this.#tools.cache;
    const now = clock();
    if (credential.kind === 'authorization' && credential.token.startsWith('yyk_'))
      return this.#findKey(credential, address, ticket, now);
    if (!token.test(credential.token)) return this.#refuse(credential);
    const { session, principal } = await this.#look(credential.token);
    // A stolen cookie is no key for programs, and what was given to an iframe is no cookie.
    if (!session || (session.kind === 'browser') !== (credential.kind === 'cookie'))
      return this.#refuse(credential);
    if (!principal) return this.#refuse(credential);
    return this.#tools.cache.remember(credential.header, session, principal, { ticket, now });
  }

  async #lookUp(tokens: readonly string[]): Promise<Found[]> {
    const { clock, principalsOf, sessions } = this.#tools;
    const now = new Date(clock());
    const found = await sessions.findAll(tokens, now);
    const running = found.filter((session) => session !== undefined);
    const principals = await principalsOf(running, now);
    const of = new Map(running.map((session, at) => [session, principals[at]]));
    return found.map((session) => ({ session, principal: session && of.get(session) }));
  }

  #refuse({ header }: Credential): undefined {
    this.#refused.set(header, true);
    return undefined;
  }

  async #findKey(
    credential: Credential,
    address: string | undefined,
    ticket: number,
    now: number,
  ): Promise<LiveSession | undefined> {
    const at = new Date(now);
    const verdict = await this.#tools.keys.verify(credential.token, { address, now: at });
    // From another address it may be good.
    if (!verdict.ok) return verdict.problem === 'address' ? undefined : this.#refuse(credential);
    const { key, principal } = verdict;
    const within = key.addresses.length > 0 ? addressesWithin(key.addresses) : undefined;
    return this.#tools.cache.remember(credential.header, sessionOfKey(key, at), principal, {
      ticket,
      now,
      mayComeFrom: within && ((from) => from !== undefined && within(from)),
    });
  }
}
