import { stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { FrameFile } from './FrameFile.ts';
import type { PreparedFiles } from './PreparedFiles.ts';

export interface SeriesUids {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
}

export interface FrameStoreOptions {
  files: PreparedFiles;
  logger: Logger;
  /** What the frames may take; default: 20 GB, or half of what is free if that is less. */
  maxBytes?: number | undefined;
}

/** The frame cannot be kept: the disk, or the share of it that is ours, is full. */
export class FrameStoreFullError extends Error {
  override readonly name = 'FrameStoreFullError';
}

interface Usage {
  readonly uids: SeriesUids;
  bytes: number;
  lastUsedMs: number;
  touchedMs: number;
}

interface OpenFile {
  readonly file: Promise<FrameFile>;
  users: number;
  evicted: boolean;
  readonly closed: PromiseWithResolvers<void>;
}

/** Goes up when what is prepared changes its form. */
const fileName = 'frames-1.htj2k';
const mostOpenFiles = 200;
const defaultMaxBytes = 20 * 1024 ** 3;
/** The archive writes to the same disk, and it is the one that must not run out. */
const leaveFreeBytes = 1024 ** 3;
const lookAtDiskEveryBytes = 64 * 1024 ** 2;
const touchEveryMs = 60_000;
/** After the disk was full. */
const pauseMs = 30_000;

/** The FrameFiles of all series within a size limit: the least recently used series goes first. */
export class FrameStore {
  readonly #files: PreparedFiles;
  readonly #logger: Logger;
  readonly #usages = new Map<string, Usage>();
  readonly #open: LRUCache<string, OpenFile>;
  /** Of series whose file is being closed or removed: it is opened again only after that, never twice at a time. */
  readonly #leaving = new Map<string, Promise<void>>();
  readonly #ready: Promise<void>;
  #maxBytes: number;
  #bytes = 0;
  #untilDiskIsLookedAt = 0;
  #pausedUntilMs = 0;

  constructor({ files, logger, maxBytes }: FrameStoreOptions) {
    this.#files = files;
    this.#logger = logger;
    this.#maxBytes = maxBytes ?? defaultMaxBytes;
    this.#open = new LRUCache({ max: mostOpenFiles, dispose: (slot, key) => this.#letGo(key, slot) });
    this.#ready = this.#findFiles(maxBytes === undefined).catch((error: unknown) => {
      logger.warn({ err: error }, 'what is prepared could not be listed');
    });
  }

  get bytes(): number {
    return this.#bytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Whether more can be kept without evicting anything. */
  async hasRoom(): Promise<boolean> {
    await this.#ready;
    return this.#bytes < 0.9 * this.#maxBytes && performance.now() >= this.#pausedUntilMs;
  }

  /** Cheap: for every frame that is served, from memory too. */
  markUsed(seriesInstanceUid: string): void {
    const usage = this.#usages.get(seriesInstanceUid);
    if (usage) usage.lastUsedMs = Date.now();
  }

  /** The file stays open while `work` runs. undefined when the series has none. */
  async read<T>(uids: SeriesUids, work: (file: FrameFile) => Promise<T> | T): Promise<T | undefined> {
    await this.#ready;
    const usage = this.#usages.get(uids.seriesInstanceUid);
    if (!usage) return undefined;
    usage.lastUsedMs = Date.now();
    return this.#use(uids, async (file) => {
      const result = await work(file);
      if (usage.lastUsedMs - usage.touchedMs > touchEveryMs) {
        usage.touchedMs = usage.lastUsedMs;
        await file.touch();
      }
      return result;
    });
  }

  /**
   * Makes room for `bytes` and lets `work` add them to the file of the series.
   * @throws FrameStoreFullError, and what the file system throws
   */
  async append(uids: SeriesUids, bytes: number, work: (file: FrameFile) => Promise<void>): Promise<void> {
    await this.#ready;
    await this.#makeRoom(uids, bytes);
    const usage = this.#usageOf(uids);
    try {
      await this.#use(uids, async (file) => {
        await work(file);
        // Else it was removed meanwhile, with what was added.
        if (this.#usages.get(uids.seriesInstanceUid) === usage) this.#account(usage, file.bytes);
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') this.#pause('the disk is full');
      throw error;
    }
  }

  async sync(uids: SeriesUids): Promise<void> {
    if (this.#usages.has(uids.seriesInstanceUid)) await this.#use(uids, (file) => file.sync());
  }

  /** Removes the file of a series; who reads from it now can finish. */
  async remove(uids: SeriesUids): Promise<void> {
    const usage = this.#usages.get(uids.seriesInstanceUid);
    if (!usage) return;
    this.#account(usage, 0);
    this.#usages.delete(uids.seriesInstanceUid);
    this.#open.delete(uids.seriesInstanceUid);
    await this.#leave(uids.seriesInstanceUid, async (closed) => {
      await closed;
      await this.#files.remove(uids.studyInstanceUid, uids.seriesInstanceUid, fileName);
    });
  }

  /** Of this study: the series that have a file. */
  seriesOf(studyInstanceUid: string): SeriesUids[] {
    return [...this.#usages.values()]
      .filter(({ uids }) => uids.studyInstanceUid === studyInstanceUid)
      .map(({ uids }) => uids);
  }

  async close(): Promise<void> {
    await this.#ready;
    this.#open.clear();
    await Promise.all(this.#leaving.values());
  }

  async #use<T>(uids: SeriesUids, work: (file: FrameFile) => Promise<T> | T): Promise<T> {
    const key = uids.seriesInstanceUid;
    let slot = this.#open.get(key);
    if (!slot) {
      const path = this.#files.pathOf(uids.studyInstanceUid, key, fileName);
      const file = (this.#leaving.get(key) ?? Promise.resolve()).then(() => FrameFile.open(path));
      slot = { file, users: 0, evicted: false, closed: Promise.withResolvers() };
      this.#open.set(key, slot);
    }
    slot.users += 1;
    try {
      return await work(await slot.file);
    } catch (error) {
      // Opened anew the next time: whatever was wrong with it may be over.
      if (this.#open.peek(key) === slot) this.#open.delete(key);
      throw error;
    } finally {
      slot.users -= 1;
      if (slot.evicted && slot.users === 0) this.#closeFile(slot);
    }
  }

  #letGo(key: string, slot: OpenFile): void {
    slot.evicted = true;
    void this.#leave(key, async (before) => {
      await before;
      await slot.closed.promise;
    });
    if (slot.users === 0) this.#closeFile(slot);
  }

  #closeFile({ file, closed }: OpenFile): void {
    void file
      .then((opened) => opened.close())
      .catch((error: unknown) => this.#logger.debug({ err: error }, 'a file of frames did not close'))
      .finally(() => closed.resolve());
  }

  /** Chains what has to happen before the file of a series is opened again. */
  #leave(key: string, step: (before: Promise<void> | undefined) => Promise<void>): Promise<void> {
    const work = step(this.#leaving.get(key));
    const settled = work
      .catch(() => undefined)
      .finally(() => {
        if (this.#leaving.get(key) === settled) this.#leaving.delete(key);
      });
    this.#leaving.set(key, settled);
    return work;
  }

  #usageOf(uids: SeriesUids): Usage {
    const known = this.#usages.get(uids.seriesInstanceUid);
    if (known) return known;
    const now = Date.now();
    const usage: Usage = { uids, bytes: 0, lastUsedMs: now, touchedMs: now };
    this.#usages.set(uids.seriesInstanceUid, usage);
    return usage;
  }

  #account(usage: Usage, bytes: number): void {
    this.#bytes += bytes - usage.bytes;
    usage.bytes = bytes;
  }

  async #makeRoom({ seriesInstanceUid }: SeriesUids, bytes: number): Promise<void> {
    if (performance.now() < this.#pausedUntilMs) throw new FrameStoreFullError('the disk was full');
    await this.#lookAtDisk(bytes);
    if (this.#bytes + bytes <= this.#maxBytes) return;
    const leastRecent = [...this.#usages.values()]
      .filter(({ uids }) => uids.seriesInstanceUid !== seriesInstanceUid)
      .sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    // Some more than needed, so that not every frame sorts them all.
    for (const { uids } of leastRecent) {
      if (this.#bytes + bytes <= 0.95 * this.#maxBytes) break;
      this.#logger.debug(uids, 'the frames of a series make room for others');
      await this.remove(uids);
    }
    if (this.#bytes + bytes > this.#maxBytes) {
      throw new FrameStoreFullError(`the series alone takes more than CACHE_MAX_BYTES=${this.#maxBytes}`);
    }
  }

  async #lookAtDisk(bytes: number): Promise<void> {
    this.#untilDiskIsLookedAt -= bytes;
    if (this.#untilDiskIsLookedAt > 0) return;
    this.#untilDiskIsLookedAt = lookAtDiskEveryBytes;
    if ((await this.#files.freeBytes()) >= leaveFreeBytes) return;
    this.#untilDiskIsLookedAt = 0;
    this.#pause(`less than ${leaveFreeBytes} bytes are free`);
    throw new FrameStoreFullError('the disk is nearly full');
  }

  #pause(reason: string): void {
    this.#pausedUntilMs = performance.now() + pauseMs;
    this.#logger.warn({ pauseMs }, `frames cannot be kept for now: ${reason}`);
  }

  async #findFiles(chooseLimit: boolean): Promise<void> {
    for (const studyInstanceUid of await this.#files.studies()) {
      for (const seriesInstanceUid of await this.#files.series(studyInstanceUid)) {
        const path = this.#files.pathOf(studyInstanceUid, seriesInstanceUid, fileName);
        const found = await stat(path).catch(() => undefined);
        if (!found) continue;
        const uids = { studyInstanceUid, seriesInstanceUid };
        const usage: Usage = { uids, bytes: 0, lastUsedMs: found.mtimeMs, touchedMs: found.mtimeMs };
        this.#usages.set(seriesInstanceUid, usage);
        this.#account(usage, found.size);
      }
    }
    if (!chooseLimit) return;
    const available = (await this.#files.freeBytes()) + this.#bytes;
    this.#maxBytes = Math.min(defaultMaxBytes, Math.floor(available / 2));
  }
}
