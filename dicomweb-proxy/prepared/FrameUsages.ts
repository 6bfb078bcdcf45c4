export interface SeriesUids {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

/** The files with frames of a series. */
export interface Usage {
  readonly uids: SeriesUids;
  /** What each takes on the disk, as far as this process knows. */
  readonly bytesOf: ReadonlyMap<string, number>;
  lastUsedMs: number;
  /** When the use was last noted on the disk. */
  touchedMs: number;
}

interface Entry extends Usage {
  readonly bytesOf: Map<string, number>;
}

/** What the frames of each series take and when they were last used. */
export class FrameUsages {
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /** Of all together. */
  get bytes(): number {
    return this.#bytes;
  }

  get(seriesInstanceUid: string): Usage | undefined {
    return this.#entries.get(seriesInstanceUid);
  }

  /** Whether this very one is there still. */
  has(usage: Usage): boolean {
    return this.#entries.get(usage.uids.seriesInstanceUid) === usage;
  }

  add(uids: SeriesUids, lastUsedMs = Date.now()): Usage {
    const entry: Entry = { uids, bytesOf: new Map(), lastUsedMs, touchedMs: lastUsedMs };
    this.#entries.set(uids.seriesInstanceUid, entry);
    return entry;
  }

  delete(usage: Usage): void {
    for (const name of usage.bytesOf.keys()) this.account(usage, name, undefined);
    if (this.has(usage)) this.#entries.delete(usage.uids.seriesInstanceUid);
  }

  /** @param bytes undefined: the file is gone */
  account(usage: Usage, name: string, bytes: number | undefined): void {
    const { bytesOf } = usage as Entry;
    this.#bytes += (bytes ?? 0) - (bytesOf.get(name) ?? 0);
    if (bytes === undefined) bytesOf.delete(name);
    else bytesOf.set(name, bytes);
  }

  /** As account, for a file that may have been forgotten meanwhile. */
  update(usage: Usage, name: string, bytes: number): void {
    if (this.has(usage) && usage.bytesOf.has(name)) this.account(usage, name, bytes);
  }

  all(): Usage[] {
    return [...this.#entries.values()];
  }

  leastRecentFirst(): Usage[] {
    return this.all().sort((a, b) => a.lastUsedMs - b.lastUsedMs);
  }

  ofStudy(studyInstanceUid: string): SeriesUids[] {
    return this.all()
      .map(({ uids }) => uids)
      .filter((uids) => uids.studyInstanceUid === studyInstanceUid);
  }
}
