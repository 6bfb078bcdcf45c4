import { fileURLToPath } from 'node:url';
import type { TargetName } from './options.ts';
import type { Outcome } from './Outcome.ts';
import { WatchedProcess } from './WatchedProcess.ts';

const scripts: Record<TargetName, string> = {
  decoders: './decoderProcess.ts',
  archive: './archiveProcess.ts',
};
/** Of the process with its workers, and with its Orthanc; 512 MB are allowed for the pixels of one frame. */
const limitBytes = 2 * 2 ** 30;
/** Several jobs and requests, each with its own limit. */
const withinMs = 45_000;
const startWithinMs = 120_000;

/** Where mutations are tried: a process that is replaced when it ends, which is a failure. */
export class Target {
  readonly name: TargetName;
  #process: Promise<WatchedProcess> | undefined;
  #mostBytes = 0;

  constructor(name: TargetName) {
    this.name = name;
  }

  /** The most memory that it has held so far. */
  get mostBytes(): number {
    return this.#mostBytes;
  }

  async try(bytes: Uint8Array): Promise<Outcome> {
    this.#process ??= this.#start();
    const process = await this.#process;
    const answer = await process.ask<Outcome>({ bytes }, withinMs);
    this.#mostBytes = Math.max(this.#mostBytes, process.mostBytes);
    if ('kind' in answer) return answer;
    this.#process = undefined;
    process.child.kill('SIGKILL');
    return { kind: 'failed', why: answer.failed };
  }

  async close(): Promise<void> {
    await (await this.#process)?.close();
  }

  async #start(): Promise<WatchedProcess> {
    const process = new WatchedProcess(
      fileURLToPath(new URL(scripts[this.name], import.meta.url)),
      limitBytes,
    );
    const ready = await process.ask<'ready'>(undefined, startWithinMs);
    if (ready !== 'ready') throw new Error(`${this.name} could not be started: ${ready.failed}`);
    return process;
  }
}
