import { Piscina } from 'piscina';
import type { FrameJob, FrameResult } from './jobs.ts';

/** Of JavaScript in a worker; pixels are outside of it, and limited by decodeFrame. */
const heapMegabytes = 512;

/** The worker threads, one job each at a time. What dies is replaced, and takes no other job along. */
export class FrameWorkers {
  readonly #piscina: Piscina<FrameJob, FrameResult>;
  readonly #timeoutMs: number;

  /** @param timeoutMs a job that takes longer costs its worker the life */
  constructor(threads: number, timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#piscina = new Piscina({
      filename: new URL('./frameWorker.ts', import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
  }

  /** @returns the result, or in words how the worker failed; what is wrong with the frame only is a result */
  async run(encoded: Uint8Array, job: Omit<FrameJob, 'encoded'>): Promise<FrameResult | string> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
    try {
      // A copy of its own goes over: the caller's bytes may be cached, or part of a larger buffer.
      const own = new Uint8Array(encoded);
      const options = { transferList: [own.buffer], signal: timeout.signal };
      const result = await this.#piscina.run({ ...job, encoded: own }, options);
      const unforeseen = result.kind === 'failed' && result.error.type === 'other';
      return unforeseen ? `failed: ${result.error.reason}` : result;
    } catch (error) {
      return timeout.signal.aborted ? `gave up after ${this.#timeoutMs} ms` : `died: ${String(error)}`;
    } finally {
      clearTimeout(timer);
    }
  }

  close(): Promise<void> {
    return this.#piscina.destroy();
  }
}
