import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ServerProcessOptions {
  command: string;
  args: readonly string[];
  /** Receives what it prints. */
  log: string;
  /** Whether it answers; may throw as long as it does not. */
  answers: () => Promise<boolean>;
  spawnOptions?: SpawnOptions;
  /** How it is asked to end; default SIGTERM. */
  endSignal?: NodeJS.Signals;
}

const patienceMs = 60_000;

/** A server of this machine as a child process that can be ended, killed and started again. */
export class ServerProcess {
  readonly #options: ServerProcessOptions;
  #child: ChildProcess | undefined;

  constructor(options: ServerProcessOptions) {
    this.#options = options;
    // Nothing is left behind when a test run ends badly.
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when it answers. @throws Error with the end of its log when it does not */
  async start(): Promise<void> {
    const { command, args, log, answers, spawnOptions } = this.#options;
    const output = openSync(log, 'a');
    this.#child = spawn(command, args, { stdio: ['ignore', output, output], ...spawnOptions });
    const until = performance.now() + patienceMs;
    while (!(await answers().catch(() => false))) {
      if (!this.isRunning || performance.now() > until) {
        await this.kill();
        const said = readFileSync(log, 'utf8').split('\n').slice(-15).join('\n');
        throw new Error(`${command} does not answer:\n${said}`);
      }
      await sleep(50);
    }
  }

  end(): Promise<void> {
    return this.#signal(this.#options.endSignal ?? 'SIGTERM');
  }

  kill(): Promise<void> {
    return this.#signal('SIGKILL');
  }

  /** It stands still, its connections open. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || !this.isRunning) return;
    const offspring = childrenOf(child.pid);
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    // PostgreSQL's processes outlive their killed parent for a moment, in which it cannot be started again.
    const until = performance.now() + patienceMs;
    while (offspring.some(isAlive) && performance.now() < until) await sleep(10);
  }
}

/** The processes it started itself; none where the system does not say. */
function childrenOf(pid: number | undefined): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    return [];
  }
}

/** Not one that has ended and waits for somebody to ask how. */
function isAlive(pid: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
