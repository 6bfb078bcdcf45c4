import { LRUCache } from 'lru-cache';
import { ArchiveBrokeOffError, InstanceSetAsideError } from './errors.ts';
import type { InstanceRecord } from './records.ts';
import type { SetAside } from './SetAside.ts';
import { within } from './within.ts';

/** Of one death many are suspected; who is alone with it twice more did it. */
const deathsBeforeSetAside = 3;
/** How long a suspect waits for those before it: as long as a reader waits for a frame. */
const turnWithinMs = 30_000;

/**
 * Finds out which file the archive dies of. When it breaks off, everything that it was working on is suspect; suspects
 * are asked for one at a time from then on, until they have gone through once or the archive has died of them
 * `deathsBeforeSetAside` times. So a crash that has another cause sets nothing aside, and nobody but its own reader
 * bears with a bad file for long.
 */
export class Suspects {
  readonly #setAside: SetAside;
  readonly #probe: () => Promise<unknown>;
  readonly #turnWithinMs: number;
  readonly #deaths = new LRUCache<string, number>({ max: 10_000 });
  #lastSuspect: Promise<unknown> = Promise.resolve();

  /** @param probe rejects while the archive is down: then nobody is to blame who asks */
  constructor(setAside: SetAside, probe: () => Promise<unknown>, limitMs = turnWithinMs) {
    this.#setAside = setAside;
    this.#probe = probe;
    this.#turnWithinMs = limitMs;
  }

  /**
   * Does `work`, which asks the archive for something of this instance.
   * @param signal aborts when nobody waits for it any more: then its turn is left out
   * @throws InstanceSetAsideError, ArchiveUnavailableError when its turn does not come soon, and what `work` throws
   */
  async watch<T>(
    instance: InstanceRecord,
    what: string,
    work: () => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const key = `${instance.version}/${what}`;
    this.#refuseSetAside(instance, what);
    if (!this.#deaths.has(key)) return this.#count(instance, what, work);
    const before = this.#lastSuspect;
    const alone = (async (): Promise<T> => {
      await within(this.#turnWithinMs, unlessLeft(before, signal));
      this.#refuseSetAside(instance, what);
      await this.#probe();
      return this.#count(instance, what, work);
    })();
    // Who has left or waited too long was not there: the next one waits for those before it.
    this.#lastSuspect = Promise.allSettled([before, alone]);
    return alone;
  }

  #refuseSetAside({ version, sopInstanceUid }: InstanceRecord, what: string): void {
    const entry = this.#setAside.find({ instanceVersion: version, what });
    if (entry) throw setAsideError(sopInstanceUid, entry.reason);
  }

  async #count<T>(instance: InstanceRecord, what: string, work: () => Promise<T>): Promise<T> {
    const { version: instanceVersion, sopInstanceUid } = instance;
    const key = `${instanceVersion}/${what}`;
    try {
      const result = await work();
      this.#deaths.delete(key);
      return result;
    } catch (error) {
      if (!(error instanceof ArchiveBrokeOffError)) throw error;
      const deaths = (this.#deaths.get(key) ?? 0) + 1;
      this.#deaths.set(key, deaths);
      if (deaths < deathsBeforeSetAside) throw error;
      // The next try, a day later, is the last one again.
      this.#deaths.set(key, deathsBeforeSetAside - 1);
      const reason = `the archive broke off ${deaths} times in a row while it was asked for it`;
      this.#setAside.add({ instanceVersion, sopInstanceUid, what, reason });
      throw setAsideError(sopInstanceUid, reason);
    }
  }
}

/** @throws the reason of `signal` */
async function unlessLeft(turn: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(signal?.reason as Error);
  signal?.addEventListener('abort', leave, { once: true });
  await Promise.race([turn, left]).finally(() => signal?.removeEventListener('abort', leave));
}

const setAsideError = (sopInstanceUid: string, reason: string): InstanceSetAsideError =>
  new InstanceSetAsideError(`Instance ${sopInstanceUid} is set aside: ${reason}`);
