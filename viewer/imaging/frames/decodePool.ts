import type { DecodeRequest, DecodeResponse } from './decode.worker.ts';
import { FrameError, type LoadedFrame } from './loadedFrame.ts';

type Job = Omit<DecodeRequest, 'id'>;

interface Waiting {
  job: Job;
  resolve: (frame: LoadedFrame) => void;
  reject: (error: FrameError) => void;
}

/** Decodes frames off the main thread, as many at a time as there are workers, the latest urgent one first. */
export class DecodePool {
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #running = new Map<Worker, Waiting & { id: number }>();
  readonly #queue: Waiting[] = [];
  readonly #size: number;
  #nextId = 0;

  /** `size` workers, started when first needed; the first one at once so that it is warm when data arrives. */
  constructor(size: number) {
    this.#size = size;
    this.#idle.push(this.#startWorker());
  }

  /** Rejects with a FrameError of stage `decode`. The buffer is transferred away. */
  decode(job: Job, urgent: boolean): Promise<LoadedFrame> {
    return new Promise((resolve, reject) => {
      this.#queue[urgent ? 'unshift' : 'push']({ job, resolve, reject });
      this.#dispatch();
    });
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('./decode.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<DecodeResponse>) => this.#settle(worker, data);
    worker.onerror = (event) => this.#replace(worker, event.message || 'the decoder stopped');
    this.#workers.push(worker);
    return worker;
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const worker =
        this.#idle.pop() ?? (this.#workers.length < this.#size ? this.#startWorker() : undefined);
      if (!worker) return;
      const waiting = this.#queue.shift() as Waiting;
      const id = this.#nextId++;
      this.#running.set(worker, { ...waiting, id });
      worker.postMessage({ ...waiting.job, id } satisfies DecodeRequest, [waiting.job.encoded]);
    }
  }

  #settle(worker: Worker, response: DecodeResponse): void {
    const waiting = this.#running.get(worker);
    if (!waiting || waiting.id !== response.id) return;
    this.#running.delete(worker);
    this.#idle.push(worker);
    if ('frame' in response) waiting.resolve(response.frame);
    else waiting.reject(new FrameError('decode', response.error));
    this.#dispatch();
  }

  /** A worker that died takes its one frame with it, not the pool. */
  #replace(worker: Worker, reason: string): void {
    this.#workers.splice(this.#workers.indexOf(worker), 1);
    const spare = this.#idle.indexOf(worker);
    if (spare >= 0) this.#idle.splice(spare, 1);
    worker.terminate();
    this.#running.get(worker)?.reject(new FrameError('decode', reason));
    this.#running.delete(worker);
    this.#dispatch();
  }
}
