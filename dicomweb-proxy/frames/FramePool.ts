import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import {
  FrameDecodeError,
  UnsupportedTransferSyntaxError,
  type DecodedFrame,
  type ImagePixelModule,
} from '../../pixels/index.ts';
import { FramePoolClosedError, FrameQueueFullError, FrameSetAsideError, FrameWorkerError } from './errors.ts';
import type { FramesSetAside, FrameSubject } from './FrameSubject.ts';
import { FrameWorkers } from './FrameWorkers.ts';
import type {
  FrameJob,
  FramePresentation,
  FrameResult,
  IndependentCheck,
  JpegSize,
  PreparedFrame,
} from './jobs.ts';
import { jobPriorities, PriorityQueue, type JobPriority } from './PriorityQueue.ts';

export interface FramePoolOptions {
  logger: Logger;
  /** Worker threads; default: one per processor. */
  threads?: number;
  /** How many of them the background may hold at once; default: all but one, which is there when a reader comes. */
  backgroundThreads?: number;
  /** Frames that may wait; previews may take up three quarters of it, the background half. */
  maxQueued?: number;
  /** A frame that takes longer costs its worker the life. */
  timeoutMs?: number;
  /** Remembers, over restarts too, which frames cost workers their lives. */
  setAside?: FramesSetAside;
}

export interface JobOptions {
  priority?: JobPriority;
  /** Takes the job out of the queue; one that is being worked on is finished. */
  signal?: AbortSignal;
  /** Without it the frame is tried again each time, whatever it does to the workers. */
  subject?: FrameSubject;
}

export interface FramePool {
  /**
   * @throws FrameDecodeError, UnsupportedTransferSyntaxError, FrameQueueFullError, FrameWorkerError (FrameSetAsideError
   * where the subject is named), FramePoolClosedError
   */
  decode(
    encoded: Uint8Array,
    transferSyntaxUid: string,
    image: ImagePixelModule,
    options?: JobOptions,
  ): Promise<DecodedFrame>;
  /** A JPEG, fitted into `size`. Throws as `decode` does. */
  renderJpeg(
    encoded: Uint8Array,
    transferSyntaxUid: string,
    image: ImagePixelModule,
    presentation: FramePresentation,
    size: JpegSize,
    options?: JobOptions,
  ): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Transcodes to HTJ2K lossless (RPCL, TLM), checked against the stored frame; or says why it stays as stored: lossy,
   * colour, video, not decodable, not certain. Priority is `background`, the check `every-frame` unless said otherwise.
   * @throws FrameQueueFullError, FrameWorkerError, FramePoolClosedError
   */
  prepare(
    encoded: Uint8Array,
    transferSyntaxUid: string,
    image: ImagePixelModule,
    options?: JobOptions & { check?: IndependentCheck },
  ): Promise<PreparedFrame>;
  /** For metrics. */
  load(): { threads: number; running: number; waiting: Record<JobPriority, number> };
  /** Rejects what waits, finishes what runs, ends the threads. */
  close(): Promise<void>;
}

interface WaitingJob {
  encoded: Uint8Array;
  job: Omit<FrameJob, 'encoded'>;
  subject: FrameSubject | undefined;
  resolve(result: FrameResult): void;
  reject(error: unknown): void;
}

/** A worker may die for want of memory that others took; twice over the same frame it is the frame. */
const mostAttempts = 2;

const foreground = jobPriorities.filter((priority) => priority !== 'background');
const shareOfQueue: Record<JobPriority, number> = { reader: 1, preview: 0.75, background: 0.5 };

/**
 * Decodes and renders frames in worker threads. Jobs wait here and not in piscina, so that a reader's frame overtakes,
 * a job nobody wants any more leaves, and the time limit counts from the start of the work.
 */
export function createFramePool({
  logger,
  threads = availableParallelism(),
  backgroundThreads = Math.max(1, threads - 1),
  maxQueued = 1024,
  timeoutMs = 30_000,
  setAside,
}: FramePoolOptions): FramePool {
  const workers = new FrameWorkers(threads, timeoutMs);
  const queue = new PriorityQueue<WaitingJob>();
  const running = new Set<Promise<void>>();
  let runningBackground = 0;
  let closed = false;

  const startNext = (): void => {
    while (running.size < threads) {
      const next = queue.shift(runningBackground < backgroundThreads ? jobPriorities : foreground);
      if (!next) return;
      const inBackground = next.priority === 'background' ? 1 : 0;
      runningBackground += inBackground;
      const work = run(next.item).finally(() => {
        running.delete(work);
        runningBackground -= inBackground;
        startNext();
      });
      running.add(work);
    }
  };

  const run = async (waiting: WaitingJob): Promise<void> => {
    const { encoded, job, subject, resolve, reject } = waiting;
    for (let attempt = 1; ; attempt += 1) {
      const ended = await workers.run(encoded, job);
      if (typeof ended !== 'string') return resolve(ended);
      const { transferSyntaxUid } = job;
      const { sopInstanceUid, frameNumber } = subject ?? {};
      const named = { sopInstanceUid, frameNumber, transferSyntaxUid, bytes: encoded.length, attempt };
      logger.error(named, `a frame worker ${ended}`);
      if (attempt < mostAttempts && !closed) continue;
      const reason = `${attempt} times the worker of this frame ${ended}`;
      if (!subject || attempt < mostAttempts) return reject(new FrameWorkerError(reason));
      setAside?.add(subject, reason);
      return reject(setAsideError(subject, reason));
    }
  };

  const submit = (
    encoded: Uint8Array,
    job: Omit<FrameJob, 'encoded'>,
    options: JobOptions,
  ): Promise<FrameResult> => {
    const { priority = 'reader', signal, subject } = options;
    if (closed) return Promise.reject(new FramePoolClosedError());
    const aside = subject && setAside?.reasonFor(subject);
    if (subject && aside !== undefined) return Promise.reject(setAsideError(subject, aside));
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const limit = Math.floor(maxQueued * shareOfQueue[priority]);
    const allBusy =
      running.size >= threads || (priority === 'background' && runningBackground >= backgroundThreads);
    if (allBusy && queue.size >= limit) {
      return Promise.reject(new FrameQueueFullError(priority, queue.size, limit));
    }
    return new Promise((resolve, reject) => {
      const waiting: WaitingJob = { encoded, job, subject, resolve, reject };
      queue.push(waiting, priority);
      signal?.addEventListener('abort', () => queue.remove(waiting) && reject(signal.reason), { once: true });
      startNext();
    });
  };

  return {
    async decode(encoded, transferSyntaxUid, image, options = {}) {
      const job = { transferSyntaxUid, image, task: { kind: 'decode' } } as const;
      return expectKind(await submit(encoded, job, options), 'decoded', transferSyntaxUid).frame;
    },
    async renderJpeg(encoded, transferSyntaxUid, image, presentation, size, options = {}) {
      const job = { transferSyntaxUid, image, task: { kind: 'render-jpeg', presentation, size } } as const;
      return expectKind(await submit(encoded, job, options), 'jpeg', transferSyntaxUid).bytes;
    },
    async prepare(
      encoded,
      transferSyntaxUid,
      image,
      { check = 'every-frame', priority = 'background', ...rest } = {},
    ) {
      const job = { transferSyntaxUid, image, task: { kind: 'prepare', check } } as const;
      const result = await submit(encoded, job, { priority, ...rest });
      return expectKind(result, 'prepared', transferSyntaxUid).prepared;
    },
    load() {
      const waiting = jobPriorities.map((priority) => [priority, queue.waiting(priority)]);
      return {
        threads,
        running: running.size,
        waiting: Object.fromEntries(waiting) as Record<JobPriority, number>,
      };
    },
    async close() {
      closed = true;
      for (let next = queue.shift(); next; next = queue.shift()) next.item.reject(new FramePoolClosedError());
      await Promise.all(running);
      await workers.close();
    },
  };
}

const setAsideError = ({ sopInstanceUid, frameNumber }: FrameSubject, reason: string): FrameSetAsideError =>
  new FrameSetAsideError(`Frame ${frameNumber} of instance ${sopInstanceUid} is set aside: ${reason}`);

/** The worker's answer, or the error it met as the class it was there. */
function expectKind<Kind extends 'decoded' | 'jpeg' | 'prepared'>(
  result: FrameResult,
  kind: Kind,
  transferSyntaxUid: string,
): Extract<FrameResult, { kind: Kind }> {
  if (result.kind === 'failed') {
    const { type, reason } = result.error;
    if (type === 'unsupported') throw new UnsupportedTransferSyntaxError(transferSyntaxUid, reason);
    throw new FrameDecodeError(transferSyntaxUid, reason);
  }
  if (result.kind !== kind)
    throw new FrameWorkerError(`The worker answered ${result.kind} instead of ${kind}`);
  return result as Extract<FrameResult, { kind: Kind }>;
}
