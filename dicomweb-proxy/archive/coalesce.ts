interface Running<Result> {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  /** Who would miss it; who cannot leave counts for ever. */
  waiting: number;
}

/**
 * One piece of work for all who ask for the same key while it runs: they wait for it together, and it takes one
 * upstream slot however many wait. It belongs to nobody: a client that leaves does not end it for the others, and when
 * all have left it is told to end.
 */
export class Coalescer<Result> {
  readonly #running = new Map<string, Running<Result>>();

  /** @param signal lets who asks leave: the promise is rejected with its reason */
  run(key: string, work: (signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    const running = this.#running.get(key) ?? this.#start(key, work);
    if (signal) return this.#join(key, running, signal);
    running.waiting = Infinity;
    return running.result;
  }

  get size(): number {
    return this.#running.size;
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<Result>): Running<Result> {
    const controller = new AbortController();
    const result = Promise.try(work, controller.signal).finally(() => this.#forget(key, running));
    const running: Running<Result> = { result, controller, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }

  #join(key: string, running: Running<Result>, signal: AbortSignal): Promise<Result> {
    running.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason as Error);
        running.waiting -= 1;
        if (running.waiting > 0) return;
        // Who comes now begins anew.
        this.#forget(key, running);
        running.controller.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = (): void => signal.removeEventListener('abort', leave);
      running.result.then(resolve, reject).finally(stay);
    });
  }

  #forget(key: string, running: Running<Result>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}
