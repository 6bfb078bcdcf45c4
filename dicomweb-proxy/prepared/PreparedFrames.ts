import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { Coalescer, type InstanceRecord, type SeriesRecord } from '../archive/index.ts';
import type { FramePool, JobPriority } from '../frames/index.ts';
import { FrameStoreFullError } from './DiskRoom.ts';
import { DamagedFrameError } from './FrameFile.ts';
import type { FrameFiles } from './FrameFiles.ts';
import type { FrameMaker, FrameOutcome } from './FrameMaker.ts';
import type { RecordKind } from './frameRecord.ts';
import type { FrameStore } from './FrameStore.ts';
import { mayBeNamed } from './PreparedFiles.ts';

export interface PreparedFramesOptions {
  store: FrameStore;
  maker: FrameMaker;
  pool: FramePool;
  logger: Logger;
  /** Whether the archive still has the series. */
  isThere(series: SeriesRecord): Promise<boolean>;
  /** A reader asked for frames of the series that are not prepared. */
  onWanted(series: SeriesRecord): void;
  memoryBytes?: number;
}

/**
 * How long a reader's frame may be on its way to HTJ2K before the stored one goes out. HTJ2K saves a reader bytes, in
 * the order of 100 KB for a CT slice: time that a longer wait would cost again.
 */
const patienceMs = 60;
/** How long what is set aside is not asked for again. */
const forNowMs = 3_600_000;
const mostForNow = 10_000;

/** Frames as HTJ2K: from memory, from the disk, or made now. */
export class PreparedFrames {
  readonly #options: PreparedFramesOptions;
  readonly #memory: LRUCache<string, FrameOutcome>;
  /** What may be different another time, so it is not on the disk. */
  readonly #forNow = new LRUCache<string, FrameOutcome>({ max: mostForNow, ttl: forNowMs });
  readonly #reading = new Coalescer<FrameOutcome | undefined>();
  readonly #making = new Coalescer<{ outcome: FrameOutcome; kept: Promise<boolean> }>();
  readonly #counts = { memory: 0, disk: 0, made: 0, damaged: 0 };
  readonly #made: Record<RecordKind, number> = { htj2k: 0, 'as-stored': 0, failed: 0 };

  constructor(options: PreparedFramesOptions) {
    this.#options = options;
    this.#memory = new LRUCache({
      maxSize: options.memoryBytes ?? 96 * 1024 ** 2,
      sizeCalculation: ({ bytes }) => bytes.length + 256,
    });
  }

  /** From memory, at once. */
  peek(series: SeriesRecord, instance: InstanceRecord, frameNumber: number): FrameOutcome | undefined {
    const known = this.#memory.get(`${instance.version}/${frameNumber}`);
    if (!known) return undefined;
    this.#counts.memory += 1;
    this.#options.store.markUsed(series.seriesInstanceUid);
    return known;
  }

  /** From memory or disk; undefined when it has not been made, or has to be made again. */
  async find(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
  ): Promise<FrameOutcome | undefined> {
    const key = `${instance.version}/${frameNumber}`;
    const known = this.peek(series, instance, frameNumber) ?? this.#forNow.get(key);
    if (known) return known;
    return this.#reading.run(key, async () => {
      const found = await this.#fromDisk(series, instance, frameNumber);
      if (found) this.#memory.set(key, found);
      return found;
    });
  }

  /**
   * The HTJ2K frame for a reader, or undefined when the stored one should go out: that is what it stays as, or HTJ2K
   * would take longer. With `insist` it is waited for. When all who wait have left (`signal`) the archive is not asked.
   * @throws what FrameMaker.make throws, only with `insist`
   */
  async forReader(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    insist: boolean,
    signal?: AbortSignal,
  ): Promise<FrameOutcome | undefined> {
    const known = await this.find(series, instance, frameNumber);
    if (known) return known;
    this.#options.onWanted(series);
    if (insist) return (await this.#make(series, instance, frameNumber, 'reader', signal)).outcome;
    const { threads, running, waiting } = this.#options.pool.load();
    if (running >= threads || waiting.reader > 0) return undefined;
    const patience = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => patience.resolve(undefined), patienceMs);
    const made = this.#make(series, instance, frameNumber, 'reader', signal).then(({ outcome }) => outcome);
    // What goes wrong on the way to HTJ2K is no concern of a reader who takes the stored frame too.
    return Promise.race([made.catch(() => undefined), patience.promise]).finally(() => clearTimeout(timer));
  }

  /**
   * Makes it; resolves when it is in the file or not to be kept, with false when there is no room for it.
   * @throws what FrameMaker.make throws
   */
  async prepare(series: SeriesRecord, instance: InstanceRecord, frameNumber: number): Promise<boolean> {
    const { kept } = await this.#make(series, instance, frameNumber, 'background');
    return kept;
  }

  /** What is known of each of these frames, without reading their bytes. */
  async kinds(
    series: SeriesRecord,
    frames: readonly (readonly [InstanceRecord, number])[],
  ): Promise<(RecordKind | undefined)[]> {
    const none = frames.map(
      ([instance, frameNumber]) => this.#forNow.get(`${instance.version}/${frameNumber}`)?.kind,
    );
    const look = (files: FrameFiles) =>
      frames.map(
        ([instance, frameNumber], index) => files.find(instance.version, frameNumber)?.kind ?? none[index],
      );
    if (!mayBeNamed(series)) return none;
    const { store } = this.#options;
    const found = await store.read(series, look);
    if (found && !found.includes(undefined)) return found;
    await store.look(series);
    return (await store.read(series, look)) ?? none;
  }

  /** Whether one of these has to be tried again some time. */
  isForNow(frames: readonly (readonly [InstanceRecord, number])[]): boolean {
    return frames.some(([{ version }, frameNumber]) => this.#forNow.has(`${version}/${frameNumber}`));
  }

  /** What the frames of the series take on the disk. */
  async keptBytes(series: SeriesRecord): Promise<number> {
    await this.#options.store.look(series);
    return (await this.#options.store.read(series, ({ bytes }) => bytes)) ?? 0;
  }

  /** How often a frame came from where, for metrics. */
  counts(): Readonly<Record<'memory' | 'disk' | 'made' | 'damaged', number>> {
    return this.#counts;
  }

  /** What was made of frames since the start, for metrics. */
  made(): Readonly<Record<RecordKind, number>> {
    return this.#made;
  }

  #make(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    priority: JobPriority,
    signal?: AbortSignal,
  ): Promise<{ outcome: FrameOutcome; kept: Promise<boolean> }> {
    const key = `${instance.version}/${frameNumber}`;
    const make = async (ended: AbortSignal): Promise<{ outcome: FrameOutcome; kept: Promise<boolean> }> => {
      const outcome = await this.#options.maker.make(series, instance, frameNumber, priority, ended);
      this.#made[outcome.kind] += 1;
      this.#counts.made += 1;
      if (outcome.forNow) {
        this.#forNow.set(key, outcome);
        return { outcome, kept: Promise.resolve(true) };
      }
      // Preparing ahead shall not drive out what readers use.
      if (priority === 'reader') this.#memory.set(key, outcome);
      return { outcome, kept: this.#keep(series, instance, frameNumber, outcome) };
    };
    return this.#making.run(key, make, signal);
  }

  async #keep(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    { kind, bytes }: FrameOutcome,
  ): Promise<boolean> {
    const { store, logger, isThere } = this.#options;
    try {
      // It may have been deleted while the frame was made; then nothing of it stays here.
      if (!mayBeNamed(series) || !(await isThere(series))) return false;
      await store.append(series, bytes.length, (file) =>
        file.append(instance.version, frameNumber, kind, bytes),
      );
      return true;
    } catch (error) {
      const { seriesInstanceUid } = series;
      const level = error instanceof FrameStoreFullError ? 'debug' : 'warn';
      logger[level]({ err: error, seriesInstanceUid }, 'a frame could not be kept');
      return false;
    }
  }

  async #fromDisk(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
  ): Promise<FrameOutcome | undefined> {
    if (!mayBeNamed(series)) return undefined;
    const { store } = this.#options;
    const read = (files: FrameFiles) => this.#readFrom(files, series, instance, frameNumber);
    try {
      const known = await store.read(series, read);
      // Another process may have made it.
      return known ?? ((await store.look(series)) ? await store.read(series, read) : undefined);
    } catch {
      return undefined;
    }
  }

  async #readFrom(
    files: FrameFiles,
    { seriesInstanceUid }: SeriesRecord,
    { version, sopInstanceUid }: InstanceRecord,
    frameNumber: number,
  ): Promise<FrameOutcome | undefined> {
    let found = files.find(version, frameNumber);
    for (; found; found = files.find(version, frameNumber)) {
      try {
        const bytes = await found.read();
        this.#counts.disk += 1;
        return { kind: found.kind, bytes };
      } catch (error) {
        if (error instanceof DamagedFrameError) this.#counts.damaged += 1;
        this.#options.logger.warn(
          { err: error, seriesInstanceUid, sopInstanceUid, frameNumber },
          'a prepared frame is lost',
        );
        // This one is forgotten and will be added again; from a file that was cut more is missing, which opening it anew finds out.
        if (!(error instanceof DamagedFrameError && error.damage === 'changed')) throw error;
      }
    }
    return undefined;
  }
}
