import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { ArchiveBrokeOffError, ArchiveResponseError, InstanceSetAsideError } from './errors.ts';
import type { OrthancClient } from './OrthancClient.ts';
import { parseJsonArray } from './parseJsonArray.ts';
import { part10DicomJson } from './part10DicomJson.ts';
import { FileTexts } from './FileTexts.ts';
import type { InstanceRecord, SeriesRecord } from './records.ts';
import type { Suspects } from './Suspects.ts';

/** DICOM JSON Model, PS3.18 Annex F. */
export interface DicomJsonElement {
  vr: string;
  Value?: unknown[];
  BulkDataURI?: string;
  InlineBinary?: string;
}
export type DicomJson = Record<string, DicomJsonElement>;

const parallelFiles = 8;

export interface DicomJsonSourceOptions {
  client: OrthancClient;
  suspects: Suspects;
  /** Whether nothing in the files of a series is other than plain ASCII; undefined where that is not known. */
  hasPlainTexts(series: SeriesRecord): boolean | undefined;
  logger: Logger;
}

/** Gets series as DICOM JSON: from Orthanc's DICOMweb plugin, or from the files where that one fails. */
export class DicomJsonSource {
  readonly #client: OrthancClient;
  readonly #suspects: Suspects;
  readonly #logger: Logger;
  readonly #texts: FileTexts;
  /** Versions of what the plugin was reading when the archive broke off: their files are read here the next time. */
  readonly #brokeOff = new LRUCache<string, true>({ max: 10_000 });

  constructor({ client, suspects, hasPlainTexts, logger }: DicomJsonSourceOptions) {
    this.#texts = new FileTexts({ client, suspects, hasPlainTexts, logger });
    this.#client = client;
    this.#suspects = suspects;
    this.#logger = logger;
  }

  async series(
    series: SeriesRecord,
    instances: () => Promise<ReadonlyMap<string, InstanceRecord>>,
  ): Promise<DicomJson[]> {
    const { studyInstanceUid, seriesInstanceUid, archiveIds } = series;
    // The plugin finds a series by its UID and gives up when there are two (one under another patient id).
    if (archiveIds.length === 1 && !this.#brokeOff.has(series.version)) {
      try {
        const path = `/dicom-web/studies/${encodeURIComponent(studyInstanceUid)}/series/${encodeURIComponent(seriesInstanceUid)}/metadata`;
        const headers = { accept: 'application/dicom+json' };
        const dataSets = await parseJsonArray<DicomJson>(await this.#client.bytes(path, { headers }));
        await this.#texts.correctSeries(series, instances, dataSets);
        return dataSets;
      } catch (error) {
        if (error instanceof ArchiveBrokeOffError) this.#brokeOff.set(series.version, true);
        if (!(error instanceof ArchiveResponseError)) throw error;
        this.#logger.warn({ seriesInstanceUid, reason: error.message }, 'metadata is made from the files');
      }
    }
    return this.#fromFiles([...(await instances()).values()]);
  }

  async instance(series: SeriesRecord, instance: InstanceRecord): Promise<DicomJson> {
    const { studyInstanceUid, seriesInstanceUid, archiveIds } = series;
    if (archiveIds.length === 1 && !this.#brokeOff.has(instance.version)) {
      try {
        const path = `/dicom-web/studies/${encodeURIComponent(studyInstanceUid)}/series/${encodeURIComponent(seriesInstanceUid)}/instances/${encodeURIComponent(instance.sopInstanceUid)}/metadata`;
        const headers = { accept: 'application/dicom+json' };
        const [dataSet] = await this.#client.json<DicomJson[]>(path, { headers });
        if (dataSet) {
          await this.#texts.correctInstance(series, instance, dataSet);
          return dataSet;
        }
      } catch (error) {
        if (error instanceof ArchiveBrokeOffError) this.#brokeOff.set(instance.version, true);
        if (!(error instanceof ArchiveResponseError)) throw error;
      }
    }
    return part10DicomJson(await this.#file(instance));
  }

  #file(instance: InstanceRecord): Promise<Buffer> {
    const fetch = () => this.#client.bytes(`/instances/${instance.archiveId}/file`);
    return this.#suspects.watch(instance, 'archive file', fetch);
  }

  async #fromFiles(instances: InstanceRecord[]): Promise<DicomJson[]> {
    const result: DicomJson[] = [];
    for (let start = 0; start < instances.length; start += parallelFiles) {
      const some = instances.slice(start, start + parallelFiles);
      const parsed = await Promise.all(some.map((instance) => this.#fromFile(instance)));
      result.push(...parsed.filter((data) => data !== undefined));
    }
    return result;
  }

  /** One instance that cannot be read must not hide the others. */
  async #fromFile(instance: InstanceRecord): Promise<DicomJson | undefined> {
    const { sopInstanceUid } = instance;
    const leaveOut = (error: unknown): undefined => {
      this.#logger.warn({ sopInstanceUid, err: error }, 'an instance cannot be read and is left out');
    };
    const file = await this.#file(instance).catch((error: unknown) => {
      if (error instanceof InstanceSetAsideError) return leaveOut(error);
      throw error;
    });
    if (!file) return undefined;
    try {
      return part10DicomJson(file);
    } catch (error) {
      return leaveOut(error);
    }
  }
}
