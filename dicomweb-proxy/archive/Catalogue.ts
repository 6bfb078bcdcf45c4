import type { Logger } from 'pino';
import { Coalescer } from './coalesce.ts';
import { ArchiveUnavailableError } from './errors.ts';
import { Mirror } from './Mirror.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type { SeriesRecord, StudyRecord } from './records.ts';
import { within } from './within.ts';
import type { TextsStore } from './TextsStore.ts';

export interface CatalogueOptions {
  client: OrthancClient;
  logger: Logger;
  /** Where texts that were read from files are kept. */
  textsStore?: TextsStore | undefined;
  pollEveryMs?: number;
  /** What a reader is shown is at most this old while the archive answers as it should. */
  staleAfterMs?: number;
}

/** How the archive is known to be. */
export interface ArchiveState {
  /** How old what is known is; undefined before the archive was listed for the first time. */
  readonly ageMs: number | undefined;
  /** Why the archive could not be asked last time; undefined while it answers. */
  readonly trouble: string | undefined;
}

/** A study in which something changed, or which is gone. */
export type ChangeListener = (studyInstanceUids: ReadonlySet<string>) => void;

/** How long a reader waits for news before the last known state has to do, once: until there are news nobody waits. */
const patienceMs = 300;
/** How long a reader waits who asks for what is not known at all. */
const lookMs = 10_000;
/** How long who has stored something waits until its texts are as its files have them. */
const textsWithinMs = 400;

/**
 * What the archive holds, as recent as readers need it: the mirror is brought up to date in the background and when
 * somebody asks. While the archive is down or slow the last known state goes on being served: what is prepared can be
 * read without it.
 */
export class Catalogue {
  readonly #mirror: Mirror;
  readonly #logger: Logger;
  readonly #pollEveryMs: number;
  readonly #staleAfterMs: number;
  readonly #polling = new Coalescer<void>();
  readonly #listeners = new Set<ChangeListener>();
  #freshAt = -Infinity;
  /** When another proxy said that it has stored something: what is known from before is out of date. */
  #toldAt = -Infinity;
  /** Readers have waited for news in vain. */
  #isLate = false;
  #trouble: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ client, logger, textsStore, pollEveryMs = 500, staleAfterMs = 1_500 }: CatalogueOptions) {
    this.#mirror = new Mirror({ client, logger, textsStore, onChange: (studies) => this.#announce(studies) });
    this.#logger = logger;
    this.#pollEveryMs = pollEveryMs;
    this.#staleAfterMs = staleAfterMs;
  }

  /** Follows in the background from now on, also while the archive is down. */
  start(): void {
    const tick = async (): Promise<void> => {
      const began = performance.now();
      await this.refresh().catch(() => undefined);
      if (this.#closed) return;
      // A slow archive is asked less often.
      const pause = Math.max(this.#pollEveryMs, 2 * (performance.now() - began));
      this.#timer = setTimeout(() => void tick(), Math.min(pause, 5_000)).unref();
    };
    void tick();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#mirror.texts.close();
  }

  /** Resolves when the texts of what came last are read from its files, but never late. */
  async textsRead(): Promise<void> {
    await this.#mirror.texts.settled(textsWithinMs);
  }

  /** Whether the files of a series have texts that are not plain ASCII; undefined while that is not known. */
  hasPlainTexts({ archiveIds }: SeriesRecord): boolean | undefined {
    const known = archiveIds.map((id) => this.#mirror.texts.of(id));
    return known.includes(undefined) ? undefined : known.every((texts) => texts?.plain === true);
  }

  onChange(listener: ChangeListener): void {
    this.#listeners.add(listener);
  }

  /**
   * Resolves when what is known is recent enough to be shown, or the archive does not tell more soon enough.
   * @throws ArchiveUnavailableError before it was listed for the first time
   */
  async ensureFresh(): Promise<void> {
    if (this.#isFresh()) return;
    if (!this.#mirror.isListed) return this.lookAgain();
    if (this.#isLate) return;
    const news = this.#freshAt < this.#toldAt ? this.refreshAfterWrite() : this.refresh();
    await within(patienceMs, news).catch(() => {
      this.#isLate = true;
    });
  }

  #isFresh(): boolean {
    return this.#freshAt >= this.#toldAt && performance.now() - this.#freshAt <= this.#staleAfterMs;
  }

  /** Another proxy has stored something: who asks from now on is answered from what is known afterwards. */
  async hearOfStored(): Promise<void> {
    this.#toldAt = performance.now();
    await this.refreshAfterWrite();
  }

  /**
   * Asks now; those who ask while it runs wait for the next answer, which has seen what they did before.
   * @throws ArchiveUnavailableError
   */
  async refreshAfterWrite(): Promise<void> {
    if (this.#polling.size > 0) await this.refresh().catch(() => undefined);
    await this.refresh();
  }

  /** The same for a reader, who does not wait for an archive that was down a moment ago, nor for ever. */
  async lookAgain(): Promise<void> {
    if (this.#trouble) throw new ArchiveUnavailableError(this.#trouble.message, { cause: this.#trouble });
    await within(lookMs, this.refreshAfterWrite());
  }

  /** @throws ArchiveUnavailableError */
  refresh(): Promise<void> {
    return this.#polling.run('poll', async () => {
      try {
        const began = performance.now();
        const touched = await this.#mirror.update();
        this.#freshAt = began;
        if (touched.size > 0) this.#announce(touched);
        this.#setTrouble(undefined);
      } catch (error) {
        this.#setTrouble(error as Error);
        throw error;
      }
    });
  }

  state(): ArchiveState {
    return {
      ageMs: !this.#mirror.isListed ? undefined : Math.max(0, performance.now() - this.#freshAt),
      trouble: this.#trouble?.message,
    };
  }

  #setTrouble(trouble: Error | undefined): void {
    this.#isLate = trouble !== undefined;
    if (this.#closed || (trouble === undefined) === (this.#trouble === undefined)) return;
    this.#trouble = trouble;
    if (trouble) this.#logger.error({ err: trouble }, 'the archive is down; what is prepared is served on');
    else this.#logger.info('the archive answers again');
  }

  /** The study as known, after one more look at the archive when it is unknown. */
  async findStudy(studyInstanceUid: string): Promise<StudyRecord | undefined> {
    await this.ensureFresh();
    const known = this.#mirror.table.study(studyInstanceUid);
    if (known) return known;
    await this.lookAgain();
    return this.#mirror.table.study(studyInstanceUid);
  }

  async findSeries(studyInstanceUid: string, seriesInstanceUid: string): Promise<SeriesRecord | undefined> {
    const find = (study: StudyRecord | undefined): SeriesRecord | undefined =>
      study?.series.find((series) => series.seriesInstanceUid === seriesInstanceUid);
    const known = find(await this.findStudy(studyInstanceUid));
    if (known) return known;
    await this.lookAgain();
    return find(this.#mirror.table.study(studyInstanceUid));
  }

  /** The series as known, at once; undefined when that may be out of date. */
  knownSeries(
    studyInstanceUid: string,
    seriesInstanceUid: string,
  ): { study: StudyRecord; series: SeriesRecord } | undefined {
    if (!this.#isFresh()) return undefined;
    const study = this.#mirror.table.study(studyInstanceUid);
    const series = study?.series.find((one) => one.seriesInstanceUid === seriesInstanceUid);
    return study && series && { study, series };
  }

  async studiesNewestFirst(): Promise<readonly StudyRecord[]> {
    await this.ensureFresh();
    return this.#mirror.table.studiesNewestFirst();
  }

  counts(): { studies: number; series: number; instances: number } {
    return this.#mirror.table.counts();
  }

  /** Of a deletion through this proxy, until the function returned is called. */
  expectDeletion(): () => void {
    return this.#mirror.expectDeletion();
  }

  /**
   * What was deleted through a proxy is gone at once, even if the archive cannot be asked any more.
   * @throws ArchiveUnavailableError
   */
  async forgetDeleted(level: 'series' | 'instances', deletedIds: readonly string[]): Promise<void> {
    this.#mirror.removeDeleted(level, deletedIds);
    if (this.#polling.size > 0) {
      await this.refresh().catch(() => undefined);
      // It may have read some of it before, or what was stored again since: both have the same ids.
      if (this.#mirror.removeDeleted(level, deletedIds)) this.#mirror.listAnew();
    }
    await this.refresh();
  }

  #announce(studyInstanceUids: ReadonlySet<string>): void {
    for (const listener of this.#listeners) {
      try {
        listener(studyInstanceUids);
      } catch (error) {
        this.#logger.error({ err: error }, 'a listener to archive changes failed');
      }
    }
  }
}
