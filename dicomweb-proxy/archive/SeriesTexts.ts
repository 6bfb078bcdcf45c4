import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { rawDataSet } from '../part10/index.ts';
import { ArchiveBrokeOffError, ArchiveResponseError } from './errors.ts';
import { fileHead } from './fileHead.ts';
import { indexTexts, type IndexTexts } from './indexTexts.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { TextsStore } from './TextsStore.ts';

/** A series to be looked at. */
export interface SeriesToRead {
  readonly seriesId: string;
  /** Any of its instances, at least one: where the archive dies of the first, the next one is read. */
  readonly instanceIds: readonly string[];
  /** What the archive's index says of patient, study and series: when that is another, so is what is known. */
  readonly indexed: string;
}

export interface SeriesTextsOptions {
  client: OrthancClient;
  logger: Logger;
  /** What was read is kept here; it may be thrown away at any time. Nothing is kept without. */
  store?: TextsStore | undefined;
  /** Told of series whose texts are not plain ASCII, some at a time. */
  onRead(seriesIds: readonly string[]): void;
  /** How long an archive that did not answer is left alone. */
  retryMs?: number;
}

interface Known {
  readonly digest: string;
  readonly texts: IndexTexts;
}

/** A line of the file: series, digest, texts. */
type Line = [string, string, IndexTexts];

/** A large archive that is read for the first time is not kept busy by it. */
const pauseMs = 4;
const unhurriedFrom = 50;
const defaultRetryMs = 2_000;
/** Whoever brings the archive down so often is not read until the next start: so many instances are tried at most. */
export const mostDeaths = 3;
/** Lists are sorted anew after it. */
const tellEveryMs = 500;
const nothing: IndexTexts = { study: {}, series: {} };

/**
 * The texts of patients, studies and series as the files have them. The archive's index keeps them in UTF-8, and
 * damaged where the character set has escape sequences or is not what the file declares, so the head of one file of each
 * series is read, once, in the background: lists never wait for it.
 */
export class SeriesTexts {
  readonly #client: OrthancClient;
  readonly #logger: Logger;
  readonly #store: TextsStore | undefined;
  readonly #onRead: SeriesTextsOptions['onRead'];
  readonly #retryMs: number;
  readonly #known = new Map<string, Known>();
  /** Those of `#order`, which may name one twice. */
  readonly #queue = new Map<string, SeriesToRead>();
  readonly #order: string[] = [];
  /** How often the archive broke off while it was asked for a file of a series, of those that are in the queue. */
  readonly #deaths = new Map<string, number>();
  #news: string[] = [];
  #toldAt = 0;
  readonly #loaded: Promise<void>;
  #unwritten: Line[] = [];
  #running: Promise<void> | undefined;
  #closed = false;

  constructor({ client, logger, store, onRead, retryMs = defaultRetryMs }: SeriesTextsOptions) {
    this.#client = client;
    this.#logger = logger;
    this.#store = store;
    this.#onRead = onRead;
    this.#retryMs = retryMs;
    this.#loaded = this.#load();
  }

  of(seriesId: string): IndexTexts | undefined {
    return this.#known.get(seriesId)?.texts;
  }

  /** Reads what is not known yet, the last named first: it has just come. */
  async consider(series: Iterable<SeriesToRead>): Promise<void> {
    await this.#loaded;
    for (const one of series) {
      const known = this.#known.get(one.seriesId);
      if (known?.digest === digestOf(one)) this.#note(one.seriesId, known.texts);
      else {
        this.#queue.set(one.seriesId, one);
        this.#order.push(one.seriesId);
      }
    }
    this.#tell();
    if (this.#queue.size > 0) this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  /** Resolves when nothing is left to be read, or after `withinMs`. */
  async settled(withinMs: number): Promise<void> {
    await Promise.race([this.#running, delay(withinMs, undefined, { ref: false })]);
  }

  close(): void {
    this.#closed = true;
    this.#queue.clear();
  }

  async #run(): Promise<void> {
    // Those who wait for `consider` go on first.
    await Promise.resolve();
    while (this.#queue.size > 0 && !this.#closed) {
      const seriesId = this.#order.pop() ?? '';
      const one = this.#queue.get(seriesId);
      if (!one) continue;
      this.#queue.delete(seriesId);
      try {
        this.#remember(one, await this.#read(one));
        this.#deaths.delete(seriesId);
      } catch (error) {
        if (this.#closed) return;
        // Deleted meanwhile, or no longer readable: what the index says has to do.
        if (error instanceof ArchiveResponseError || this.#isGivenUp(one, error)) {
          this.#deaths.delete(seriesId);
          continue;
        }
        this.#queue.set(seriesId, one);
        this.#order.push(seriesId);
        await delay(this.#retryMs, undefined, { ref: false });
      }
      if (this.#queue.size > unhurriedFrom) await delay(pauseMs, undefined, { ref: false });
      if (this.#unwritten.length >= 500) await this.#write();
      if (performance.now() - this.#toldAt > tellEveryMs) this.#tell();
    }
    this.#tell();
    await this.#write();
  }

  /** Counts when the archive broke off; whether that was once too often. */
  #isGivenUp(one: SeriesToRead, error: unknown): boolean {
    if (!(error instanceof ArchiveBrokeOffError)) return false;
    const { seriesId } = one;
    const deaths = (this.#deaths.get(seriesId) ?? 0) + 1;
    this.#deaths.set(seriesId, deaths);
    if (deaths < mostDeaths) return false;
    this.#known.set(seriesId, { digest: digestOf(one), texts: nothing });
    this.#logger.warn(
      { seriesId, deaths },
      'texts are not read: the archive broke off whenever it was asked',
    );
    return true;
  }

  /** @throws ArchiveUnavailableError, ArchiveBrokeOffError, ArchiveResponseError */
  async #read({ seriesId, instanceIds }: SeriesToRead): Promise<IndexTexts> {
    const instanceId = instanceIds[(this.#deaths.get(seriesId) ?? 0) % instanceIds.length] ?? '';
    const { bytes, isWhole } = await fileHead(this.#client, instanceId);
    const raw = rawDataSet(bytes, isWhole);
    return raw ? indexTexts(raw) : nothing;
  }

  #remember(one: SeriesToRead, texts: IndexTexts): void {
    const digest = digestOf(one);
    this.#known.set(one.seriesId, { digest, texts });
    this.#unwritten.push([one.seriesId, digest, texts]);
    if (texts.guessed) {
      const { seriesId } = one;
      this.#logger.info({ seriesId, characterSet: texts.guessed }, 'texts are not in the set they declare');
    }
    this.#note(one.seriesId, texts);
  }

  #note(seriesId: string, { study, series }: IndexTexts): void {
    if (Object.keys(study).length + Object.keys(series).length > 0) this.#news.push(seriesId);
  }

  #tell(): void {
    this.#toldAt = performance.now();
    if (this.#news.length === 0) return;
    const news = this.#news;
    this.#news = [];
    this.#onRead(news);
  }

  async #load(): Promise<void> {
    for (const text of (await this.#store?.read()) ?? []) {
      try {
        const [seriesId, digest, texts] = JSON.parse(text) as Line;
        this.#known.set(seriesId, { digest, texts });
      } catch {
        // Cut off by a crash: it is read again.
      }
    }
  }

  async #write(): Promise<void> {
    const lines = this.#unwritten.map((line) => JSON.stringify(line));
    this.#unwritten = [];
    if (lines.length === 0) return;
    try {
      await this.#store?.append(lines);
    } catch (error) {
      this.#logger.warn({ err: error }, 'texts of files cannot be kept and will be read again');
    }
  }
}

const digestOf = ({ indexed }: SeriesToRead): string =>
  createHash('sha1').update(indexed).digest('base64url').slice(0, 16);
