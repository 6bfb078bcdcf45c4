import { LRUCache } from 'lru-cache';
import type { Archive, DicomJson, InstanceRecord, SeriesRecord } from '../archive/index.ts';
import { inlineLookupTables } from './inlineLookupTables.ts';
import { inlinePalettes } from './inlinePalettes.ts';
import { tidyInstance } from './tidyInstance.ts';

/** Data sets of instances in the DICOM JSON Model, as they leave the proxy. */
export class DataSets {
  readonly #archive: Archive;
  readonly #publicPath: string;
  readonly #cache = new LRUCache<string, Promise<DicomJson>>({ max: 500 });

  /** @param publicPath under which clients reach the proxy, for the URIs of bulk data; no slash at the end */
  constructor(archive: Archive, publicPath: string) {
    this.#archive = archive;
    this.#publicPath = publicPath;
  }

  /** One instance, without waiting for the rest of its series. */
  get(series: SeriesRecord, instance: InstanceRecord): Promise<DicomJson> {
    const known = this.#cache.get(instance.version);
    if (known) return known;
    const made = this.#archive
      .instanceDicomJson(series, instance)
      .then((dataSet) => this.complete(series, instance, dataSet));
    this.#cache.set(instance.version, made);
    made.catch(() => this.#cache.delete(instance.version));
    return made;
  }

  /** The bytes of an element that is bulk data, by its tag. Rejects as the archive does. */
  bulkData(instance: InstanceRecord, tag: string): Promise<Buffer> {
    return this.#archive.bulkData(instance, [tag]);
  }

  /** What the archive said about an instance, made fit for viewers. */
  async complete(series: SeriesRecord, instance: InstanceRecord, dataSet: DicomJson): Promise<DicomJson> {
    const { studyInstanceUid, seriesInstanceUid } = series;
    const root = `${this.#publicPath}/studies/${studyInstanceUid}/series/${seriesInstanceUid}`;
    const tidy = tidyInstance(dataSet, `${root}/instances/${instance.sopInstanceUid}/bulkdata`);
    await inlinePalettes(tidy, (tag) => this.#archive.bulkData(instance, [tag]));
    await inlineLookupTables(tidy, (path) => this.#archive.bulkData(instance, path));
    if (instance.transferSyntaxUid !== undefined) {
      // Available Transfer Syntax UID (PS3.18 10.6.3.3.4): tells viewers what the frames will come in.
      tidy['00083002'] = { vr: 'UI', Value: [instance.transferSyntaxUid] };
    }
    return tidy;
  }
}
