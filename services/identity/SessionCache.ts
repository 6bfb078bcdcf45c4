import { StudyDecisions, type Decision, type Principal, type StudyFacts } from '../access/index.ts';
import type { Tally } from '../audit/index.ts';
import type { Changes } from '../database/index.ts';
import { topics } from './policyEpoch.ts';
import type { Session } from './Sessions.ts';

/** A decision, with what makes it quick to find out that it still is about the same thing. */
export interface KeptDecision extends Decision {
  readonly facts: StudyFacts;
  /** What the facts were read from: with the same object they are the same. */
  study: object;
  /** Where what is read by it is counted; undefined as long as nothing was. */
  tally: Tally | undefined;
}

/** A session that is running, with what was found out about it. */
export interface LiveSession {
  readonly session: Session;
  readonly principal: Principal;
  readonly decisions: StudyDecisions<KeptDecision>;
  /** Whether it may be used from an address; undefined: from any. */
  readonly mayComeFrom?: ((address: string | undefined) => boolean) | undefined;
  /** milliseconds since 1970 */
  lastSeen: number;
  /** The last `lastSeen` that was told. */
  lastTold: number;
}

export interface SessionCacheOptions {
  /** How many are kept. The one that was not told of longest goes first. */
  atMost?: number;
  /** Told now and then that a session is in use, to be written down. Default: nobody. */
  onSeen?: (sessionId: string, at: number) => void;
}

/** How often the use of a session is told; other processes may take it for idle by so much too early. */
export const seenEveryMs = 60_000;
/** How long what is remembered is trusted while it cannot be heard what others revoke. */
export const trustedWithoutNewsMs = 2000;

/**
 * The sessions of this process by the raw text of the header they came with (Cookie or Authorization): for each frame one
 * look into a Map, no parsing, no hash, no waiting. It holds only what was valid when it was looked up in the database;
 * whatever may have changed that is dropped.
 */
export class SessionCache {
  readonly #byHeader = new Map<string, LiveSession>();
  /** The same cookie comes in several texts, beside other cookies. */
  readonly #byId = new Map<string, { live: LiveSession; headers: Set<string> }>();
  readonly #atMost: number;
  readonly #onSeen: (sessionId: string, at: number) => void;
  /** Milliseconds since 1970 from which on nothing is trusted; Infinity: news is heard. */
  #trustedUntil = Infinity;
  #drops = 0;

  constructor({ atMost = 20_000, onSeen = () => undefined }: SessionCacheOptions = {}) {
    this.#atMost = atMost;
    this.#onSeen = onSeen;
  }

  /**
   * @param header raw, as it came
   * @param now milliseconds since 1970
   * @returns undefined where the database has to be asked
   */
  get(header: string, now: number): LiveSession | undefined {
    const live = this.#byHeader.get(header);
    if (live === undefined) return undefined;
    if (now >= this.#trustedUntil) {
      this.clear();
      return undefined;
    }
    const { session } = live;
    const { until } = live.principal;
    if (
      now >= session.expiresAt.getTime() ||
      now - live.lastSeen >= session.idleMs ||
      (until !== undefined && now >= until)
    ) {
      this.dropSession(session.id);
      return undefined;
    }
    live.lastSeen = now;
    if (this.#tell(live)) {
      // Behind the others, once a minute rather than each time.
      this.#byHeader.delete(header);
      this.#byHeader.set(header, live);
    }
    return live;
  }

  /** To be taken before the database is asked, and given to `remember`. */
  get ticket(): number {
    return this.#drops;
  }

  /**
   * Keeps what the database answered.
   * @param ticket from before it was asked: if anything was dropped since, the answer may be out of date, and is not kept
   * @param now milliseconds since 1970
   */
  remember(
    header: string,
    session: Session,
    principal: Principal,
    { ticket, now, mayComeFrom }: { ticket: number; now: number; mayComeFrom?: LiveSession['mayComeFrom'] },
  ): LiveSession {
    const known = this.#byId.get(session.id);
    const live = known?.live ?? {
      session,
      principal,
      decisions: new StudyDecisions<KeptDecision>(),
      mayComeFrom,
      lastSeen: now,
      lastTold: session.lastSeenAt.getTime(),
    };
    live.lastSeen = Math.max(live.lastSeen, now);
    this.#tell(live);
    if (ticket !== this.#drops || now >= this.#trustedUntil) return live;
    this.#byHeader.set(header, live);
    if (known) known.headers.add(header);
    else this.#byId.set(session.id, { live, headers: new Set([header]) });
    if (this.#byHeader.size > this.#atMost) {
      const [oldest] = this.#byHeader.keys();
      if (oldest !== undefined) this.#forget(oldest);
    }
    return live;
  }

  dropSession(id: string): void {
    this.#drops += 1;
    for (const header of this.#byId.get(id)?.headers ?? []) this.#byHeader.delete(header);
    this.#byId.delete(id);
  }

  dropPerson(personId: string): void {
    this.#drops += 1;
    for (const { live } of [...this.#byId.values()])
      if (live.session.personId === personId) this.dropSession(live.session.id);
  }

  dropHis(hisId: string): void {
    this.#drops += 1;
    for (const { live } of [...this.#byId.values()])
      if (live.session.hisId === hisId) this.dropSession(live.session.id);
  }

  clear(): void {
    this.#drops += 1;
    this.#byHeader.clear();
    this.#byId.clear();
  }

  /** How many headers are known. */
  get size(): number {
    return this.#byHeader.size;
  }

  /**
   * Drops what is revoked or changed, here and elsewhere. While that cannot be heard, nothing that is remembered is
   * trusted longer than two seconds.
   * @param clock milliseconds since 1970
   * @returns ends it
   */
  follow(changes: Changes, clock: () => number = Date.now): () => void {
    const connected = (isConnected: boolean) => {
      // What was announced meanwhile nobody heard.
      if (isConnected) this.clear();
      this.#trustedUntil = isConnected ? Infinity : clock() + trustedWithoutNewsMs;
    };
    connected(changes.isConnected);
    return changes.listen({
      changed: (topic, detail) => {
        if (topic === topics.session) this.dropSession(detail);
        else if (topic === topics.person) this.dropPerson(detail);
        else if (topic === topics.his) this.dropHis(detail);
      },
      connected,
    });
  }

  #tell(live: LiveSession): boolean {
    if (live.lastSeen - live.lastTold < Math.min(seenEveryMs, live.session.idleMs / 2)) return false;
    live.lastTold = live.lastSeen;
    this.#onSeen(live.session.id, live.lastSeen);
    return true;
  }

  #forget(header: string): void {
    const id = this.#byHeader.get(header)?.session.id;
    this.#byHeader.delete(header);
    const known = id === undefined ? undefined : this.#byId.get(id);
    known?.headers.delete(header);
    if (id !== undefined && known?.headers.size === 0) this.#byId.delete(id);
  }
}
