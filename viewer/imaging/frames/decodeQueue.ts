import type { DecodeRequest, EncodedFrame, FrameAnswer } from './frameJobs.ts';
import type { LoadedFrame } from './loadedFrame.ts';
import { nextMessages } from './nextMessages.ts';

export interface DecodeQueueOptions {
  decode: (frame: EncodedFrame) => Promise<LoadedFrame>;
  answer: (answer: FrameAnswer) => void;
}

type Job = Extract<DecodeRequest, { kind: 'decode' }> & { done: () => void };

/** A decoder's side: decodes one frame after the other, what somebody waits for first. */
export class DecodeQueue {
  readonly #options: DecodeQueueOptions;
  readonly #waiting: Job[] = [];
  #decoding = false;

  constructor(options: DecodeQueueOptions) {
    this.#options = options;
  }

  /** @param done told when there is an answer, well or not */
  receive(request: DecodeRequest, done: (id: number) => void): void {
    const { id } = request;
    const at = this.#waiting.findIndex((job) => job.id === id);
    const known = this.#waiting[at];
    if (request.kind === 'decode') {
      this.#waiting.push({ ...request, done: () => done(id) });
      void this.#decodeAll();
    } else if (!known) return;
    else if (request.kind === 'hurry') known.urgent = true;
    else this.#waiting.splice(at, 1);
  }

  async #decodeAll(): Promise<void> {
    if (this.#decoding) return;
    this.#decoding = true;
    for (;;) {
      const urgent = this.#waiting.findIndex((job) => job.urgent);
      const [job] = this.#waiting.splice(Math.max(0, urgent), 1);
      if (!job) break;
      const { id } = job;
      this.#options.answer({ id, decoding: true });
      try {
        this.#options.answer({ id, frame: await this.#options.decode(job.frame) });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.#options.answer({ id, error: message, stage: 'decode' });
      }
      job.done();
      // What is urgent may have come meanwhile.
      await nextMessages();
    }
    this.#decoding = false;
  }
}
