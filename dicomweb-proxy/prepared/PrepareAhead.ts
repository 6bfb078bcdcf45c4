import type { Logger } from 'pino';
import { ArchiveUnavailableError, type Catalogue } from '../archive/index.ts';
import type { SeriesMetadata } from './SeriesMetadata.ts';

/** After the last change of a study: longer than versions take to settle. */
const quietMs = 4_000;
const rememberedStudies = 10_000;

/** Prepares the metadata of what arrives once it has come to rest, one series after the other, so that the first reader does not wait. */
export class PrepareAhead {
  readonly #catalogue: Catalogue;
  readonly #metadata: SeriesMetadata;
  readonly #logger: Logger;
  readonly #onPrepared: (studyInstanceUid: string) => void;
  readonly #dueAt = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param onPrepared the metadata of the study is there: its frames come next */
  constructor(
    catalogue: Catalogue,
    metadata: SeriesMetadata,
    logger: Logger,
    onPrepared: (studyInstanceUid: string) => void,
  ) {
    this.#catalogue = catalogue;
    this.#metadata = metadata;
    this.#logger = logger;
    this.#onPrepared = onPrepared;
  }

  studiesChanged(studyInstanceUids: Iterable<string>): void {
    for (const uid of studyInstanceUids) {
      this.#dueAt.delete(uid);
      if (this.#dueAt.size < rememberedStudies) this.#dueAt.set(uid, performance.now() + quietMs);
    }
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    const [first] = this.#dueAt.values();
    if (first === undefined || this.#timer || this.#closed) return;
    const wait = Math.max(50, first - performance.now());
    this.#timer = setTimeout(() => void this.#work(), wait).unref();
  }

  async #work(): Promise<void> {
    for (const [uid, dueAt] of this.#dueAt) {
      if (this.#closed || dueAt > performance.now()) break;
      this.#dueAt.delete(uid);
      await this.#prepare(uid).catch((error: unknown) => {
        if (this.#closed) return;
        if (error instanceof ArchiveUnavailableError) this.#dueAt.set(uid, performance.now() + quietMs);
        else this.#logger.warn({ err: error, studyInstanceUid: uid }, 'a study could not be prepared');
      });
    }
    this.#timer = undefined;
    this.#schedule();
  }

  async #prepare(uid: string): Promise<void> {
    const study = await this.#catalogue.findStudy(uid);
    for (const series of study?.series ?? []) {
      if (this.#closed) return;
      await this.#metadata.get(series);
    }
    if (study) this.#onPrepared(uid);
  }
}
