import { LRUCache } from 'lru-cache';
import { ArchiveBrokeOffError, InstanceSetAsideError } from './errors.ts';
import type { InstanceRecord } from './records.ts';
import type { SetAside } from './SetAside.ts';

/** Of one death many are suspected; who is alone with it twice more did it. */
const deathsBeforeSetAside = 3;

/**
 * Finds out which file the archive dies of. When it breaks off, everything that it was working on is suspect; suspects
 * are asked for one at a time from then on, until they have gone through once or the archive has died of them
 * `deathsBeforeSetAside` times. So a crash that has another cause sets nothing aside, and nobody but its own reader
 * bears with a bad file for long.
 */
export class Suspects {
  readonly #setAside: SetAside;
  readonly #probe: () => Promise<unknown>;
  readonly #deaths = new LRUCache<string, number>({ max: 10_000 });
  #lastSuspect: Promise<unknown> = Promise.resolve();

  /** @param probe rejects while the archive is down: then nobody is to blame who asks */
  constructor(setAside: SetAside, probe: () => Promise<unknown>) {
    this.#setAside = setAside;
    this.#probe = probe;
  }

  /**
   * Does `work`, which asks the archive for something of this instance.
   * @throws InstanceSetAsideError, and what `work` throws
   */
  async watch<T>(instance: InstanceRecord, what: string, work: () => Promise<T>): Promise<T> {
    const key = `${instance.version}/${what}`;
    this.#refuseSetAside(instance, what);
    if (!this.#deaths.has(key)) return this.#count(instance, what, work);
    const before = this.#lastSuspect;
    const alone = (async (): Promise<T> => {
      await before;
      this.#refuseSetAside(instance, what);
      await this.#probe();
      return this.#count(instance, what, work);
    })();
    this.#lastSuspect = alone.catch(() => undefined);
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

const setAsideError = (sopInstanceUid: string, reason: string): InstanceSetAsideError =>
  new InstanceSetAsideError(`Instance ${sopInstanceUid} is set aside: ${reason}`);
