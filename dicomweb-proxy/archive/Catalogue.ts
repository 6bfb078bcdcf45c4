import type { Logger } from 'pino';
import { Coalescer } from './coalesce.ts';
import { ArchiveResponseError, ArchiveUnavailableError } from './errors.ts';
import { within } from './within.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type {
  OrthancChanges,
  OrthancInstance,
  OrthancSeries,
  OrthancStatistics,
  OrthancStudy,
} from './orthancTypes.ts';
import type { SeriesRecord, StudyRecord } from './records.ts';
import { ResourceTable } from './ResourceTable.ts';

export interface CatalogueOptions {
  client: OrthancClient;
  logger: Logger;
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

const pageSize = 1000;
const lane = 'control' as const;
/** How long a reader waits for news before the last known state has to do, once: until there are news nobody waits. */
const patienceMs = 300;
/** How long a reader waits who asks for what is not known at all. */
const lookMs = 10_000;

/**
 * Follows what the archive holds: everything once, then Orthanc's /changes. Deletions are not among those, so the
 * counts of /statistics are compared and everything is listed again when they differ. While the archive is down or slow
 * the last known state goes on being served: what is prepared can be read without it.
 */
export class Catalogue {
  readonly #client: OrthancClient;
  readonly #logger: Logger;
  readonly #pollEveryMs: number;
  readonly #staleAfterMs: number;
  readonly #polling = new Coalescer<void>();
  readonly #listeners = new Set<ChangeListener>();
  #table = new ResourceTable();
  /** undefined until everything was listed once */
  #lastSeq: number | undefined;
  #freshAt = -Infinity;
  /** When another proxy said that it has stored something: what is known from before is out of date. */
  #toldAt = -Infinity;
  /** The archive has to be listed anew, deletions were made. */
  #mustList = false;
  /** Readers have waited for news in vain. */
  #isLate = false;
  #trouble: Error | undefined;
  #disagreed = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor({ client, logger, pollEveryMs = 500, staleAfterMs = 1_500 }: CatalogueOptions) {
    this.#client = client;
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
    if (this.#lastSeq === undefined) return this.lookAgain();
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
        await this.#poll();
        this.#setTrouble(undefined);
      } catch (error) {
        this.#setTrouble(error as Error);
        throw error;
      }
    });
  }

  state(): ArchiveState {
    return {
      ageMs: this.#lastSeq === undefined ? undefined : Math.max(0, performance.now() - this.#freshAt),
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
    const known = this.#table.study(studyInstanceUid);
    if (known) return known;
    await this.lookAgain();
    return this.#table.study(studyInstanceUid);
  }

  async findSeries(studyInstanceUid: string, seriesInstanceUid: string): Promise<SeriesRecord | undefined> {
    const find = (study: StudyRecord | undefined): SeriesRecord | undefined =>
      study?.series.find((series) => series.seriesInstanceUid === seriesInstanceUid);
    const known = find(await this.findStudy(studyInstanceUid));
    if (known) return known;
    await this.lookAgain();
    return find(this.#table.study(studyInstanceUid));
  }

  /** The series as known, at once; undefined when that may be out of date. */
  knownSeries(studyInstanceUid: string, seriesInstanceUid: string): SeriesRecord | undefined {
    if (!this.#isFresh()) return undefined;
    return this.#table
      .study(studyInstanceUid)
      ?.series.find((series) => series.seriesInstanceUid === seriesInstanceUid);
  }

  async studiesNewestFirst(): Promise<readonly StudyRecord[]> {
    await this.ensureFresh();
    return this.#table.studiesNewestFirst();
  }

  counts(): { studies: number; series: number; instances: number } {
    return this.#table.counts();
  }

  async #poll(): Promise<void> {
    if (this.#lastSeq === undefined || this.#mustList) await this.#listEverything();
    const began = performance.now();
    const touched = await this.#followChanges();
    await this.#compareCounts(touched.size === 0);
    this.#freshAt = began;
    if (touched.size > 0) this.#announce(touched);
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

  async #listEverything(): Promise<void> {
    const began = performance.now();
    this.#mustList = false;
    const table = new ResourceTable();
    let last: number;
    try {
      last = (await this.#client.json<OrthancChanges>('/changes?last', { lane })).Last;
      for await (const study of this.#pages<OrthancStudy>('/studies')) table.putStudy(study);
      for await (const series of this.#pages<OrthancSeries>('/series')) table.putSeries(series);
    } catch (error) {
      this.#mustList = true;
      throw error;
    }
    const before = this.#table;
    this.#table = table;
    this.#lastSeq = last;
    const gone = new Set<string>();
    for (const study of before.studiesNewestFirst()) {
      const now = table.study(study.studyInstanceUid);
      if (now?.numberOfInstances !== study.numberOfInstances) gone.add(study.studyInstanceUid);
    }
    if (gone.size > 0) this.#announce(gone);
    const ms = Math.round(performance.now() - began);
    this.#logger.info({ ...table.counts(), ms }, 'listed what the archive holds');
  }

  async *#pages<T>(path: string): AsyncGenerator<T> {
    for (let since = 0; ; since += pageSize) {
      const page = await this.#client.json<T[]>(`${path}?expand&since=${since}&limit=${pageSize}`, { lane });
      yield* page;
      if (page.length < pageSize) return;
    }
  }

  /** @returns the Study Instance UIDs of what changed */
  async #followChanges(): Promise<Set<string>> {
    const touched = new Set<string>();
    for (let done = false; !done;) {
      const path = `/changes?since=${this.#lastSeq ?? 0}&limit=5000`;
      const { Changes, Done, Last } = await this.#client.json<OrthancChanges>(path, { lane });
      // The archive was replaced by another, whose count of changes starts anew.
      if (Changes.length === 0 && Last < (this.#lastSeq ?? 0)) {
        await this.#listEverything();
        return touched;
      }
      await this.#apply(Changes, touched);
      this.#lastSeq = Math.max(Last, this.#lastSeq ?? 0);
      done = Done || Changes.length === 0;
    }
    return touched;
  }

  async #apply(changes: OrthancChanges['Changes'], touched: Set<string>): Promise<void> {
    const series = new Set<string>();
    const studies = new Set<string>();
    const instances: string[] = [];
    for (const { ChangeType, ID, ResourceType } of changes) {
      if (ChangeType === 'NewInstance') instances.push(ID);
      else if (ChangeType.startsWith('Stable')) continue;
      else if (ResourceType === 'Series') series.add(ID);
      else if (ResourceType === 'Study') studies.add(ID);
    }
    for (const id of series) await this.#fetchSeries(id, studies);
    // One series answers for all its instances, so only the first of each has to be asked for its series.
    while (instances.length > 0) {
      const id = instances.pop() as string;
      if ([...series].some((seriesId) => this.#table.hasInstance(seriesId, id))) continue;
      const instance = await this.#ifThere<OrthancInstance>(`/instances/${id}`);
      if (!instance || series.has(instance.ParentSeries)) continue;
      series.add(instance.ParentSeries);
      await this.#fetchSeries(instance.ParentSeries, studies);
    }
    for (const id of studies) {
      const study = await this.#ifThere<OrthancStudy>(`/studies/${id}`);
      if (study) this.#table.putStudy(study);
      else this.#table.removeStudy(id);
    }
    for (const id of series) touched.add(this.#table.studyUidOfSeries(id) ?? '');
    touched.delete('');
  }

  async #fetchSeries(id: string, studies: Set<string>): Promise<void> {
    const series = await this.#ifThere<OrthancSeries>(`/series/${id}`);
    if (!series) return this.#table.removeSeries(id);
    this.#table.putSeries(series);
    studies.add(series.ParentStudy);
  }

  async #ifThere<T>(path: string): Promise<T | undefined> {
    try {
      return await this.#client.json<T>(path, { lane });
    } catch (error) {
      if (error instanceof ArchiveResponseError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Deletions past the proxy show only in the counts. Twice in a row: arrivals may come between two questions. */
  async #compareCounts(quiet: boolean): Promise<void> {
    const there = await this.#client.json<OrthancStatistics>('/statistics', { lane });
    const known = this.#table.counts();
    const agree =
      there.CountStudies === known.studies &&
      there.CountSeries === known.series &&
      there.CountInstances === known.instances;
    if (agree || !quiet) {
      this.#disagreed = false;
    } else if (this.#disagreed) {
      this.#disagreed = false;
      await this.#listEverything();
    } else {
      this.#disagreed = true;
    }
  }

  /** What was deleted through the proxy is gone at once, even if the archive cannot be asked any more. */
  async reconcile(level: 'series' | 'instances', deletedIds: readonly string[]): Promise<void> {
    const touched = this.#table.removeDeleted(level, deletedIds);
    if (touched.size > 0) this.#announce(touched);
    // A poll that runs may have read some of it before.
    this.#mustList = true;
    await this.refreshAfterWrite();
  }
}
