import {
  checkPreferences,
  defaultPreferences,
  readPreferences,
  type PreferencesData,
} from './preferencesData.ts';

/** Where preferences are kept: this browser, later the reader's account on the server. */
export interface PreferencesStorage {
  /** What was written last; undefined when nothing was, or it cannot be read. */
  read(): unknown;
  write(data: PreferencesData): void;
  /** Calls `listener` when another window wrote; the returned function ends that. */
  watch(listener: () => void): () => void;
}

/**
 * What the reader chose: mouse, keys, layouts, texts, windows, hanging protocols. Dispatches `change` after every change,
 * its own and those of other windows.
 */
export class Preferences extends EventTarget {
  readonly #storage: PreferencesStorage;
  #data: PreferencesData;

  constructor(storage: PreferencesStorage) {
    super();
    this.#storage = storage;
    this.#data = readPreferences(storage.read());
    storage.watch(() => this.#take(readPreferences(this.#storage.read())));
  }

  /** A new object after every change. */
  get data(): PreferencesData {
    return this.#data;
  }

  /** @throws ZodError that names the field that is not as it should be */
  change(change: Partial<PreferencesData>): void {
    const data = checkPreferences({ ...this.#data, ...change });
    this.#take(data);
    this.#storage.write(data);
  }

  /** Everything, or the named fields, as if never chosen. */
  reset(...fields: (keyof PreferencesData)[]): void {
    const fresh = defaultPreferences();
    if (fields.length === 0) return this.change(fresh);
    this.change(Object.fromEntries(fields.map((field) => [field, fresh[field]])));
  }

  #take(data: PreferencesData): void {
    this.#data = data;
    this.dispatchEvent(new Event('change'));
  }
}
