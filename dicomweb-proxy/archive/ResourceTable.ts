import type { IndexTexts } from './indexTexts.ts';
import type { OrthancSeries, OrthancStudy } from './orthancTypes.ts';
import type { SeriesRecord, StudyRecord } from './records.ts';
import { mostDeaths, type SeriesToRead } from './SeriesTexts.ts';
import { hasSettled, settledVersionOf, unsettledVersionOf, type SeriesEntry } from './seriesVersion.ts';

/** Of all tables: a series deleted and stored again must not come back under the version that it had. */
let lastRevision = 0;

/** A series of which something was deleted, and the ids of the instances that are left. */
type SeriesRemaining = readonly [seriesId: string, entry: SeriesEntry, left: string[]];

/**
 * What the archive holds, down to the ids of the instances, in memory: some 100 bytes for an instance.
 * Orthanc's resources are keyed by patient id too; here they come together under their DICOM UIDs.
 */
export class ResourceTable {
  readonly #studies = new Map<string, OrthancStudy>();
  readonly #series = new Map<string, SeriesEntry>();
  readonly #studyIdsByUid = new Map<string, Set<string>>();
  readonly #records = new Map<string, StudyRecord>();
  readonly #textsOf: (seriesId: string) => IndexTexts | undefined;
  #sorted: readonly StudyRecord[] | undefined;
  #instanceCount = 0;
  #heardAtMs = -Infinity;
  /** Studies with records of which a series was not settled when they were made. */
  readonly #unsettled = new Set<string>();

  /** @param textsOf what the files of a series say where the archive's index may be wrong */
  constructor(textsOf: (seriesId: string) => IndexTexts | undefined = () => undefined) {
    this.#textsOf = textsOf;
  }

  counts(): { studies: number; series: number; instances: number } {
    return { studies: this.#studies.size, series: this.#series.size, instances: this.#instanceCount };
  }

  /** All that had changed in the archive until then is known here. @param atMs since 1970 */
  heard(atMs: number): void {
    this.#heardAtMs = atMs;
    for (const uid of this.#unsettled) this.#records.delete(uid);
    this.#unsettled.clear();
  }

  hasInstance(seriesId: string, instanceId: string): boolean {
    return this.#series.get(seriesId)?.instances.has(instanceId) ?? false;
  }

  putStudy(study: OrthancStudy): void {
    const uid = study.MainDicomTags.StudyInstanceUID;
    if (!uid) return;
    this.#studies.set(study.ID, study);
    const ids = this.#studyIdsByUid.get(uid) ?? new Set<string>();
    this.#studyIdsByUid.set(uid, ids.add(study.ID));
    this.#forget(uid);
  }

  putSeries({ Instances, ...source }: OrthancSeries): void {
    const before = this.#series.get(source.ID);
    this.#instanceCount += Instances.length - (before?.instances.size ?? 0);
    this.#series.set(source.ID, {
      source,
      instances: new Set(Instances),
      revision: ++lastRevision,
      putAtMs: Date.now(),
    });
    this.#forgetStudyOf(source.ParentStudy);
  }

  removeSeries(seriesId: string): void {
    const entry = this.#series.get(seriesId);
    if (!entry) return;
    this.#series.delete(seriesId);
    this.#instanceCount -= entry.instances.size;
    this.#forgetStudyOf(entry.source.ParentStudy);
  }

  removeStudy(studyId: string): void {
    const uid = this.#studies.get(studyId)?.MainDicomTags.StudyInstanceUID;
    if (!uid) return;
    for (const { source } of [...this.#series.values()]) {
      if (source.ParentStudy === studyId) this.removeSeries(source.ID);
    }
    this.#studies.delete(studyId);
    const ids = this.#studyIdsByUid.get(uid);
    ids?.delete(studyId);
    if (ids?.size === 0) this.#studyIdsByUid.delete(uid);
    this.#forget(uid);
  }

  /** Also the series and studies that are empty then, as the archive does it. @returns the UIDs of the studies touched */
  removeDeleted(level: 'series' | 'instances', ids: readonly string[]): Set<string> {
    const touched = new Set<string>();
    const parents = new Set<string>();
    const remaining = level === 'series' ? this.#withoutSeries(ids) : this.#withoutInstances(ids);
    for (const [seriesId, { source }, left] of remaining) {
      const uid = this.studyUidOfSeries(seriesId);
      if (uid !== undefined) touched.add(uid);
      if (left.length > 0) this.putSeries({ ...source, Instances: left });
      else this.removeSeries(seriesId);
      parents.add(source.ParentStudy);
    }
    if (parents.size === 0) return touched;
    for (const { source } of this.#series.values()) parents.delete(source.ParentStudy);
    for (const empty of parents) this.removeStudy(empty);
    return touched;
  }

  /** Series whose texts are to be read from their files; all of them, or those named. */
  *toRead(seriesIds?: Iterable<string>): Generator<SeriesToRead> {
    for (const seriesId of seriesIds ?? this.#series.keys()) {
      const entry = this.#series.get(seriesId);
      const study = entry && this.#studies.get(entry.source.ParentStudy);
      if (!entry || !study || entry.instances.size === 0) continue;
      const { MainDicomTags: ofStudy, PatientMainDicomTags: ofPatient } = study;
      yield {
        seriesId,
        instanceIds: [...entry.instances.values().take(mostDeaths)],
        indexed: JSON.stringify([ofPatient, ofStudy, entry.source.MainDicomTags]),
      };
    }
  }

  /** More is known of the texts of these series. */
  renew(seriesIds: Iterable<string>): void {
    for (const seriesId of seriesIds) {
      const parent = this.#series.get(seriesId)?.source.ParentStudy;
      if (parent !== undefined) this.#forgetStudyOf(parent);
    }
  }

  #withoutSeries(ids: readonly string[]): SeriesRemaining[] {
    return ids.flatMap((id): SeriesRemaining[] => {
      const entry = this.#series.get(id);
      return entry ? [[id, entry, []]] : [];
    });
  }

  /** Only looks the ids up: in a large archive going through all instances takes seconds. */
  #withoutInstances(ids: readonly string[]): SeriesRemaining[] {
    const gone = new Set(ids);
    return [...this.#series]
      .filter(([, { instances }]) => ids.some((id) => instances.has(id)))
      .map(([seriesId, entry]) => [seriesId, entry, [...entry.instances.difference(gone)]]);
  }

  studyUidOfSeries(seriesId: string): string | undefined {
    const parent = this.#series.get(seriesId)?.source.ParentStudy;
    return parent === undefined ? undefined : this.#studies.get(parent)?.MainDicomTags.StudyInstanceUID;
  }

  study(studyInstanceUid: string): StudyRecord | undefined {
    const known = this.#records.get(studyInstanceUid);
    if (known) return known;
    const record = this.#makeRecord(studyInstanceUid);
    if (!record) return undefined;
    this.#records.set(studyInstanceUid, record);
    if (!record.series.every(({ settled }) => settled)) this.#unsettled.add(studyInstanceUid);
    return record;
  }

  /** Newest study date and time first; without a date last. */
  studiesNewestFirst(): readonly StudyRecord[] {
    this.#sorted ??= [...this.#studyIdsByUid.keys()]
      .map((uid) => this.study(uid))
      .filter((record) => record !== undefined)
      .sort(newestFirst);
    return this.#sorted;
  }

  #forgetStudyOf(studyId: string): void {
    const uid = this.#studies.get(studyId)?.MainDicomTags.StudyInstanceUID;
    if (uid) this.#forget(uid);
  }

  #forget(studyInstanceUid: string): void {
    this.#records.delete(studyInstanceUid);
    this.#sorted = undefined;
  }

  /**
   * Of what the archive keeps apart although it is one study (its instances differ in Patient ID) the part with most images:
   * a stray object must not give a study another patient's name.
   */
  #largest(newestFirst: OrthancStudy[]): OrthancStudy {
    const instances = ({ Series }: OrthancStudy): number =>
      Series.reduce((sum, id) => sum + (this.#series.get(id)?.instances.size ?? 0), 0);
    return newestFirst.toSorted((a, b) => instances(b) - instances(a))[0] as OrthancStudy;
  }

  /** Of the series with most images: a stray object must not give a study another name. */
  #studyTexts({ Series }: OrthancStudy): IndexTexts | undefined {
    const size = (id: string): number => this.#series.get(id)?.instances.size ?? 0;
    const [largest] = Series.toSorted((a, b) => size(b) - size(a));
    return largest === undefined ? undefined : this.#textsOf(largest);
  }

  #makeRecord(studyInstanceUid: string): StudyRecord | undefined {
    const studies = [...(this.#studyIdsByUid.get(studyInstanceUid) ?? [])]
      .map((id) => this.#studies.get(id))
      .filter((study) => study !== undefined)
      .sort((a, b) => b.LastUpdate.localeCompare(a.LastUpdate));
    const [newest] = studies;
    if (!newest) return undefined;
    const main = this.#largest(studies);
    const entries = studies.flatMap(({ Series }) =>
      Series.map((id) => this.#series.get(id)).filter((entry) => entry !== undefined),
    );
    const byUid = Map.groupBy(entries, ({ source }) => source.MainDicomTags.SeriesInstanceUID ?? '');
    byUid.delete('');
    const series = [...byUid].map(([uid, parts]) => this.#seriesRecord(studyInstanceUid, uid, parts));
    const texts = this.#studyTexts(main);
    return {
      studyInstanceUid,
      patientIds: [
        ...new Set(studies.map(({ PatientMainDicomTags }) => PatientMainDicomTags.PatientID ?? '')),
      ].filter((id) => id !== ''),
      attributes: { ...main.PatientMainDicomTags, ...main.MainDicomTags, ...texts?.study },
      guessedCharacterSet: texts?.guessed,
      lastUpdate: newest.LastUpdate,
      series: series.sort(bySeriesNumber),
      numberOfInstances: series.reduce((sum, { numberOfInstances }) => sum + numberOfInstances, 0),
      modalities: [
        ...new Set(series.map(({ attributes }) => attributes.Modality ?? '').filter((name) => name !== '')),
      ].sort(),
    };
  }

  #seriesRecord(studyInstanceUid: string, seriesInstanceUid: string, entries: SeriesEntry[]): SeriesRecord {
    const parts = entries.sort((a, b) => b.source.LastUpdate.localeCompare(a.source.LastUpdate));
    const newest = parts[0] as SeriesEntry;
    const { LastUpdate: lastUpdate, MainDicomTags: attributes } = newest.source;
    const settled = parts.every((part) => hasSettled(part, this.#heardAtMs));
    const unsettledVersion = unsettledVersionOf(parts);
    const texts = this.#textsOf(newest.source.ID);
    return {
      studyInstanceUid,
      seriesInstanceUid,
      attributes: { ...attributes, ...texts?.series },
      guessedCharacterSet: texts?.guessed,
      lastUpdate,
      archiveIds: parts.map(({ source }) => source.ID),
      numberOfInstances: parts.reduce((sum, { instances }) => sum + instances.size, 0),
      version: settled ? settledVersionOf(parts) : unsettledVersion,
      settled,
      unsettledVersion,
    };
  }
}

const dateTime = ({ attributes }: StudyRecord): string =>
  `${attributes.StudyDate ?? ''}`.padEnd(8, ' ') + (attributes.StudyTime ?? '');

function newestFirst(a: StudyRecord, b: StudyRecord): number {
  const left = dateTime(a);
  const right = dateTime(b);
  if (left !== right) return left < right ? 1 : -1;
  return a.studyInstanceUid < b.studyInstanceUid ? -1 : 1;
}

function bySeriesNumber(a: SeriesRecord, b: SeriesRecord): number {
  const number = ({ attributes }: SeriesRecord): number => Number(attributes.SeriesNumber || Infinity);
  const [left, right] = [number(a), number(b)];
  if (left !== right && !(Number.isNaN(left) || Number.isNaN(right))) return left - right;
  return a.seriesInstanceUid < b.seriesInstanceUid ? -1 : 1;
}
