import { describeVerdict, type AuditVerdict } from '../audit/index.ts';

export interface ChainState {
  /** A check that runs: since when, and how many events it has looked at. */
  running: { since: Date; rows: number } | undefined;
  /** What the last one of this process found. */
  last: CheckedChain | undefined;
}

export interface CheckedChain {
  /** when it was finished */
  at: Date;
  rows: number;
  first: number;
  last: number;
  whole: boolean;
  /** the first of what is wrong */
  problems: AuditVerdict['problems'];
}

/** So many are shown; the first says from where on nothing can be relied on. */
const mostShown = 20;

export interface ChainCheckOptions {
  verify: (options: { onProgress: (rows: number) => void; signal: AbortSignal }) => Promise<AuditVerdict>;
  /** Told of a chain that is not whole. */
  onBroken: (verdict: AuditVerdict) => void;
  clock: () => number;
  /** Told of that, and of a check that could not be done. */
  onProblem: (error: Error) => void;
}

/** Checks the chain beside all else, one check at a time: of many events it takes a while. */
export class ChainCheck {
  readonly #options: ChainCheckOptions;
  readonly #ending = new AbortController();
  #running: { since: Date; rows: number; done: Promise<void> } | undefined;
  #last: CheckedChain | undefined;

  constructor(options: ChainCheckOptions) {
    this.#options = options;
  }

  state(): ChainState {
    return {
      running: this.#running && { since: this.#running.since, rows: this.#running.rows },
      last: this.#last,
    };
  }

  /** Begins one, unless one runs. @returns resolves when it has ended, however it has */
  start(): Promise<void> {
    if (this.#running) return this.#running.done;
    const { clock, onProblem } = this.#options;
    const running = { since: new Date(clock()), rows: 0, done: Promise.resolve() };
    running.done = this.#check(running)
      .catch((error: unknown) => {
        if (!this.#ending.signal.aborted) onProblem(error as Error);
      })
      .finally(() => {
        this.#running = undefined;
      });
    this.#running = running;
    return running.done;
  }

  async #check(running: { rows: number }): Promise<void> {
    const { verify, clock, onBroken, onProblem } = this.#options;
    const verdict = await verify({
      onProgress: (rows) => {
        running.rows = rows;
      },
      signal: this.#ending.signal,
    });
    const { rows, first, last, problems } = verdict;
    const whole = problems.length === 0;
    this.#last = {
      ...{ at: new Date(clock()), rows, first, last, whole },
      problems: problems.slice(0, mostShown),
    };
    if (whole) return;
    onProblem(new Error(describeVerdict(verdict)));
    onBroken(verdict);
  }

  /** Ends one that runs. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#running?.done;
  }
}
