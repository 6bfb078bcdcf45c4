import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { DiskRoom, FrameStoreFullError } from './DiskRoom.ts';
import { RemovedFileError, type FrameFile } from './FrameFile.ts';
import { FrameFiles } from './FrameFiles.ts';
import { FrameFolder } from './FrameFolder.ts';
import { FrameUsages, type SeriesUids, type Usage } from './FrameUsages.ts';
import { OpenFrameFiles } from './OpenFrameFiles.ts';
import type { PreparedFiles } from './PreparedFiles.ts';

export interface FrameStoreOptions {
  files: PreparedFiles;
  logger: Logger;
  /** What the frames may take; default: 20 GB, or half of what is free if that is less. */
  maxBytes?: number | undefined;
  /** Takes away what else is kept of a series whose frames made room for others. */
  onEvicted?(series: SeriesUids): Promise<void>;
}

const defaultMaxBytes = 20 * 1024 ** 3;
const touchEveryMs = 60_000;
/** What other processes write and use in the same folder shows on the disk only. */
const scanEveryMs = 60_000;

/**
 * The frames of all series within a size limit: the least recently used series goes first. Several processes may work
 * in one folder: each adds only to files of its own and reads those of all, so there is nothing to lock, and what a
 * process leaves that was killed is read by the others.
 */
export class FrameStore {
  readonly #folder: FrameFolder;
  readonly #logger: Logger;
  readonly #usages = new FrameUsages();
  readonly #open: OpenFrameFiles;
  readonly #room: DiskRoom;
  readonly #onEvicted: FrameStoreOptions['onEvicted'];
  readonly #ready: Promise<void>;
  /** Sorts behind the names of earlier processes. */
  readonly #ownName: string;
  #maxBytes: number;
  #scannedAtMs = performance.now();

  constructor({ files, logger, maxBytes, onEvicted }: FrameStoreOptions) {
    this.#folder = new FrameFolder(files);
    this.#ownName = this.#folder.nameFor(`${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`);
    this.#onEvicted = onEvicted;
    this.#logger = logger;
    this.#maxBytes = maxBytes ?? defaultMaxBytes;
    this.#open = new OpenFrameFiles(logger, files.keys);
    this.#room = new DiskRoom(files, logger);
    this.#ready = this.#start(maxBytes === undefined).catch((error: unknown) => {
      logger.warn({ err: error }, 'what is prepared could not be listed');
    });
  }

  get bytes(): number {
    return this.#usages.bytes;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Whether more can be kept without evicting anything. */
  async hasRoom(): Promise<boolean> {
    await this.#ready;
    return this.bytes < 0.9 * this.#maxBytes && !this.isPaused;
  }

  /** The disk was full a moment ago. */
  get isPaused(): boolean {
    return this.#room.isPaused;
  }

  /** Cheap: for every frame that is served, from memory too. */
  markUsed(seriesInstanceUid: string): void {
    const usage = this.#usages.get(seriesInstanceUid);
    if (!usage) return;
    usage.lastUsedMs = Date.now();
    if (usage.lastUsedMs - usage.touchedMs <= touchEveryMs) return;
    usage.touchedMs = usage.lastUsedMs;
    // Of a file that another user owns the time stamp stays; then only this process knows of the use.
    this.#useAll(usage, (files) => files.touch()).catch((error: unknown) => {
      this.#logger.debug({ err: error, seriesInstanceUid }, 'a use could not be noted');
    });
  }

  /** The files stay open while `work` runs. undefined when no process is known to have frames of the series. */
  async read<T>(uids: SeriesUids, work: (files: FrameFiles) => Promise<T> | T): Promise<T | undefined> {
    await this.#ready;
    const { seriesInstanceUid } = uids;
    const usage = this.#usages.get(seriesInstanceUid);
    if (!usage) return undefined;
    this.markUsed(seriesInstanceUid);
    try {
      return await this.#useAll(usage, work);
    } catch (error) {
      // Another process has removed one of them.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await this.look(uids);
      const left = this.#usages.get(seriesInstanceUid);
      return left && this.#useAll(left, work);
    }
  }

  /** Looks on the disk for what other processes have added to the series. @returns whether there was something */
  async look(uids: SeriesUids): Promise<boolean> {
    await this.#ready;
    const names = await this.#folder.list(uids);
    const known = this.#usages.get(uids.seriesInstanceUid);
    if (names.length === 0 && !known) return false;
    const usage = known ?? this.#usages.add(uids);
    const others = names.filter((name) => !usage.bytesOf.has(name));
    for (const name of others) this.#usages.account(usage, name, 0);
    await this.#forgetVanished(usage, names);
    if (!this.#usages.has(usage)) return false;
    const grown = await this.#useAll(usage, (files) => files.readMore());
    return grown || others.length > 0;
  }

  /**
   * Makes room for `bytes` and lets `work` add them to this process' file of the series.
   * @throws FrameStoreFullError, and what the file system throws
   */
  async append(uids: SeriesUids, bytes: number, work: (file: FrameFile) => Promise<void>): Promise<void> {
    await this.#ready;
    await this.#makeRoom(uids, bytes);
    try {
      await this.#append(uids, work);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') this.#room.pause('the disk is full');
      if (!(error instanceof RemovedFileError)) throw error;
      await this.look(uids);
      await this.#append(uids, work);
    }
  }

  async sync({ seriesInstanceUid }: SeriesUids): Promise<void> {
    const usage = this.#usages.get(seriesInstanceUid);
    if (usage?.bytesOf.has(this.#ownName)) await this.#use(usage.uids, this.#ownName, (file) => file.sync());
  }

  /** Removes the files of a series, of whichever process; who reads from them now can finish. */
  async remove(uids: SeriesUids): Promise<void> {
    const usage = this.#usages.get(uids.seriesInstanceUid);
    if (usage) {
      const known = [...usage.bytesOf.keys()];
      this.#usages.delete(usage);
      await Promise.all(
        known.map((name) =>
          this.#open.remove(this.#folder.pathOf(uids, name), () => this.#folder.remove(uids, name)),
        ),
      );
    }
    // An own one that is there now was begun after that.
    const others = (await this.#folder.list(uids)).filter((name) => name !== this.#ownName);
    await Promise.all(others.map((name) => this.#folder.remove(uids, name)));
  }

  /** Of this study: the series that have files. */
  seriesOf(studyInstanceUid: string): SeriesUids[] {
    return this.#usages.ofStudy(studyInstanceUid);
  }

  async close(): Promise<void> {
    await this.#ready;
    await this.#open.close();
  }

  async #append(uids: SeriesUids, work: (file: FrameFile) => Promise<void>): Promise<void> {
    const usage = this.#usages.get(uids.seriesInstanceUid) ?? this.#usages.add(uids);
    await this.#use(uids, this.#ownName, async (file) => {
      await work(file);
      // Else it was removed meanwhile, with what was added.
      if (this.#usages.has(usage)) this.#usages.account(usage, this.#ownName, file.bytes);
    });
  }

  #use<T>(uids: SeriesUids, name: string, work: (file: FrameFile) => Promise<T> | T): Promise<T> {
    return this.#open.use(this.#folder.pathOf(uids, name), name === this.#ownName ? 'write' : 'read', work);
  }

  #useAll<T>(usage: Usage, work: (files: FrameFiles) => Promise<T> | T): Promise<T> {
    const newestFirst = [...usage.bytesOf.keys()].sort().reverse();
    const openNext = async (opened: readonly FrameFile[]): Promise<T> => {
      const name = newestFirst[opened.length];
      if (name !== undefined) return this.#use(usage.uids, name, (file) => openNext([...opened, file]));
      opened.forEach(({ bytes }, index) => this.#usages.update(usage, newestFirst[index] ?? '', bytes));
      return work(new FrameFiles(opened));
    };
    return openNext([]);
  }

  /** Closes what other processes have removed: as long as it is open it takes its room on the disk. */
  async #forgetVanished(usage: Usage, names: readonly string[]): Promise<void> {
    const vanished = [...usage.bytesOf.keys()].filter((name) => !names.includes(name));
    for (const name of vanished) this.#usages.account(usage, name, undefined);
    if (usage.bytesOf.size === 0) this.#usages.delete(usage);
    await Promise.all(vanished.map((name) => this.#open.remove(this.#folder.pathOf(usage.uids, name))));
  }

  async #makeRoom({ seriesInstanceUid }: SeriesUids, bytes: number): Promise<void> {
    await this.#room.take(bytes);
    if (performance.now() - this.#scannedAtMs > scanEveryMs) await this.#scan();
    if (this.bytes + bytes <= this.#maxBytes) return;
    // Some more than needed, so that not every frame sorts them all.
    for (const { uids } of this.#usages.leastRecentFirst()) {
      if (this.bytes + bytes <= 0.95 * this.#maxBytes) break;
      if (uids.seriesInstanceUid === seriesInstanceUid) continue;
      this.#logger.debug(uids, 'the frames of a series make room for others');
      await this.remove(uids);
      await this.#onEvicted?.(uids);
    }
    if (this.bytes + bytes > this.#maxBytes) {
      throw new FrameStoreFullError(`the series alone takes more than CACHE_MAX_BYTES=${this.#maxBytes}`);
    }
  }

  async #start(chooseLimit: boolean): Promise<void> {
    await this.#scan();
    if (!chooseLimit) return;
    const available = (await this.#folder.freeBytes()) + this.bytes;
    this.#maxBytes = Math.min(defaultMaxBytes, Math.floor(available / 2));
  }

  /** What there is, of all processes, and when it was last used. */
  async #scan(): Promise<void> {
    this.#scannedAtMs = performance.now();
    const unseen = new Set(this.#usages.all());
    for await (const [uids, found] of this.#folder.all()) {
      const usage = this.#usages.get(uids.seriesInstanceUid) ?? this.#usages.add(uids, 0);
      unseen.delete(usage);
      for (const { name, bytes, touchedMs } of found) {
        if (name !== this.#ownName) this.#usages.account(usage, name, bytes);
        usage.lastUsedMs = Math.max(usage.lastUsedMs, touchedMs);
        usage.touchedMs = Math.max(usage.touchedMs, touchedMs);
      }
      await this.#forgetVanished(
        usage,
        found.map(({ name }) => name),
      );
    }
    for (const usage of unseen) await this.#forgetVanished(usage, await this.#folder.list(usage.uids));
  }
}
