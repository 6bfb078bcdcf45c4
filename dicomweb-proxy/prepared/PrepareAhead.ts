import type { Logger } from 'pino';
import type { Catalogue, SeriesRecord } from '../archive/index.ts';
import type { Claims } from '../shared/index.ts';
import { isTemporary } from './isTemporary.ts';
import type { SeriesMetadata } from './SeriesMetadata.ts';
import type { SeriesPictures } from './SeriesPictures.ts';

/** After the last change of a study: longer than versions take to settle, while the archive answers. */
const quietMs = 4_000;
/** Until what has not settled is looked at again. */
const unsettledMs = 1_000;
/** Until another proxy has made the metadata, which are then only taken over. */
const elsewhereMs = 500;
const rememberedStudies = 10_000;

export interface PrepareAheadOptions {
  catalogue: Catalogue;
  metadata: SeriesMetadata;
  pictures: SeriesPictures;
  claims: Claims;
  logger: Logger;
  /** The metadata of the study is there: its frames come next. */
  onPrepared(studyInstanceUid: string): void;
}

/** Prepares the metadata and pictures of what arrives once it has come to rest, one series after the other, so that the first reader does not wait. */
export class PrepareAhead {
  readonly #options: PrepareAheadOptions;
  readonly #dueAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: PrepareAheadOptions) {
    this.#options = options;
  }

  studiesChanged(studyInstanceUids: Iterable<string>): void {
    for (const uid of studyInstanceUids) {
      this.#putOff(uid, quietMs);
    }
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #putOff(uid: string, ms: number): void {
    this.#dueAt.delete(uid);
    if (this.#dueAt.size < rememberedStudies) this.#dueAt.set(uid, performance.now() + ms);
  }

  #schedule(): void {
    if (this.#dueAt.size === 0 || this.#timer || this.#closed) return;
    const wait = Math.max(50, Math.min(...this.#dueAt.values()) - performance.now());
    this.#timer = setTimeout(() => void this.#work(), wait).unref();
  }

  async #work(): Promise<void> {
    for (const [uid, dueAt] of this.#dueAt) {
      if (this.#closed) break;
      if (dueAt > performance.now()) continue;
      this.#dueAt.delete(uid);
      await this.#prepare(uid).catch((error: unknown) => {
        if (this.#closed) return;
        if (isTemporary(error)) this.#dueAt.set(uid, performance.now() + quietMs);
        else
          this.#options.logger.warn({ err: error, studyInstanceUid: uid }, 'a study could not be prepared');
      });
    }
    this.#timer = undefined;
    this.#schedule();
  }

  async #prepare(uid: string): Promise<void> {
    const { catalogue, metadata, claims, onPrepared } = this.#options;
    const study = await catalogue.findStudy(uid);
    // Under a version that goes soon nothing is kept.
    if (study?.series.some(({ settled }) => !settled)) return this.#putOff(uid, unsettledMs);
    let isElsewhere = false;
    for (const series of study?.series ?? []) {
      if (this.#closed) return;
      const claim = await claims.take(`metadata:${series.seriesInstanceUid}`);
      if (!claim) {
        isElsewhere = true;
        continue;
      }
      try {
        await metadata.get(series);
        await this.#preparePictures(series);
      } finally {
        await claim.release();
      }
    }
    if (isElsewhere) this.#putOff(uid, elsewhereMs);
    else if (study) onPrepared(uid);
  }

  /** A picture that cannot be made is no reason to leave the other series and the frames as they are. */
  async #preparePictures(series: SeriesRecord): Promise<void> {
    const { pictures, logger } = this.#options;
    try {
      await pictures.prepare(series);
    } catch (error) {
      if (isTemporary(error)) throw error;
      const { seriesInstanceUid } = series;
      logger.warn({ err: error, seriesInstanceUid }, 'the pictures of a series could not be prepared');
    }
  }
}
