import type { Logger } from 'pino';
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import type { ArchiveConnection } from './ArchiveConnection.ts';
import { Catalogue } from './Catalogue.ts';
import { Coalescer } from './coalesce.ts';
import { ArchiveResponseError } from './errors.ts';
import { instanceFrame, type StoredFrame } from './instanceFrame.ts';
import { instanceRecord } from './instanceRecord.ts';
import { OrthancClient } from './OrthancClient.ts';
import type { OrthancInstance, OrthancStored } from './orthancTypes.ts';
import type { InstanceRecord, SeriesRecord } from './records.ts';
import { DicomJsonSource, type DicomJson } from './seriesDicomJson.ts';

export type StoreOutcome =
  /** `differs`: another file is there under the same UIDs, and stays. */
  | { kind: 'stored' | 'already-there' | 'differs'; archiveId: string }
  | { kind: 'refused'; status: number; reason: string };

const seriesTablesKept = 2_000;

/** All that the proxy asks of the archive, in terms of DICOM. */
export class Archive {
  readonly catalogue: Catalogue;
  readonly #client: OrthancClient;
  readonly #json: DicomJsonSource;
  readonly #tables = new LRUCache<string, ReadonlyMap<string, InstanceRecord>>({ max: seriesTablesKept });
  readonly #loading = new Coalescer<ReadonlyMap<string, InstanceRecord>>();

  constructor(connection: ArchiveConnection, logger: Logger) {
    this.#client = new OrthancClient(connection);
    this.#json = new DicomJsonSource(this.#client, logger);
    this.catalogue = new Catalogue({ client: this.#client, logger });
    this.catalogue.start();
  }

  /** The instances of a series by SOP Instance UID, in the order of their instance numbers. */
  async instances(series: SeriesRecord): Promise<ReadonlyMap<string, InstanceRecord>> {
    const key = `${series.seriesInstanceUid}/${series.version}`;
    const known = this.#tables.get(key);
    if (known) return known;
    return this.#loading.run(key, async () => {
      const table = await this.#loadInstances(series);
      this.#tables.set(key, table);
      return table;
    });
  }

  async #loadInstances(series: SeriesRecord): Promise<ReadonlyMap<string, InstanceRecord>> {
    const age = ({ ParentSeries }: OrthancInstance): number => series.archiveIds.indexOf(ParentSeries);
    const instances = await this.#client.json<OrthancInstance[]>('/tools/bulk-content', {
      method: 'POST',
      body: JSON.stringify({ Resources: series.archiveIds, Level: 'Instance', Metadata: true }),
    });
    const records = await Promise.all(
      instances
        // Of an instance that is there twice (under two patient ids) the newer series' one stays in the map.
        .sort((a, b) => age(b) - age(a))
        .map((instance) => instanceRecord(this.#client, instance)),
    );
    const known = new Map(
      records.filter((record) => record !== undefined).map((record) => [record.sopInstanceUid, record]),
    );
    return new Map([...known].sort(([, a], [, b]) => byInstanceNumber(a, b)));
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
  frame(instance: InstanceRecord, frameNumber: number): Promise<StoredFrame> {
    return instanceFrame(this.#client, instance, frameNumber);
  }

  /** The stored Part 10 file. */
  async file(instance: InstanceRecord, signal?: AbortSignal): Promise<Readable> {
    const { body } = await this.#client.stream(`/instances/${instance.archiveId}/file`, { signal });
    return body;
  }

  /**
   * The bytes of one element.
   * @param path tags and item numbers (from 1) as DICOMweb writes them: 00282000/1/00660022
   */
  bulkData(instance: InstanceRecord, path: readonly string[]): Promise<Buffer> {
    const steps = path.map((step) => (/^[0-9A-F]{8}$/i.test(step) ? step : String(Number(step) - 1)));
    return this.#client.bytes(`/instances/${instance.archiveId}/content/${steps.join('/')}`);
  }

  /**
   * Stores one Part 10 file. Nothing is stored when `file` throws midway; its error is thrown on.
   * @throws ArchiveUnavailableError
   */
  async store(file: AsyncIterable<Uint8Array>): Promise<StoreOutcome> {
    let bodyError: { error: unknown } | undefined;
    const digest = createHash('md5');
    async function* watched(): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of file) {
          digest.update(chunk);
          yield chunk;
        }
      } catch (error) {
        bodyError = { error };
        throw error;
      }
    }
    try {
      const answer = await this.#client.json<OrthancStored>('/instances', {
        method: 'POST',
        body: watched(),
        headers: { 'content-type': 'application/dicom' },
      });
      const archiveId = answer.ID;
      if (answer.Status !== 'AlreadyStored') return { kind: 'stored', archiveId };
      const same = (await this.#storedDigest(archiveId)) === digest.digest('hex');
      return { kind: same ? 'already-there' : 'differs', archiveId };
    } catch (error) {
      if (bodyError) throw (bodyError as { error: unknown }).error;
      if (!(error instanceof ArchiveResponseError)) throw error;
      return { kind: 'refused', status: error.status, reason: error.message };
    }
  }

  /** The UIDs under which a stored instance is found; undefined where it has none. */
  async uidsOf(archiveId: string): Promise<{
    sopInstanceUid: string | undefined;
    seriesInstanceUid: string | undefined;
    studyInstanceUid: string | undefined;
  }> {
    type Resource = Pick<OrthancInstance, 'MainDicomTags'>;
    const path = `/instances/${archiveId}`;
    const [instance, series, study] = await Promise.all(
      [path, `${path}/series`, `${path}/study`].map((one) => this.#client.json<Resource>(one)),
    );
    return {
      sopInstanceUid: instance?.MainDicomTags.SOPInstanceUID || undefined,
      seriesInstanceUid: series?.MainDicomTags.SeriesInstanceUID || undefined,
      studyInstanceUid: study?.MainDicomTags.StudyInstanceUID || undefined,
    };
  }

  /** MD5 of the stored file: of what the archive noted when it came, else of the bytes. */
  async #storedDigest(archiveId: string): Promise<string> {
    try {
      const noted = await this.#client.bytes(`/instances/${archiveId}/attachments/dicom/md5`);
      if (noted.length > 0) return noted.toString('latin1').trim().toLowerCase();
    } catch (error) {
      if (!(error instanceof ArchiveResponseError)) throw error;
    }
    const { body } = await this.#client.stream(`/instances/${archiveId}/file`);
    const digest = createHash('md5');
    for await (const chunk of body) digest.update(chunk as Buffer);
    return digest.digest('hex');
  }

  /** Deletes; what is not there is deleted already. Readers see it when this resolves. */
  async delete(level: 'series' | 'instances', archiveIds: readonly string[]): Promise<void> {
    for (const id of archiveIds) {
      try {
        const { body } = await this.#client.stream(`/${level}/${id}`, { method: 'DELETE' });
        await body.dump();
      } catch (error) {
        if (!(error instanceof ArchiveResponseError && error.status === 404)) throw error;
      }
    }
    await this.catalogue.reconcile();
  }

  load(): { running: number; waiting: number } {
    return this.#client.load();
  }

  async close(): Promise<void> {
    this.catalogue.close();
    await this.#client.close();
  }
}

function byInstanceNumber(a: InstanceRecord, b: InstanceRecord): number {
  const [left, right] = [a.instanceNumber ?? Infinity, b.instanceNumber ?? Infinity];
  if (left !== right) return left - right;
  return a.sopInstanceUid < b.sopInstanceUid ? -1 : 1;
}
