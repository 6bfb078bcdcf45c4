import type { AuditActor, AuditEvent } from './AuditEvent.ts';

/** What the tally needs of the log. */
export interface TallyLog {
  append(event: AuditEvent): Promise<number>;
  check(): Promise<void>;
  readonly leaseUntil: number;
  readonly isUp: boolean;
}

/** Who looks at what (or brings images into it), from where, by which rule. */
export interface View {
  /** default: `instancesAccessed` */
  event?: 'instancesAccessed' | 'import' | undefined;
  sessionId: string;
  actor: AuditActor;
  address?: string | undefined;
  studyInstanceUid: string;
  patientIndex?: string | undefined;
  rule: string;
}

/** Kept with the decision; who sends a frame, or takes in an instance, adds to it. */
export interface Tally {
  frames: number;
  bytes: number;
}

interface OpenView extends Tally {
  view: View;
  since: number;
  usedAt: number;
  begun: Promise<unknown>;
}

const idleMs = 10 * 60_000;

/**
 * Sums what is read, by session and study. That somebody looks at a study is written down before the first frame goes out;
 * how many frames, every half minute.
 */
export class AccessTally {
  readonly #log: TallyLog;
  readonly #now: () => number;
  readonly #views = new Map<string, OpenView>();
  readonly #timer: NodeJS.Timeout;

  /** @param flushMs how often sums are written and the lease renewed */
  constructor({
    log,
    now = Date.now,
    flushMs = 30_000,
  }: {
    log: TallyLog;
    now?: () => number;
    flushMs?: number;
  }) {
    this.#log = log;
    this.#now = now;
    this.#timer = setInterval(() => void this.flush().catch(() => undefined), flushMs);
    this.#timer.unref();
  }

  /**
   * For each new decision; renews one that runs.
   * @returns once "view began" is durable. The decision must end at `leaseUntil`.
   * @throws AuditUnavailable when it cannot be written down: nothing may be shown
   */
  async begin(view: View): Promise<Tally> {
    const key = keyOf(view);
    let open = this.#views.get(key);
    if (!open) {
      const now = this.#now();
      const begun = this.#log.append(eventOf(view, { phase: 'began' }));
      open = { view, frames: 0, bytes: 0, since: now, usedAt: now, begun };
      this.#views.set(key, open);
    }
    try {
      await open.begun;
    } catch (error) {
      if (this.#views.get(key) === open) this.#views.delete(key);
      throw error;
    }
    // The trail may be back, or the clock has jumped: only writing tells.
    if (this.#now() >= this.#log.leaseUntil) await this.#goOn(open);
    open.usedAt = this.#now();
    return open;
  }

  /** The session has ended: what it has read is written. @throws AuditUnavailable; the sums stay and are tried again */
  async end(sessionId: string): Promise<void> {
    for (const [key, open] of [...this.#views]) {
      if (open.view.sessionId !== sessionId) continue;
      await this.#write(open);
      this.#views.delete(key);
    }
  }

  /** Writes all sums; without any it only asks whether they could be. @throws AuditUnavailable; the sums stay */
  async flush(): Promise<void> {
    const now = this.#now();
    const counted = [...this.#views.values()].filter(({ frames }) => frames > 0);
    if (counted.length === 0) await this.#log.check();
    await Promise.all(counted.map((open) => this.#write(open)));
    for (const [key, open] of [...this.#views])
      if (open.frames === 0 && now - open.usedAt > idleMs) this.#views.delete(key);
  }

  /** @throws AuditUnavailable */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  /** @throws AuditUnavailable */
  async #goOn(open: OpenView): Promise<void> {
    if (open.frames > 0) await this.#write(open);
    else await this.#log.append(eventOf(open.view, { phase: 'goes on' }));
  }

  async #write(open: OpenView): Promise<void> {
    const { frames, bytes, since } = open;
    if (frames === 0) return;
    const now = this.#now();
    // Taken off before, as others count on meanwhile.
    Object.assign(open, { frames: 0, bytes: 0, since: now });
    try {
      const period = { from: new Date(since).toISOString(), to: new Date(now).toISOString() };
      await this.#log.append({ ...eventOf(open.view, { phase: 'sum', ...period }), frames, bytes });
    } catch (error) {
      open.frames += frames;
      open.bytes += bytes;
      open.since = since;
      throw error;
    }
  }
}

const keyOf = ({ event, sessionId, studyInstanceUid }: View): string =>
  `${event ?? ''} ${sessionId} ${studyInstanceUid}`;

const eventOf = ({ event, ...view }: View, detail: Record<string, unknown>): AuditEvent => ({
  event: event ?? 'instancesAccessed',
  action: event === 'import' ? 'C' : 'R',
  outcome: 0,
  ...view,
  detail,
});
