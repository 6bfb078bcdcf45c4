import { fileURLToPath } from 'node:url';
import type { TargetName } from './options.ts';
import type { Outcome } from './Outcome.ts';
import { WatchedProcess, type MemoryLimits } from './WatchedProcess.ts';

const scripts: Record<TargetName, string> = {
  decoders: './decoderProcess.ts',
  archive: './archiveProcess.ts',
};
const gigabyte = 2 ** 30;
/**
 * Decoding may take 512 MB for the pixels of one frame, several times over. Orthanc (1.10) reserves what the length of an
 * element announces, which is 4 GB at most, before it finds that the file ends; it gives it back.
 */
const limits = { own: 2 * gigabyte, children: 5 * gigabyte };
/** Several jobs and requests, each with its own limit. */
const withinMs = 45_000;
const startWithinMs = 120_000;

/** Where mutations are tried: a process that is replaced when it ends, which is a failure. */
export class Target {
  readonly name: TargetName;
  #process: Promise<WatchedProcess> | undefined;
  #most: Readonly<MemoryLimits> = { own: 0, children: 0 };

  constructor(name: TargetName) {
    this.name = name;
  }

  /** The most memory that its processes have held so far. */
  get most(): Readonly<MemoryLimits> {
    return this.#most;
  }

  async try(bytes: Uint8Array): Promise<Outcome> {
    this.#process ??= this.#start();
    const process = await this.#process;
    const answer = await process.ask<Outcome>({ bytes }, withinMs);
    const { own, children } = process.most;
    this.#most = { own: Math.max(this.#most.own, own), children: Math.max(this.#most.children, children) };
    if ('kind' in answer) return answer;
    this.#process = undefined;
    process.child.kill('SIGKILL');
    return { kind: 'failed', why: answer.failed };
  }

  async close(): Promise<void> {
    await (await this.#process)?.close();
  }

  async #start(): Promise<WatchedProcess> {
    const process = new WatchedProcess(fileURLToPath(new URL(scripts[this.name], import.meta.url)), limits);
    const ready = await process.ask<'ready'>(undefined, startWithinMs);
    if (ready !== 'ready') throw new Error(`${this.name} could not be started: ${ready.failed}`);
    return process;
  }
}
