import type { DecodeRequest, EncodedFrame, FrameAnswer, FrameToFetch, QueueRequest } from './frameJobs.ts';

export interface FetchQueueOptions {
  /** Fetched ahead, or fetched and not taken by a decoder, at a time; what somebody waits for does not count. */
  fetches: number;
  fetch: (frame: FrameToFetch, urgent: boolean, signal: AbortSignal) => Promise<EncodedFrame>;
  answer: (answer: Extract<FrameAnswer, { withdrawn: true } | { error: string }>) => void;
}

interface Job {
  id: number;
  urgent: boolean;
  frame: FrameToFetch;
  abort: AbortController;
  /** Decoders that had it. */
  tried: number;
}

/** A decoder, and what it has been given. */
interface Decoder {
  give: (request: DecodeRequest) => void;
  jobs: Map<number, Job>;
}

/** One frame is decoded, and the next is there when that is done. */
const framesPerDecoder = 2;
/** A frame whose decoder died is given to another this often: it may have been innocent. */
const decodersTried = 2;

/**
 * The one queue of all decoders: fetches a few frames at a time and gives each to the decoder that is free first, so that
 * frames are there in the order of need, whichever decoder is slow.
 */
export class FetchQueue {
  readonly #options: FetchQueueOptions;
  readonly #decoders = new Map<number, Decoder>();
  readonly #toFetch: Job[] = [];
  readonly #fetching = new Set<Job>();
  readonly #fetched: { job: Job; encoded: EncodedFrame }[] = [];
  readonly #jobs = new Map<number, Job>();

  constructor(options: FetchQueueOptions) {
    this.#options = options;
  }

  /** A decoder takes part: `give` sends it a request; what it is done with is told to `done`. */
  addDecoder(decoder: number, give: Decoder['give']): void {
    this.#decoders.set(decoder, { give, jobs: new Map() });
    this.#pump();
  }

  /** The decoder has decoded the frame, or could not, and has answered the page. */
  done(decoder: number, id: number): void {
    this.#decoders.get(decoder)?.jobs.delete(id);
    this.#jobs.delete(id);
    this.#pump();
  }

  receive(request: QueueRequest): void {
    switch (request.kind) {
      case 'fetch': {
        const { id, urgent, frame } = request;
        const job: Job = { id, urgent, frame, abort: new AbortController(), tried: 0 };
        this.#jobs.set(id, job);
        this.#toFetch.push(job);
        break;
      }
      case 'hurry': {
        const job = this.#jobs.get(request.id);
        if (job) job.urgent = true;
        this.#decoderOf(request.id)?.give(request);
        break;
      }
      case 'withdraw': {
        const job = this.#jobs.get(request.id);
        if (!job || !remove(this.#toFetch, job)) return;
        this.#jobs.delete(job.id);
        this.#options.answer({ id: job.id, withdrawn: true });
        break;
      }
      case 'abort':
        this.#abort(request.id);
        break;
      case 'lost':
        this.#lose(request.decoder, request.answered);
    }
    this.#pump();
  }

  #abort(id: number): void {
    const job = this.#jobs.get(id);
    if (!job) return;
    job.abort.abort();
    remove(this.#toFetch, job);
    const fetched = this.#fetched.find((one) => one.job === job);
    if (fetched) remove(this.#fetched, fetched);
    const decoder = this.#decoderOf(id);
    decoder?.give({ kind: 'abort', id });
    decoder?.jobs.delete(id);
    this.#jobs.delete(id);
  }

  /** Its bytes went with it: what it had is fetched again, before all else. */
  #lose(decoder: number, answered: number | undefined): void {
    const lost = [...(this.#decoders.get(decoder)?.jobs.values() ?? [])];
    this.#decoders.delete(decoder);
    for (const job of lost.reverse()) {
      if (job.id === answered) this.#jobs.delete(job.id);
      else if (job.tried < decodersTried) this.#toFetch.unshift(job);
      else this.#fail(job, 'decode', 'the decoder stopped');
    }
  }

  #decoderOf(id: number): Decoder | undefined {
    return [...this.#decoders.values()].find(({ jobs }) => jobs.has(id));
  }

  #pump(): void {
    let given: boolean;
    do given = this.#giveOne();
    while (given);
    for (;;) {
      const onTheirWay = this.#fetching.size + this.#fetched.length;
      const job = this.#toFetch.find(goesFirst(this.#toFetch));
      if (!job || (!job.urgent && onTheirWay >= this.#options.fetches)) return;
      remove(this.#toFetch, job);
      void this.#fetch(job);
    }
  }

  /** Gives the decoder with the least to do what somebody waits for, or where it is about to be free what came first. */
  #giveOne(): boolean {
    const [free] = [...this.#decoders.values()].sort((a, b) => a.jobs.size - b.jobs.size);
    if (!free) return false;
    const isFirst = goesFirst(this.#fetched.map(({ job }) => job));
    const next = this.#fetched.find(({ job }) => isFirst(job));
    if (!next || (!next.job.urgent && free.jobs.size >= framesPerDecoder)) return false;
    remove(this.#fetched, next);
    const { job, encoded } = next;
    job.tried++;
    free.jobs.set(job.id, job);
    free.give({ kind: 'decode', id: job.id, urgent: job.urgent, frame: encoded });
    return true;
  }

  async #fetch(job: Job): Promise<void> {
    this.#fetching.add(job);
    try {
      const encoded = await this.#options.fetch(job.frame, job.urgent, job.abort.signal);
      if (this.#jobs.has(job.id)) this.#fetched.push({ job, encoded });
    } catch (error) {
      this.#fail(job, 'fetch', error instanceof Error ? error.message : String(error));
    }
    this.#fetching.delete(job);
    this.#pump();
  }

  #fail({ id }: Job, stage: 'fetch' | 'decode', error: string): void {
    if (this.#jobs.delete(id)) this.#options.answer({ id, error, stage });
  }
}

/** Which one goes first: what somebody waits for, then small images, of which the first picture of a volume is made; else as they came. */
function goesFirst(jobs: readonly Job[]): (job: Job) => boolean {
  if (jobs.some(({ urgent }) => urgent)) return ({ urgent }) => urgent;
  const isSmall = ({ frame }: Job): boolean => frame.firstBytes !== undefined;
  return jobs.some(isSmall) ? isSmall : () => true;
}

function remove<T>(list: T[], one: T): boolean {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}
