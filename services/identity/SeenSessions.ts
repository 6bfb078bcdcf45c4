import type { Sessions } from './Sessions.ts';

/** After the moment in which many begin, which has better things to do. */
const gatherMs = 1000;

/** Writes down which sessions are in use: of all that are told within a second by one statement. */
export class SeenSessions {
  readonly #sessions: Pick<Sessions, 'seen'>;
  readonly #onProblem: (error: Error) => void;
  readonly #ids = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  /** When the first of them was seen, milliseconds since 1970: of the others it is a little too early, never too late. */
  #since = Infinity;

  constructor(sessions: Pick<Sessions, 'seen'>, onProblem: (error: Error) => void) {
    this.#sessions = sessions;
    this.#onProblem = onProblem;
  }

  /** @param at milliseconds since 1970 */
  note(sessionId: string, at: number): void {
    this.#ids.add(sessionId);
    this.#since = Math.min(this.#since, at);
    this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Resolves when what was noted is written, or could not be and is told. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#ids.size === 0) return;
    const [ids, since] = [[...this.#ids], new Date(this.#since)];
    this.#ids.clear();
    this.#since = Infinity;
    await this.#sessions.seen(ids, since).catch(this.#onProblem);
  }
}
