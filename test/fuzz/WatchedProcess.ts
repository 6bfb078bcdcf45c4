import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const everyMs = 100;

/** Of resident memory, in bytes. */
export interface MemoryLimits {
  own: number;
  /** of the processes it starts, together */
  children: number;
}

/** A program of Node that is looked after: what it holds of memory, with its children, and how it ended. */
export class WatchedProcess {
  readonly child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  readonly #most: MemoryLimits = { own: 0, children: 0 };
  #tooMuch: string | undefined;

  /** @param limits with more it is killed */
  constructor(script: string, limits: MemoryLimits) {
    this.child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#timer = setInterval(() => {
      const { pid } = this.child;
      if (pid === undefined) return;
      const children = childrenOf(pid).reduce((sum, child) => sum + residentBytes(child), 0);
      const found = { own: residentBytes(pid), children };
      for (const whose of ['own', 'children'] as const) {
        this.#most[whose] = Math.max(this.#most[whose], found[whose]);
        if (found[whose] <= limits[whose]) continue;
        const megabytes = Math.round(found[whose] / 2 ** 20);
        this.#tooMuch = `${whose === 'own' ? 'it' : 'what it started'} took ${megabytes} MB of memory`;
        this.child.kill('SIGKILL');
      }
    }, everyMs);
    this.child.once('exit', () => clearInterval(this.#timer));
  }

  /** What it has held so far. */
  get most(): Readonly<MemoryLimits> {
    return this.#most;
  }

  /** In words; undefined while it runs. */
  get ended(): string | undefined {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) return undefined;
    if (this.#tooMuch !== undefined) return this.#tooMuch;
    return `it ended with ${signalCode ?? `status ${exitCode}`}`;
  }

  /** Asks and waits; an answer that says how it failed, where none comes. */
  async ask<Answer>(question: unknown, withinMs: number): Promise<Answer | { failed: string }> {
    const { child } = this;
    return new Promise((resolve) => {
      const settle = (answer: Answer | { failed: string }): void => {
        clearTimeout(timer);
        child.off('message', settle).off('exit', exited);
        resolve(answer);
      };
      const exited = (): void => settle({ failed: this.ended ?? 'it ended' });
      const timer = setTimeout(() => settle({ failed: `no answer within ${withinMs} ms` }), withinMs);
      child.on('message', settle).on('exit', exited);
      if (this.ended !== undefined) exited();
      else if (question !== undefined) child.send(question as object);
    });
  }

  async close(): Promise<void> {
    if (this.ended !== undefined) return;
    const exit = once(this.child, 'exit');
    this.child.disconnect();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 20_000);
    await exit;
    clearTimeout(timer);
  }
}

/** 0 where the system does not tell (only Linux does it in this way). */
function residentBytes(pid: number): number {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return [];
  }
}
