import { pageSession, type FrameAddress } from '../../dicomweb/index.ts';
import type {
  DecodeRequest,
  EncodedFrame,
  FetcherPort,
  FetcherSignedOut,
  FetchRequest,
  FrameAnswer,
  FrameToFetch,
} from './frameJobs.ts';
import { FrameError, type LoadedFrame } from './loadedFrame.ts';

/** A frame on its way. */
export interface FrameJob {
  /** Rejects with a FrameError; with WithdrawnError when it was withdrawn before a decoder had it. */
  readonly frame: Promise<LoadedFrame>;
  /** Somebody waits for it: it goes before what is only loaded ahead. */
  hurry(): void;
  /** Gives it up unless it is on its way already. */
  withdraw(): void;
  /** Gives it up in any case; `frame` rejects with an AbortError. */
  abort(): void;
}

/** The frame was not wanted any more before it was begun. */
export class WithdrawnError extends Error {
  override readonly name = 'WithdrawnError';
}

interface Job {
  resolve: (frame: LoadedFrame) => void;
  reject: (error: Error) => void;
  /** What the worker that fetches was asked for. */
  request?: Extract<FetchRequest, { kind: 'fetch' }>;
}

/** A decoder with what the page itself gave it, and which frame it is decoding. */
interface Decoder {
  number: number;
  worker: Worker;
  given: Set<number>;
  decoding: number | undefined;
}

/** Workers that stop one after another, and none has answered: something is wrong with what they are made of. */
const stopsInARow = 4;

/**
 * Fetches and decodes frames off the main thread: one worker fetches, and gives what it has to as many decoders as there
 * are processors to spare, each the next when it is free.
 */
export class DecodePool {
  readonly #decoders: Decoder[] = [];
  readonly #jobs = new Map<number, Job>();
  readonly #size: number;
  #fetcher: Worker | undefined;
  #stops = 0;
  #nextId = 0;
  #nextDecoder = 0;

  /** `size` decoders, started when first needed; the first one at once so that it is warm when data arrives. */
  constructor(size: number) {
    this.#size = size;
    this.#startDecoder();
    pageSession.addEventListener('token', () => this.#giveToken());
    pageSession.addEventListener('signed-out', () =>
      this.#fetcher?.postMessage({ kind: 'hold' } satisfies FetchRequest),
    );
    pageSession.addEventListener('resumed', (event) => {
      const { detail: again } = event as CustomEvent<boolean>;
      this.#fetcher?.postMessage({ kind: 'resume', again } satisfies FetchRequest);
    });
  }

  /** So many frames will be given in the same moment: decoders for them start now, so that they are warm then. */
  expect(count: number): void {
    while (this.#decoders.length < Math.min(count, this.#size)) this.#startDecoder();
  }

  /** Rejects with a FrameError of stage `decode`. The buffer is transferred away. */
  decode(frame: EncodedFrame, urgent: boolean): Promise<LoadedFrame> {
    const { id, promise } = this.#begin();
    const decoder = this.#leastBusy();
    decoder.given.add(id);
    const request: DecodeRequest = { kind: 'decode', id, urgent, frame };
    decoder.worker.postMessage(request, [frame.encoded]);
    return promise;
  }

  /** Fetches a frame, or its first bytes, and decodes it; as its turn comes. */
  fetch(frame: FrameToFetch, urgent: boolean): FrameJob {
    // What else is in the page's own frame need not, and cannot always, go to a worker.
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber } = frame.address;
    const address: FrameAddress = { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber };
    const { id, promise, job } = this.#begin();
    const request = { kind: 'fetch' as const, id, urgent, frame: { ...frame, address } };
    job.request = request;
    this.#tellFetcher(request);
    const tell = (kind: 'hurry' | 'withdraw' | 'abort'): void => {
      if (this.#jobs.has(id)) this.#tellFetcher({ kind, id });
    };
    return {
      frame: promise,
      hurry: () => {
        request.urgent = true;
        tell('hurry');
      },
      withdraw: () => tell('withdraw'),
      abort: () => {
        tell('abort');
        this.#reject(id, new DOMException('the frame is not wanted any more', 'AbortError'));
      },
    };
  }

  #begin(): { id: number; promise: Promise<LoadedFrame>; job: Job } {
    const { promise, resolve, reject } = Promise.withResolvers<LoadedFrame>();
    const id = this.#nextId++;
    const job: Job = { resolve, reject };
    this.#jobs.set(id, job);
    return { id, promise, job };
  }

  #leastBusy(): Decoder {
    const [least] = [...this.#decoders].sort((a, b) => loadOf(a) - loadOf(b));
    return !least || (loadOf(least) > 0 && this.#decoders.length < this.#size) ? this.#startDecoder() : least;
  }

  #startDecoder(): Decoder {
    const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
    const decoder: Decoder = { number: this.#nextDecoder++, worker, given: new Set(), decoding: undefined };
    worker.onmessage = ({ data }: MessageEvent<FrameAnswer>) => this.#settle(data, decoder);
    worker.onerror = (event) => this.#replaceDecoder(decoder, event.message || 'the decoder stopped');
    this.#decoders.push(decoder);
    if (this.#fetcher) this.#connect(decoder, this.#fetcher);
    return decoder;
  }

  /** Frames that are fetched go to the decoder without a way through the page, which may be busy. */
  #connect({ number, worker }: Decoder, fetcher: Worker): void {
    const { port1, port2 } = new MessageChannel();
    fetcher.postMessage({ kind: 'decoder', decoder: number, port: port1 } satisfies FetchRequest, [port1]);
    worker.postMessage({ kind: 'fetcher', port: port2 } satisfies FetcherPort, [port2]);
  }

  #tellFetcher(request: FetchRequest): void {
    this.#fetcher ??= this.#startFetcher();
    this.expect(this.#size);
    this.#fetcher.postMessage(request);
  }

  #startFetcher(): Worker {
    const fetcher = new Worker(new URL('./fetch.worker.ts', import.meta.url), { type: 'module' });
    fetcher.onmessage = ({ data }: MessageEvent<FrameAnswer | FetcherSignedOut>) => {
      if ('signedOut' in data) void pageSession.end();
      else this.#settle(data);
    };
    fetcher.onerror = (event) =>
      this.#replaceFetcher(fetcher, event.message || 'the worker that fetches stopped');
    this.#fetcher = fetcher;
    // Before all frames: messages keep their order.
    if (pageSession.token !== undefined) this.#giveToken();
    for (const decoder of this.#decoders) this.#connect(decoder, fetcher);
    return fetcher;
  }

  #giveToken(): void {
    this.#fetcher?.postMessage({ kind: 'token', token: pageSession.token } satisfies FetchRequest);
  }

  #settle(answer: FrameAnswer, decoder?: Decoder): void {
    this.#stops = 0;
    if (decoder) decoder.decoding = 'decoding' in answer ? answer.id : undefined;
    if ('decoding' in answer) return;
    decoder?.given.delete(answer.id);
    const job = this.#jobs.get(answer.id);
    this.#jobs.delete(answer.id);
    if ('frame' in answer) job?.resolve(answer.frame);
    else if ('withdrawn' in answer) job?.reject(new WithdrawnError());
    else job?.reject(new FrameError(answer.stage, answer.error));
  }

  #reject(id: number, reason: Error): void {
    this.#jobs.get(id)?.reject(reason);
    this.#jobs.delete(id);
  }

  /** A decoder that died takes its one frame with it (and those whose bytes the page had given it), not the pool. */
  #replaceDecoder(decoder: Decoder, reason: string): void {
    if (!this.#decoders.includes(decoder)) return;
    const { number, decoding, given, worker } = decoder;
    this.#decoders.splice(this.#decoders.indexOf(decoder), 1);
    worker.terminate();
    if (decoding !== undefined) given.add(decoding);
    for (const id of given) this.#reject(id, new FrameError('decode', reason));
    this.#fetcher?.postMessage({ kind: 'lost', decoder: number, answered: decoding } satisfies FetchRequest);
    if (this.#mayGoOn(reason)) this.#startDecoder();
  }

  /** What the fetching worker had is asked of a new one; some of it may be decoded twice. */
  #replaceFetcher(fetcher: Worker, reason: string): void {
    if (this.#fetcher !== fetcher) return;
    fetcher.terminate();
    this.#fetcher = undefined;
    if (!this.#mayGoOn(reason)) return;
    for (const { request } of this.#jobs.values()) if (request) this.#tellFetcher(request);
  }

  /** Whether there is something to go on with, and workers to do it: else what waits for them fails. */
  #mayGoOn(reason: string): boolean {
    const waiting = [...this.#jobs].filter(([, { request }]) => request);
    if (++this.#stops < stopsInARow) return waiting.length > 0;
    this.#stops = 0;
    for (const [id] of waiting) {
      this.#fetcher?.postMessage({ kind: 'abort', id } satisfies FetchRequest);
      this.#reject(id, new FrameError('decode', reason));
    }
    return false;
  }
}

/** What a decoder has to do: what the page gave it, and what it is at for the worker that fetches. */
const loadOf = ({ given, decoding }: Decoder): number =>
  given.size + (decoding === undefined || given.has(decoding) ? 0 : 1);
