/** Where refused pairs outlive the page: by person and by the two studies they are of. */
export interface PairStorage {
  /** What is kept under a key; empty where nothing is, or where nothing can be kept. Never rejects. */
  read(key: string): Promise<readonly string[]>;
  /** Changes what is kept there, whoever else changes it at the same time. Never rejects. */
  change(key: string, by: (kept: readonly string[]) => readonly string[]): Promise<void>;
}

/** A measurement by its id, and the study it is of. */
export interface InStudy {
  readonly id: string;
  readonly studyInstanceUid: string;
}

/**
 * Pairs of measurements that a reader does not want to be proposed as one finding, in this visit and in later ones. What earlier
 * visits have left is known once it is read (`load`).
 */
export class RefusedPairs {
  readonly #storage: PairStorage | undefined;
  readonly #refused = new Set<string>();
  /** Paired by hand in this visit, whatever was kept. */
  readonly #permitted = new Set<string>();
  /** Keys of two studies of which it is known what earlier visits have left. */
  readonly #known = new Set<string>();
  #keeping: Promise<void> = Promise.resolve();

  /** @param storage absent: pairs are forgotten with the page */
  constructor(storage?: PairStorage) {
    this.#storage = storage;
  }

  /** Reads what earlier visits have left of these studies, of each two once; whether anything new is known. Never rejects. */
  async load(studyInstanceUids: readonly string[]): Promise<boolean> {
    if (!this.#storage) return false;
    const asked = pairsOf(studyInstanceUids).filter((key) => !this.#known.has(key));
    const kept = await Promise.all(asked.map((key) => this.#storage?.read(key) ?? []));
    for (const pair of kept.flat()) if (!this.#permitted.has(pair)) this.#refused.add(pair);
    for (const key of asked) this.#known.add(key);
    return asked.length > 0;
  }

  /** Whether a pair may be proposed: not as long as nobody knows whether it was refused before. */
  mayPropose(one: InStudy, other: InStudy): boolean {
    return (
      (!this.#storage || this.#known.has(studiesOf(one, other))) && !this.#refused.has(pairOf(one, other))
    );
  }

  /** When all that was refused or permitted so far is kept, or is known not to be. Never rejects. */
  get whenKept(): Promise<void> {
    return this.#keeping;
  }

  refuse(one: InStudy, other: InStudy): void {
    const pair = pairOf(one, other);
    this.#refused.add(pair);
    this.#permitted.delete(pair);
    this.#keep(studiesOf(one, other), (kept) => [...new Set([...kept, pair])]);
  }

  /** They have been paired by hand. */
  permit(one: InStudy, other: InStudy): void {
    const pair = pairOf(one, other);
    this.#refused.delete(pair);
    this.#permitted.add(pair);
    this.#keep(studiesOf(one, other), (kept) => kept.filter((each) => each !== pair));
  }

  #keep(key: string, by: (kept: readonly string[]) => readonly string[]): void {
    const change = this.#storage?.change(key, by);
    this.#keeping = Promise.all([this.#keeping, change]).then(() => undefined);
  }
}

const pairOf = (one: InStudy, other: InStudy): string => unordered(one.id, other.id);
const studiesOf = (one: InStudy, other: InStudy): string =>
  unordered(one.studyInstanceUid, other.studyInstanceUid);
const unordered = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

const pairsOf = (uids: readonly string[]): string[] =>
  uids.flatMap((uid, at) => uids.slice(at + 1).map((other) => unordered(uid, other)));
