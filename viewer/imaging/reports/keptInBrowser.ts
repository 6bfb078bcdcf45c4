import { createStore, del, get, keys, set, type UseStore } from 'idb-keyval';
import { mergeUnsaved, unsavedCount, type Unsaved } from './unsaved.ts';
import { OpenTabs } from './openTabs.ts';

/** What is kept; when tells which of two is the later one. */
type Kept = Unsaved & { readonly at?: number };

/**
 * Unsaved work in the browser's own database, by study and person, until the archive has it: it outlives the page and a failed
 * archive. Each tab keeps a record of its own, so that two on one study do not write over each other; what a tab that is gone
 * has left is taken over by the next. Writes follow each other; of several that wait only the latest is done.
 */
export class KeptInBrowser {
  readonly #tabs = new OpenTabs();
  #store: UseStore | undefined;
  readonly #waiting = new Map<string, Unsaved>();
  /** Records of tabs that are gone, which were restored here: dropped once this tab has kept what is left of them. */
  readonly #takenOver = new Map<string, string[]>();
  #writing: Promise<void> | undefined;

  /** What tabs that are gone have kept; undefined where there is nothing, or where the browser forbids its database. */
  async read(key: string): Promise<Unsaved | undefined> {
    try {
      const known = (await keys<string>(this.#open())).filter(
        (one) => one === key || one.startsWith(`${key}/`),
      );
      if (known.length === 0) return undefined;
      const open = await this.#tabs.others();
      const left = known.filter((one) => !open.has(one.slice(key.length + 1)) && one !== this.#own(key));
      const records = await Promise.all(left.map((one) => get<Kept>(one, this.#open())));
      this.#takenOver.set(key, left);
      return records
        .filter((record) => record !== undefined)
        .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
        .reduce<Unsaved | undefined>((all, record) => (all ? mergeUnsaved(all, record) : record), undefined);
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

  close(): void {
    this.#tabs.close();
  }

  async #write(): Promise<void> {
    try {
      for (let next = firstOf(this.#waiting); next; next = firstOf(this.#waiting)) {
        const [key, unsaved] = next;
        this.#waiting.delete(key);
        const store = this.#open();
        if (unsavedCount(unsaved) === 0) await del(this.#own(key), store);
        else await set(this.#own(key), { ...unsaved, at: Date.now() } satisfies Kept, store);
        for (const former of this.#takenOver.get(key) ?? []) await del(former, store);
        this.#takenOver.delete(key);
      }
    } finally {
      this.#writing = undefined;
    }
  }

  #own(key: string): string {
    return `${key}/${this.#tabs.own}`;
  }

  #open(): UseStore {
    return (this.#store ??= createStore('yunying-unsaved', 'studies'));
  }
}

const firstOf = <K, V>(map: Map<K, V>): [K, V] | undefined => map.entries().next().value;
