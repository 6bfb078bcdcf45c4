import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const everyMs = 100;

/** A program of Node that is looked after: what it holds of memory, with its children, and how it ended. */
export class WatchedProcess {
  readonly child: ChildProcess;
  readonly #timer: NodeJS.Timeout;
  #mostBytes = 0;
  #tooMuch = false;

  /** @param limitBytes of resident memory, for it and its children together; with more it is killed */
  constructor(script: string, limitBytes: number) {
    this.child = spawn(process.execPath, [script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#timer = setInterval(() => {
      const { pid } = this.child;
      if (pid === undefined) return;
      const bytes = residentBytes(pid);
      this.#mostBytes = Math.max(this.#mostBytes, bytes);
      if (bytes <= limitBytes) return;
      this.#tooMuch = true;
      this.child.kill('SIGKILL');
    }, everyMs);
    this.child.once('exit', () => clearInterval(this.#timer));
  }

  get mostBytes(): number {
    return this.#mostBytes;
  }

  /** In words; undefined while it runs. */
  get ended(): string | undefined {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) return undefined;
    if (this.#tooMuch) return `it took ${Math.round(this.#mostBytes / 2 ** 20)} MB of memory`;
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

/** Of a process and all below it; 0 where the system does not tell (only Linux does it in this way). */
function residentBytes(pid: number): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean),
    );
    return Number(kilobytes) * 1024 + children.reduce((sum, child) => sum + residentBytes(Number(child)), 0);
  } catch {
    return 0;
  }
}
