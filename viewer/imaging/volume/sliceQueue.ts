import type { ReslicePort, ResliceResponse, SliceRequest } from './resliceMessages.ts';
import type { Picture } from './voxels.ts';

/** A newer picture was asked for in the same place before this one was made. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';

  constructor() {
    super('another slice is wanted by now');
  }
}

interface Waiting {
  request: SliceRequest;
  owner: string | undefined;
  onPartial: ((picture: Picture) => void) | undefined;
  resolve: (picture: Picture) => void;
  reject: (error: Error) => void;
  /** Goes on only until it has something to show. */
  superseded: boolean;
}

/** More than one at a time, so that a quick picture need not wait for a slow one. */
const atATime = 2;

/** Pictures asked of the worker, the newest first; of each owner only the newest. */
export class SliceQueue {
  readonly #port: ReslicePort;
  readonly #pending: Waiting[] = [];
  readonly #running = new Map<number, Waiting>();
  #nextId = 0;

  constructor(port: ReslicePort) {
    this.#port = port;
    port.onmessage = ({ data }) => this.#receive(data as ResliceResponse);
  }

  /**
   * @param onPartial given a coarse picture before the final one, where that takes long
   * Rejects with SupersededError when its owner asks for another.
   */
  request(
    request: Omit<SliceRequest, 'id' | 'kind'>,
    { owner, onPartial }: { owner?: string | undefined; onPartial?: (picture: Picture) => void } = {},
  ): Promise<Picture> {
    if (owner !== undefined) this.#supersede(owner);
    return new Promise((resolve, reject) => {
      const numbered: SliceRequest = { ...request, kind: 'slice', id: this.#nextId++ };
      this.#pending.push({ request: numbered, owner, onPartial, resolve, reject, superseded: false });
      this.#dispatch();
    });
  }

  /** Rejects everything asked of a volume. */
  drop(volumeId: string): void {
    const dropped = [...this.#pending, ...this.#running.values()].filter(
      ({ request }) => request.volumeId === volumeId,
    );
    for (const waiting of dropped) this.#giveUp(waiting, new SupersededError());
    this.#dispatch();
  }

  /** Rejects everything: the worker is gone. */
  fail(error: Error): void {
    for (const waiting of [...this.#pending, ...this.#running.values()]) this.#giveUp(waiting, error);
  }

  #supersede(owner: string): void {
    for (const waiting of this.#pending.filter((other) => other.owner === owner))
      this.#giveUp(waiting, new SupersededError());
    // What is begun is finished as far as it can be shown, or fast scrolling would show nothing.
    for (const waiting of this.#running.values()) if (waiting.owner === owner) waiting.superseded = true;
  }

  #giveUp(waiting: Waiting, error: Error): void {
    const { id } = waiting.request;
    const at = this.#pending.indexOf(waiting);
    if (at >= 0) this.#pending.splice(at, 1);
    if (this.#running.delete(id)) this.#port.postMessage({ kind: 'cancel', id }, []);
    waiting.reject(error);
  }

  #dispatch(): void {
    while (this.#running.size < atATime && this.#pending.length > 0) {
      const newest = this.#pending.pop() as Waiting;
      this.#running.set(newest.request.id, newest);
      this.#port.postMessage(newest.request, []);
    }
  }

  #receive(response: ResliceResponse): void {
    const waiting = this.#running.get(response.id);
    if (!waiting) return;
    if ('picture' in response && response.coarse) {
      waiting.onPartial?.(response.picture);
      if (waiting.superseded) this.#giveUp(waiting, new SupersededError());
    } else {
      this.#running.delete(response.id);
      if ('picture' in response) waiting.resolve(response.picture);
      else waiting.reject(new Error(response.error));
    }
    this.#dispatch();
  }
}
