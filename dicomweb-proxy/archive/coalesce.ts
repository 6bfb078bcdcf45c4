/**
 * One piece of work for all who ask for the same key while it runs: they wait for it together, and it takes one
 * upstream slot however many wait. It belongs to nobody, so a client that leaves does not end it for the others.
 */
export class Coalescer<Result> {
  readonly #running = new Map<string, Promise<Result>>();

  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = this.#running.get(key);
    if (running) return running;
    const started = Promise.try(work).finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  get size(): number {
    return this.#running.size;
  }
}
