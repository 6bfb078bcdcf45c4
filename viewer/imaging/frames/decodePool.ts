import type { FrameAddress } from '../../dicomweb/index.ts';
import type { EncodedFrame, FrameAnswer, FrameRequest, FrameToFetch } from './frameJobs.ts';
import { FrameError, type LoadedFrame } from './loadedFrame.ts';

/** A frame on its way. */
export interface FrameJob {
  /** Rejects with a FrameError; with WithdrawnError when it was withdrawn before it was begun. */
  readonly frame: Promise<LoadedFrame>;
  /** Somebody waits for it: it goes before what is only loaded ahead. */
  hurry(): void;
  /** Gives it up unless it is begun. */
  withdraw(): void;
  /** Gives it up in any case; `frame` rejects with an AbortError. */
  abort(): void;
}

/** The frame was not wanted any more before it was begun. */
export class WithdrawnError extends Error {
  override readonly name = 'WithdrawnError';
}

interface Job {
  request: Extract<FrameRequest, { kind: 'decode' | 'fetch' }>;
  resolve: (frame: LoadedFrame) => void;
  reject: (error: Error) => void;
  member: Member | undefined;
  /** Workers that had it. */
  sent: number;
}

/** A frame whose worker died is given to another this often: it may have been innocent. */
const workersTried = 2;
/** Fetched ahead at a time by all workers together: browsers allow six connections to a host. */
const fetchesAhead = 6;

/** A worker with what it has to do, and which of that it is decoding. */
interface Member {
  worker: Worker;
  jobs: Set<Job>;
  decoding: number | undefined;
}

/** Fetches and decodes frames off the main thread, in as many workers as there are processors to spare. */
export class DecodePool {
  readonly #members: Member[] = [];
  readonly #jobs = new Map<number, Job>();
  readonly #size: number;
  #nextId = 0;

  /** `size` workers, started when first needed; the first one at once so that it is warm when data arrives. */
  constructor(size: number) {
    this.#size = size;
    this.#startWorker();
  }

  /** Rejects with a FrameError of stage `decode`. The buffer is transferred away. */
  decode(frame: EncodedFrame, urgent: boolean): Promise<LoadedFrame> {
    return this.#begin({ kind: 'decode', id: this.#nextId++, urgent, frame }).frame;
  }

  /** Fetches a frame, or its first bytes, and decodes it; as its turn comes. */
  fetch(frame: FrameToFetch, urgent: boolean): FrameJob {
    // What else is in the page's own frame need not, and cannot always, go to a worker.
    const { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber } = frame.address;
    const address: FrameAddress = { studyInstanceUid, seriesInstanceUid, sopInstanceUid, frameNumber };
    return this.#begin({ kind: 'fetch', id: this.#nextId++, urgent, frame: { ...frame, address } });
  }

  #begin(request: Job['request']): FrameJob {
    const { promise, resolve, reject } = Promise.withResolvers<LoadedFrame>();
    const job: Job = { request, resolve, reject, member: undefined, sent: 0 };
    this.#jobs.set(request.id, job);
    this.#send(job);
    const tell = (kind: 'hurry' | 'withdraw' | 'abort'): void => {
      if (this.#jobs.has(request.id)) job.member?.worker.postMessage({ kind, id: request.id });
    };
    return {
      frame: promise,
      hurry: () => {
        request.urgent = true;
        tell('hurry');
      },
      withdraw: () => tell('withdraw'),
      abort: () => {
        if (!this.#jobs.has(request.id)) return;
        tell('abort');
        this.#forget(job);
        reject(new DOMException('the frame is not wanted any more', 'AbortError'));
      },
    };
  }

  #send(job: Job): void {
    const { request } = job;
    job.member = this.#leastBusy();
    job.sent++;
    job.member.jobs.add(job);
    const transfer = request.kind === 'decode' ? [request.frame.encoded] : [];
    job.member.worker.postMessage(request satisfies FrameRequest, transfer);
  }

  #leastBusy(): Member {
    const [least] = [...this.#members].sort((a, b) => a.jobs.size - b.jobs.size);
    return !least || (least.jobs.size > 0 && this.#members.length < this.#size) ? this.#startWorker() : least;
  }

  #startWorker(): Member {
    const fetches = Math.max(2, Math.round(fetchesAhead / this.#size));
    const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), {
      type: 'module',
      name: String(fetches),
    });
    const member: Member = { worker, jobs: new Set(), decoding: undefined };
    worker.onmessage = ({ data }: MessageEvent<FrameAnswer>) => this.#settle(member, data);
    worker.onerror = (event) => this.#replace(member, event.message || 'the decoder stopped');
    this.#members.push(member);
    return member;
  }

  #settle(member: Member, answer: FrameAnswer): void {
    const job = this.#jobs.get(answer.id);
    if ('decoding' in answer) member.decoding = answer.id;
    else if (member.decoding === answer.id) member.decoding = undefined;
    if (!job || job.member !== member || 'decoding' in answer) return;
    this.#forget(job);
    if ('frame' in answer) job.resolve(answer.frame);
    else if ('withdrawn' in answer) job.reject(new WithdrawnError());
    else job.reject(new FrameError(answer.stage, answer.error));
  }

  #forget(job: Job): void {
    this.#jobs.delete(job.request.id);
    job.member?.jobs.delete(job);
  }

  /** A worker that died takes its one frame with it (and those whose bytes it had been given), not the pool. */
  #replace(member: Member, reason: string): void {
    this.#members.splice(this.#members.indexOf(member), 1);
    member.worker.terminate();
    for (const job of member.jobs) {
      const { request } = job;
      if (request.kind === 'fetch' && request.id !== member.decoding && job.sent < workersTried)
        this.#send(job);
      else {
        this.#forget(job);
        job.reject(new FrameError('decode', reason));
      }
    }
  }
}
