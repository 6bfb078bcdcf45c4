import { nextMessages } from './nextMessages.ts';
import type { EncodedFrame, FrameAnswer, FrameRequest, FrameToFetch } from './frameJobs.ts';
import type { LoadedFrame } from './loadedFrame.ts';

export interface FrameQueueOptions {
  /** Fetched ahead at a time; what somebody waits for does not count. */
  fetches: number;
  fetch: (frame: FrameToFetch, urgent: boolean, signal: AbortSignal) => Promise<EncodedFrame>;
  decode: (frame: EncodedFrame) => Promise<LoadedFrame>;
  answer: (answer: FrameAnswer) => void;
}

interface Job {
  id: number;
  urgent: boolean;
  frame: EncodedFrame | FrameToFetch;
  abort: AbortController;
}

/** A worker's side: fetches a few frames at a time, decodes one after the other, what somebody waits for first. */
export class FrameQueue {
  readonly #options: FrameQueueOptions;
  readonly #toFetch: Job[] = [];
  readonly #toDecode: (Job & { frame: EncodedFrame })[] = [];
  readonly #jobs = new Map<number, Job>();
  /** Being fetched, or fetched and not decoded yet. */
  readonly #ahead = new Set<number>();
  #decoding = false;

  constructor(options: FrameQueueOptions) {
    this.#options = options;
  }

  receive(request: FrameRequest): void {
    const { id } = request;
    switch (request.kind) {
      case 'decode':
      case 'fetch': {
        const { urgent, frame } = request;
        const job: Job = { id, urgent, frame, abort: new AbortController() };
        this.#jobs.set(id, job);
        if ('encoded' in frame) this.#fetched(job, frame);
        else this.#toFetch.push(job);
        break;
      }
      case 'hurry': {
        const job = this.#jobs.get(id);
        if (job) job.urgent = true;
        break;
      }
      case 'withdraw':
        if (!remove(this.#toFetch, id)) return;
        this.#jobs.delete(id);
        this.#options.answer({ id, withdrawn: true });
        break;
      case 'abort':
        this.#jobs.get(id)?.abort.abort();
        remove(this.#toFetch, id);
        remove(this.#toDecode, id);
        this.#end(id);
    }
    this.#pump();
  }

  #pump(): void {
    for (;;) {
      const job =
        this.#toFetch.find(({ urgent }) => urgent) ??
        (this.#ahead.size < this.#options.fetches ? this.#toFetch[0] : undefined);
      if (!job) return;
      remove(this.#toFetch, job.id);
      void this.#fetch(job);
    }
  }

  async #fetch(job: Job): Promise<void> {
    this.#ahead.add(job.id);
    try {
      const frame = await this.#options.fetch(job.frame as FrameToFetch, job.urgent, job.abort.signal);
      if (this.#jobs.has(job.id)) this.#fetched(job, frame);
    } catch (error) {
      this.#answer(job, { id: job.id, error: messageOf(error), stage: 'fetch' });
    }
  }

  #fetched(job: Job, frame: EncodedFrame): void {
    this.#toDecode.push(Object.assign(job, { frame }));
    void this.#decodeAll();
  }

  async #decodeAll(): Promise<void> {
    if (this.#decoding) return;
    this.#decoding = true;
    for (;;) {
      const job = this.#toDecode.find(({ urgent }) => urgent) ?? this.#toDecode[0];
      if (!job) break;
      remove(this.#toDecode, job.id);
      const { id } = job;
      this.#options.answer({ id, decoding: true });
      try {
        this.#answer(job, { id, frame: await this.#options.decode(job.frame) });
      } catch (error) {
        this.#answer(job, { id, error: messageOf(error), stage: 'decode' });
      }
      // What is urgent may have come meanwhile.
      await nextMessages();
    }
    this.#decoding = false;
  }

  #answer(job: Job, answer: FrameAnswer): void {
    if (this.#jobs.get(job.id) === job) this.#options.answer(answer);
    this.#end(job.id);
    this.#pump();
  }

  #end(id: number): void {
    this.#jobs.delete(id);
    this.#ahead.delete(id);
  }
}

function remove(jobs: { id: number }[], id: number): boolean {
  const at = jobs.findIndex((job) => job.id === id);
  if (at >= 0) jobs.splice(at, 1);
  return at >= 0;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
