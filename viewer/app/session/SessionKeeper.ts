import { pageSession, type PageSession } from '../../dicomweb/index.ts';
import {
  fetchSession,
  type OidcSignIn,
  type SessionAnswer,
  type SignedInPerson,
} from '../../identity/index.ts';

export type SessionState =
  /** Not asked for yet: the first image goes first. */
  | { readonly status: 'unknown' }
  /** Nobody signs in here: nobody has to, or the session came with the page. */
  | { readonly status: 'none' }
  | {
      readonly status: 'signed-out';
      /** there is no administrator yet */
      readonly setup: boolean;
      readonly oidc?: OidcSignIn | undefined;
    }
  | {
      readonly status: 'signed-in';
      readonly person: SignedInPerson;
      readonly rights: readonly string[];
      readonly sessionId: string;
    };

/** Why reading cannot go on: nobody is signed in any more; or, in another tab, somebody else. */
export type Interruption = 'signed-out' | 'other-person';

export interface SessionKeeperTools {
  session: PageSession;
  fetchSession: () => Promise<SessionAnswer>;
  /** Between the tabs of this browser. */
  channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined;
  /** Milliseconds until it is asked again who is signed in, after there was no answer. */
  retryMs?: number;
}

/** Whose what is kept in the browser is. */
export type KnownReader = Pick<SignedInPerson, 'id'> & Partial<Pick<SignedInPerson, 'name'>>;

type TabMessage = 'signed-in' | 'signed-out';

/** Refusals so soon after the server said that all is well, so often, would go on for ever. */
const loopMs = 1000;
const loops = 3;

/**
 * Who is signed in, and what happens when nobody is any more: `interruption` says that a person has to act, requests wait meanwhile
 * and go on when the same person is back. Dispatches `change`.
 */
export class SessionKeeper extends EventTarget {
  readonly #tools: SessionKeeperTools;
  #state: SessionState = { status: 'unknown' };
  #interruption: Interruption | undefined;
  /** Who has read in this page: their work is in it. */
  #reader: SignedInPerson | undefined;
  #asking: Promise<SessionState> | undefined;
  #resumedAt = -Infinity;
  #resumedInARow = 0;
  readonly #known = Promise.withResolvers<KnownReader | undefined>();

  constructor(tools: SessionKeeperTools) {
    super();
    this.#tools = tools;
    tools.session.addEventListener('signed-out', () => void this.#onSignedOut());
    // The page's first requests go out before all this is there.
    if (tools.session.isOver) void this.#onSignedOut();
    tools.channel?.addEventListener('message', (event) => {
      if ((event as MessageEvent<TabMessage>).data === 'signed-out') {
        if (this.#state.status === 'signed-in') void tools.session.end();
      } else if (this.#state.status !== 'unknown') void this.#lookAnew();
    });
  }

  get state(): SessionState {
    return this.#state;
  }

  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  /** Who has read in this page, signed in or not any more. */
  get reader(): SignedInPerson | undefined {
    return this.#reader;
  }

  /** Resolves once somebody reads, with undefined where nobody has to sign in. */
  get known(): Promise<KnownReader | undefined> {
    return this.#known.promise;
  }

  /** Asks once who is signed in; until there is an answer. */
  begin(): void {
    if (this.#state.status === 'unknown') void this.#look();
  }

  /** Somebody has just signed in here: what waits goes on, if it is the one who has read here before. */
  async signedIn(): Promise<void> {
    this.#tell('signed-in');
    await this.#lookAnew();
  }

  /** Has just signed out here. */
  signedOut(): void {
    this.#tell('signed-out');
  }

  /** What has changed of the person, of their own account. */
  async refresh(): Promise<void> {
    await this.#lookAnew();
  }

  async #onSignedOut(): Promise<void> {
    // Of pages with a token whoever gave it has to give another one.
    if (this.#tools.session.token !== undefined) return;
    await this.#lookAnew();
  }

  /** What is being asked already may be answered with what was before. */
  async #lookAnew(): Promise<void> {
    await this.#asking;
    await this.#look();
  }

  /** Never rejects: where there is no answer it is asked again. */
  #look(): Promise<SessionState> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<SessionState> {
    const { fetchSession: fetchAnswer, retryMs = 3000 } = this.#tools;
    for (;;) {
      try {
        return this.#take(await fetchAnswer());
      } catch {
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  #take(answer: SessionAnswer): SessionState {
    const { session } = this.#tools;
    if (answer.auth === 'none' || (answer.signedIn && !answer.person)) {
      this.#state = { status: 'none' };
      // Of no person: what is kept in the browser is this session's alone.
      this.#known.resolve(answer.auth === 'none' ? undefined : { id: `session:${answer.session.id}` });
      // Refused by something else than a session that is over.
      if (session.isOver) session.resume(false);
    } else if (!answer.signedIn || !answer.person) {
      const was = this.#state.status;
      const { setup = false, oidc } = answer.signedIn ? {} : answer;
      this.#state = { status: 'signed-out', setup, ...(oidc && { oidc }) };
      if (session.isOver || was === 'signed-in') this.#interrupt('signed-out');
    } else {
      const { person, rights } = answer;
      this.#state = { status: 'signed-in', person, rights, sessionId: answer.session.id };
      if (this.#reader && this.#reader.id !== person.id) this.#interrupt('other-person');
      else this.#goOn(person);
    }
    this.#changed();
    return this.#state;
  }

  #goOn(person: SignedInPerson): void {
    const { session } = this.#tools;
    this.#reader = person;
    this.#interruption = undefined;
    this.#known.resolve(person);
    if (!session.isOver) return;
    const now = performance.now();
    this.#resumedInARow = now - this.#resumedAt > loopMs ? 0 : this.#resumedInARow + 1;
    this.#resumedAt = now;
    session.resume(this.#resumedInARow < loops);
  }

  #interrupt(why: Interruption): void {
    this.#interruption = why;
    // Nothing of the one who has read is sent in the name of another.
    void this.#tools.session.end();
  }

  #tell(message: TabMessage): void {
    this.#tools.channel?.postMessage(message);
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}

let keeper: SessionKeeper | undefined;

/** In a frame of another site browsers may forbid it. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel('yunying-session');
  } catch {
    return undefined;
  }
}

/** The one of this page. */
export function sessionKeeper(): SessionKeeper {
  keeper ??= new SessionKeeper({
    session: pageSession,
    fetchSession,
    channel: openChannel(),
  });
  return keeper;
}
