/** One piece of work that is shown while it goes on. */
export interface Step {
  /** a few words on what is being done just now, in place of the last ones */
  update(detail: string): void;
  done(detail?: string): void;
  fail(): void;
}

export interface Progress {
  step(title: string): Step;
  /** a line of its own, past the steps */
  line(text: string): void;
}

/** Shows steps on `stream`: one living line on a terminal, plain lines now and then elsewhere (logs, CI). */
export function createProgress(stream: NodeJS.WriteStream): Progress;
