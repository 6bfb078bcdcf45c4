import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import { unsavedCount, type Unsaved } from './unsaved.ts';

/**
 * Unsaved work in the browser's own database, by study and person, until the archive has it: it outlives the page and a failed
 * archive. Writes follow each other; of several that wait only the latest is done.
 */
export class KeptInBrowser {
  #store: UseStore | undefined;
  readonly #waiting = new Map<string, Unsaved>();
  #writing: Promise<void> | undefined;

  /** What was kept; undefined where there is nothing, or where the browser forbids its database. */
  async read(key: string): Promise<Unsaved | undefined> {
    try {
      return await get<Unsaved>(key, this.#open());
    } catch {
      return undefined;
    }
  }

  /** Keeps the latest state of a study, or drops it when nothing is unsaved. Rejects when the browser does not keep it. */
  keep(key: string, unsaved: Unsaved): Promise<void> {
    this.#waiting.set(key, unsaved);
    this.#writing ??= this.#write();
    return this.#writing;
  }

  async #write(): Promise<void> {
    try {
      for (let next = firstOf(this.#waiting); next; next = firstOf(this.#waiting)) {
        const [key, unsaved] = next;
        this.#waiting.delete(key);
        if (unsavedCount(unsaved) === 0) await del(key, this.#open());
        else await set(key, unsaved, this.#open());
      }
    } finally {
      this.#writing = undefined;
    }
  }

  #open(): UseStore {
    return (this.#store ??= createStore('yunying-unsaved', 'studies'));
  }
}

const firstOf = <K, V>(map: Map<K, V>): [K, V] | undefined => map.entries().next().value;
