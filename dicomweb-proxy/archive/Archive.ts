import type { Logger } from 'pino';
import type { Readable } from 'node:stream';
import type { ArchiveConnection } from './ArchiveConnection.ts';
import { parseNews, type ArchiveNews } from './ArchiveNews.ts';
import { archiveIdOf, type PlaceOfInstance } from './archiveIdOf.ts';
import { Catalogue } from './Catalogue.ts';
import { ArchiveResponseError } from './errors.ts';
import { instanceFrame, type StoredFrame } from './instanceFrame.ts';
import { NativeFiles } from './NativeFiles.ts';
import { OrthancClient } from './OrthancClient.ts';
import type { OrthancInstance } from './orthancTypes.ts';
import type { InstanceRecord, SeriesRecord, StudyRecord } from './records.ts';
import { DicomJsonSource, type DicomJson } from './seriesDicomJson.ts';
import { SeriesInstances, type KeptInstances } from './SeriesInstances.ts';
import type { SetAside, SetAsideEntry } from './SetAside.ts';
import { pixelFragments } from './pixelFragments.ts';
import { storeInstance, type StoreOutcome } from './storeInstance.ts';
import { Suspects } from './Suspects.ts';
import type { TextsStore } from './TextsStore.ts';

export interface ArchiveOptions {
  connection: ArchiveConnection;
  setAside: SetAside;
  kept?: KeptInstances;
  /** Where texts that were read from files are kept. */
  textsStore?: TextsStore | undefined;
  logger: Logger;
}

/** All that the proxy asks of the archive, in terms of DICOM. */
export class Archive {
  readonly catalogue: Catalogue;
  readonly #client: OrthancClient;
  readonly #files: NativeFiles;
  readonly #json: DicomJsonSource;
  readonly #suspects: Suspects;
  readonly #setAside: SetAside;
  readonly #instances: SeriesInstances;
  #tellOthers: (news: ArchiveNews) => Promise<void> = () => Promise.resolve();

  constructor({ connection, setAside, kept, textsStore, logger }: ArchiveOptions) {
    this.#client = new OrthancClient(connection);
    this.#files = new NativeFiles(this.#client);
    this.#suspects = new Suspects(setAside, () => this.#client.bytes('/system', { lane: 'control' }));
    this.#setAside = setAside;
    this.#instances = new SeriesInstances(this.#client, kept);
    this.catalogue = new Catalogue({ client: this.#client, logger, textsStore });
    this.#json = new DicomJsonSource({
      client: this.#client,
      suspects: this.#suspects,
      hasPlainTexts: (series) => this.catalogue.hasPlainTexts(series),
      logger,
    });
    this.catalogue.start();
  }

  /** The instances of a series by SOP Instance UID, in the order of their instance numbers. */
  instances(series: SeriesRecord): Promise<ReadonlyMap<string, InstanceRecord>> {
    return this.#instances.get(series);
  }

  /** An instance as known, if that is fresh enough to be shown without asking the archive; else undefined. */
  knownInstance(
    studyInstanceUid: string,
    seriesInstanceUid: string,
    sopInstanceUid: string,
  ): { study: StudyRecord; series: SeriesRecord; instance: InstanceRecord } | undefined {
    const known = this.catalogue.knownSeries(studyInstanceUid, seriesInstanceUid);
    const instance = known && this.#instances.known(known.series)?.get(sopInstanceUid);
    return instance && { study: known.study, series: known.series, instance };
  }

  /** What of a study is not tried, because processes or threads die of it. @throws ArchiveUnavailableError */
  async setAsideOf(study: StudyRecord): Promise<SetAsideEntry[]> {
    const all = this.#setAside.list();
    if (all.length === 0) return [];
    const versions = new Set<string>();
    for (const series of study.series) {
      for (const { version } of (await this.instances(series)).values()) versions.add(version);
    }
    return all.filter(({ instanceVersion }) => versions.has(instanceVersion));
  }

  /** The whole series in the DICOM JSON Model as the archive makes it, without pixel data, in any order. */
  seriesDicomJson(series: SeriesRecord): Promise<DicomJson[]> {
    return this.#json.series(series, () => this.instances(series));
  }

  /** One instance of it. */
  instanceDicomJson(series: SeriesRecord, instance: InstanceRecord): Promise<DicomJson> {
    return this.#json.instance(series, instance);
  }

  /** One frame as it is stored. @param frameNumber from 1 */
  frame(instance: InstanceRecord, frameNumber: number, signal?: AbortSignal): Promise<StoredFrame> {
    const fetch = () => instanceFrame(this.#client, this.#files, instance, frameNumber, signal);
    return this.#suspects.watch(instance, 'archive frames', fetch, signal);
  }

  /** The encapsulated pixel data as a whole, without its offset table: of a video the stream. */
  pixelStream(instance: InstanceRecord, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return pixelFragments(this.#client, instance, signal);
  }

  /** The stored Part 10 file. */
  async file(instance: InstanceRecord, signal?: AbortSignal): Promise<Readable> {
    const fetch = () =>
      this.#client.stream(`/instances/${instance.archiveId}/file`, { lane: 'download', signal });
    return (await this.#suspects.watch(instance, 'archive file', fetch, signal)).body;
  }

  /**
   * The bytes of one element.
   * @param path tags and item numbers (from 1) as DICOMweb writes them: 00282000/1/00660022
   */
  bulkData(instance: InstanceRecord, path: readonly string[]): Promise<Buffer> {
    const steps = path.map((step) => (/^[0-9A-F]{8}$/i.test(step) ? step : String(Number(step) - 1)));
    const fetch = () => this.#client.bytes(`/instances/${instance.archiveId}/content/${steps.join('/')}`);
    return this.#suspects.watch(instance, 'archive bulkdata', fetch);
  }

  /**
   * Stores one Part 10 file. Nothing is stored when `file` throws midway; its error is thrown on.
   * @throws ArchiveUnavailableError
   */
  store(file: AsyncIterable<Uint8Array>): Promise<StoreOutcome> {
    return storeInstance(this.#client, file);
  }

  /** Whether a stored instance is certainly that of these UIDs and this patient; false where that has to be looked up. */
  isNamedAfter(archiveId: string, place: PlaceOfInstance): boolean {
    return archiveId === archiveIdOf(place);
  }

  /** The UIDs and the patient under which a stored instance is found; undefined where it has none. */
  async placeOf(archiveId: string): Promise<PlaceOfInstance> {
    type Resource = Pick<OrthancInstance, 'MainDicomTags'>;
    const path = `/instances/${archiveId}`;
    const [instance, series, study, patient] = await Promise.all(
      [path, `${path}/series`, `${path}/study`, `${path}/patient`].map((one) =>
        this.#client.json<Resource>(one),
      ),
    );
    return {
      patientId: patient?.MainDicomTags.PatientID || undefined,
      sopInstanceUid: instance?.MainDicomTags.SOPInstanceUID || undefined,
      seriesInstanceUid: series?.MainDicomTags.SeriesInstanceUID || undefined,
      studyInstanceUid: study?.MainDicomTags.StudyInstanceUID || undefined,
    };
  }

  /**
   * Deletes; what is not there is deleted already. Readers see it when this resolves, and what was deleted before an error.
   * @throws ArchiveUnavailableError
   */
  async delete(level: 'series' | 'instances', archiveIds: readonly string[]): Promise<void> {
    const deleted: string[] = [];
    const isOver = this.catalogue.expectDeletion();
    try {
      for (const id of archiveIds) {
        await this.#deleteOne(`/${level}/${id}`);
        deleted.push(id);
      }
    } finally {
      await this.#tellOthers({ kind: 'deleted', level, archiveIds: deleted });
      const looked = this.catalogue.forgetDeleted(level, deleted);
      isOver();
      await looked;
    }
  }

  /** After instances were stored: readers find them when this resolves. @throws ArchiveUnavailableError */
  async showStored(): Promise<void> {
    await this.#tellOthers({ kind: 'stored' });
    await this.catalogue.refreshAfterWrite();
    await this.catalogue.textsRead();
  }

  /** @param tell passes on to other proxies of the same archive what is done through this one; never rejects */
  onNews(tell: (news: ArchiveNews) => Promise<void>): void {
    this.#tellOthers = tell;
  }

  /** What another proxy has told. What it deleted is gone at once, the archive is asked afterwards. */
  hear(news: unknown): void {
    const known = parseNews(news);
    if (!known) return;
    const { catalogue } = this;
    const looked =
      known.kind === 'deleted'
        ? catalogue.forgetDeleted(known.level, known.archiveIds)
        : catalogue.hearOfStored();
    // Then it is found out when the archive answers again.
    looked.catch(() => undefined);
  }

  /** News may have been missed. Deletions show when counts differ twice in a row. */
  catchUp(): void {
    const { catalogue } = this;
    catalogue
      .refreshAfterWrite()
      .then(() => catalogue.refreshAfterWrite())
      .catch(() => undefined);
  }

  async #deleteOne(path: string): Promise<void> {
    try {
      const { body } = await this.#client.stream(path, { method: 'DELETE' });
      await body.dump();
    } catch (error) {
      if (!(error instanceof ArchiveResponseError && error.status === 404)) throw error;
    }
  }

  load(): { running: number; waiting: number } {
    return this.#client.load();
  }

  async close(): Promise<void> {
    this.catalogue.close();
    await this.#client.close();
  }
}
