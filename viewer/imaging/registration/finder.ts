import type { CoarseVolume } from './coarseVolume.ts';
import type { Found } from './findRegistration.ts';
import type { FindAnswer, FindRequest } from './registrationMessages.ts';

/** The searches of one registration, off the page's thread. */
export interface Finder {
  find(kind: FindRequest['kind'], first: CoarseVolume, second: CoarseVolume): Promise<Found>;
  /** Ends the worker; what is waited for rejects. */
  end(reason: unknown): void;
}

/** A worker for one registration: it starts while the images are still on their way, and ends with it. */
export function startFinder(): Finder {
  const worker = new Worker(new URL('./registration.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, PromiseWithResolvers<Found>>();
  let nextId = 0;
  const end = (reason: unknown): void => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(reason);
    waiting.clear();
  };
  worker.onmessage = ({ data }: MessageEvent<FindAnswer>) => {
    const waiter = waiting.get(data.id);
    waiting.delete(data.id);
    if ('found' in data) waiter?.resolve(data.found);
    else waiter?.reject(new Error(data.error));
  };
  worker.onerror = ({ message }) => end(new Error(message || 'the worker that registers volumes stopped'));
  return {
    end,
    find(kind, first, second) {
      const answer = Promise.withResolvers<Found>();
      const id = nextId++;
      waiting.set(id, answer);
      worker.postMessage({ id, kind, first, second } satisfies FindRequest);
      return answer.promise;
    },
  };
}
