import { createStore, get, update, type UseStore } from 'idb-keyval';
import type { PairStorage } from './refusedPairs.ts';

/** Keeps pairs in the browser's own database, of each person for themselves; where the browser forbids it they are not kept. */
export class PairsInBrowser implements PairStorage {
  readonly #person: () => Promise<string>;
  #store: UseStore | undefined;

  /** @param person who reads; empty where nobody is signed in */
  constructor(person: () => Promise<string>) {
    this.#person = person;
  }

  async read(key: string): Promise<readonly string[]> {
    try {
      return (await get<string[]>(await this.#keyOf(key), this.#open())) ?? [];
    } catch {
      return [];
    }
  }

  async change(key: string, by: (kept: readonly string[]) => readonly string[]): Promise<void> {
    try {
      await update<readonly string[]>(await this.#keyOf(key), (kept) => by(kept ?? []), this.#open());
    } catch {
      // Forbidden or full: it then lasts as long as the page.
    }
  }

  async #keyOf(key: string): Promise<string> {
    return `${await this.#person()}/${key}`;
  }

  #open(): UseStore {
    return (this.#store ??= createStore('yunying-refused-pairs', 'studies'));
  }
}
