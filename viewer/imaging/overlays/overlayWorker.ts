import type { OverlayCall, OverlayCalls, OverlayPort, OverlayResponse } from './overlayMessages.ts';

/** The page's side of the worker that holds masks and contours, started when it is first needed. */
export class OverlayWorker {
  readonly #waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  readonly #given: OverlayPort | undefined;
  #worker: Worker | undefined;
  #port: OverlayPort | undefined;
  #nextId = 0;

  /** @param port the other end is an OverlayEngine (default: a Web Worker) */
  constructor(port?: OverlayPort) {
    this.#given = port;
  }

  /** Rejects with an Error when the worker cannot answer, or has ended. */
  ask<Call extends OverlayCall>(
    call: Call,
    ask: OverlayCalls[Call]['ask'],
    transfer: Transferable[] = [],
  ): Promise<OverlayCalls[Call]['answer']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#start().postMessage({ id, call, ask }, transfer);
    });
  }

  close(): void {
    this.#worker?.terminate();
    this.#fail('the overlays are closed');
  }

  #start(): OverlayPort {
    if (this.#port) return this.#port;
    const port = this.#given ?? this.#startWorker();
    port.onmessage = ({ data }) => this.#receive(data as OverlayResponse);
    this.#port = port;
    return port;
  }

  #startWorker(): OverlayPort {
    const worker = new Worker(new URL('./overlay.worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => {
      worker.terminate();
      this.#fail(message || 'the worker that cuts overlays stopped');
    };
    this.#worker = worker;
    return worker;
  }

  #fail(reason: string): void {
    this.#worker = this.#port = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  #receive(response: OverlayResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if ('error' in response) waiting?.reject(new Error(response.error));
    else waiting?.resolve(response.answer as never);
  }
}
