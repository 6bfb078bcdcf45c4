import type { Logger } from 'pino';
import { ArchiveResponseError } from './errors.ts';
import type { OrthancClient } from './OrthancClient.ts';
import type {
  OrthancChanges,
  OrthancInstance,
  OrthancSeries,
  OrthancStatistics,
  OrthancStudy,
} from './orthancTypes.ts';
import type { StudyRecord } from './records.ts';
import { ResourceTable } from './ResourceTable.ts';
import { SeriesTexts } from './SeriesTexts.ts';
import type { TextsStore } from './TextsStore.ts';

export interface MirrorOptions {
  client: OrthancClient;
  logger: Logger;
  /** Where texts that were read from files are kept. */
  textsStore?: TextsStore | undefined;
  /** Told of studies in which something changed or which are gone, apart from those that `update` returns. */
  onChange(studyInstanceUids: ReadonlySet<string>): void;
}

const pageSize = 1000;
const lane = 'control' as const;

/**
 * A copy of what the archive holds: everything is listed once, then Orthanc's /changes are followed. Deletions are not
 * among those, so the counts of /statistics are compared, and everything is listed again when they differ.
 */
export class Mirror {
  readonly #client: OrthancClient;
  readonly #logger: Logger;
  readonly #onChange: MirrorOptions['onChange'];
  readonly texts: SeriesTexts;
  #table: ResourceTable;
  /** undefined until everything was listed once */
  #lastSeq: number | undefined;
  #mustList = false;
  #disagreed = false;
  /** Deletions that have begun through this proxy and are not forgotten here yet. */
  #deletionsUnderWay = 0;
  /** How often one has begun or was forgotten. */
  #deletionSteps = 0;

  constructor({ client, logger, textsStore: store, onChange }: MirrorOptions) {
    this.#client = client;
    this.#logger = logger;
    this.#onChange = onChange;
    this.texts = new SeriesTexts({ client, logger, store, onRead: (ids) => this.#table.renew(ids) });
    this.#table = this.#newTable();
  }

  #newTable(): ResourceTable {
    return new ResourceTable((seriesId) => this.texts.of(seriesId));
  }

  get table(): ResourceTable {
    return this.#table;
  }

  /** Whether everything was listed once. */
  get isListed(): boolean {
    return this.#lastSeq !== undefined;
  }

  /**
   * Not to be called while it runs.
   * @returns the Study Instance UIDs of what changed
   * @throws ArchiveUnavailableError
   */
  async update(): Promise<ReadonlySet<string>> {
    const began = Date.now();
    if (this.#lastSeq === undefined || this.#mustList) await this.#listEverything();
    const touched = await this.#followChanges();
    this.#table.heard(began);
    await this.#compareCounts(touched.size === 0);
    return touched;
  }

  /** What is known has to be listed anew with the next update. */
  listAnew(): void {
    this.#mustList = true;
  }

  /** Until the function returned is called, the archive may have less than is known here, and rightly so. */
  expectDeletion(): () => void {
    this.#deletionsUnderWay += 1;
    this.#deletionSteps += 1;
    return () => {
      this.#deletionsUnderWay -= 1;
    };
  }

  /** Forgets what was deleted, without asking. @returns whether some of it was known */
  removeDeleted(level: 'series' | 'instances', ids: readonly string[]): boolean {
    this.#deletionSteps += 1;
    const touched = this.#table.removeDeleted(level, ids);
    // This may have been what the counts differed by.
    this.#disagreed = false;
    if (touched.size > 0) this.#onChange(touched);
    return touched.size > 0;
  }

  async #listEverything(): Promise<void> {
    const began = Date.now();
    this.#mustList = false;
    const table = this.#newTable();
    let last: number;
    try {
      last = (await this.#client.json<OrthancChanges>('/changes?last', { lane })).Last;
      for await (const study of this.#pages<OrthancStudy>('/studies')) table.putStudy(study);
      for await (const series of this.#pages<OrthancSeries>('/series')) table.putSeries(series);
    } catch (error) {
      this.#mustList = true;
      throw error;
    }
    table.heard(began);
    const before = this.#table;
    const isFirst = this.#lastSeq === undefined;
    this.#table = table;
    this.#lastSeq = last;
    void this.texts.consider(table.toRead());
    const changed = isFirst ? new Set<string>() : differences(before, table);
    if (changed.size > 0) this.#onChange(changed);
    const ms = Date.now() - began;
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
    await this.texts.consider(this.#table.toRead(series));
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

  /**
   * Deletions past the proxy show only in the counts. What arrives between two questions only adds to the archive: where
   * it has less than is known, something was deleted, however much is arriving. Twice, as a deletion through another
   * proxy is there a moment before it is forgotten here. While one goes through this proxy, the counts say nothing.
   */
  async #compareCounts(quiet: boolean): Promise<void> {
    const steps = this.#deletionSteps;
    const there = await this.#client.json<OrthancStatistics>('/statistics', { lane });
    if (this.#deletionsUnderWay > 0 || this.#deletionSteps !== steps) return;
    const known = this.#table.counts();
    const surplus = [
      there.CountStudies - known.studies,
      there.CountSeries - known.series,
      there.CountInstances - known.instances,
    ];
    const differs = quiet ? surplus.some((count) => count !== 0) : surplus.some((count) => count < 0);
    if (differs && this.#disagreed) {
      this.#disagreed = false;
      await this.#listEverything();
    } else if (differs || quiet) {
      this.#disagreed = differs;
    }
  }
}

/** The Study Instance UIDs of what is gone, new or another. The changes between the last that was followed and the list tell nobody else. */
function differences(before: ResourceTable, now: ResourceTable): Set<string> {
  const contents = (study: StudyRecord): string => study.series.map(({ version }) => version).join();
  const rest = new Map(before.studiesNewestFirst().map((study) => [study.studyInstanceUid, contents(study)]));
  const changed = new Set<string>();
  for (const study of now.studiesNewestFirst()) {
    const uid = study.studyInstanceUid;
    if (rest.get(uid) !== contents(study)) changed.add(uid);
    rest.delete(uid);
  }
  return changed.union(new Set(rest.keys()));
}
