import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { FrameFile } from './FrameFile.ts';
import { OpenFrameFiles } from './OpenFrameFiles.ts';
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

/** Goes up when what is prepared changes its form. */
const fileName = 'frames-1.htj2k';
const defaultMaxBytes = 20 * 1024 ** 3;
/** The archive writes to the same disk, and it is the one that must not run out; of small disks it is a tenth. */
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
  readonly #open: OpenFrameFiles;
  readonly #ready: Promise<void>;
  #maxBytes: number;
  #bytes = 0;
  #untilDiskIsLookedAt = 0;
  #pausedUntilMs = 0;

  constructor({ files, logger, maxBytes }: FrameStoreOptions) {
    this.#files = files;
    this.#logger = logger;
    this.#maxBytes = maxBytes ?? defaultMaxBytes;
    this.#open = new OpenFrameFiles(logger);
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
    return this.#bytes < 0.9 * this.#maxBytes && !this.isPaused;
  }

  /** The disk was full a moment ago. */
  get isPaused(): boolean {
    return performance.now() < this.#pausedUntilMs;
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
    await this.#open.remove(this.#pathOf(uids), () =>
      this.#files.remove(uids.studyInstanceUid, uids.seriesInstanceUid, fileName),
    );
  }

  /** Of this study: the series that have a file. */
  seriesOf(studyInstanceUid: string): SeriesUids[] {
    return [...this.#usages.values()]
      .filter(({ uids }) => uids.studyInstanceUid === studyInstanceUid)
      .map(({ uids }) => uids);
  }

  async close(): Promise<void> {
    await this.#ready;
    await this.#open.close();
  }

  #use<T>(uids: SeriesUids, work: (file: FrameFile) => Promise<T> | T): Promise<T> {
    return this.#open.use(this.#pathOf(uids), work);
  }

  #pathOf({ studyInstanceUid, seriesInstanceUid }: SeriesUids): string {
    return this.#files.pathOf(studyInstanceUid, seriesInstanceUid, fileName);
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
    if (this.isPaused) throw new FrameStoreFullError('the disk was full');
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
    const { freeBytes, totalBytes } = await this.#files.disk();
    const reserve = Math.min(leaveFreeBytes, totalBytes / 10);
    if (freeBytes >= reserve) return;
    this.#untilDiskIsLookedAt = 0;
    this.#pause(`only ${freeBytes} bytes are free`);
    throw new FrameStoreFullError('the disk is nearly full');
  }

  #pause(reason: string): void {
    this.#pausedUntilMs = performance.now() + pauseMs;
    this.#logger.warn({ pauseMs }, `frames cannot be kept for now: ${reason}`);
  }

  async #findFiles(chooseLimit: boolean): Promise<void> {
    for (const studyInstanceUid of await this.#files.studies()) {
      for (const seriesInstanceUid of await this.#files.series(studyInstanceUid)) {
        const uids = { studyInstanceUid, seriesInstanceUid };
        const found = await stat(this.#pathOf(uids)).catch(() => undefined);
        if (!found) continue;
        const usage: Usage = { uids, bytes: 0, lastUsedMs: found.mtimeMs, touchedMs: found.mtimeMs };
        this.#usages.set(seriesInstanceUid, usage);
        this.#account(usage, found.size);
      }
    }
    if (!chooseLimit) return;
    const available = (await this.#files.disk()).freeBytes + this.#bytes;
    this.#maxBytes = Math.min(defaultMaxBytes, Math.floor(available / 2));
  }
}
