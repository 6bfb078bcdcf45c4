import type { Readable } from 'node:stream';
import type { Archive, InstanceRecord, SeriesRecord, StudyRecord } from './archive/index.ts';
import { RouteTable, WithoutDocuments, type Guard } from './dicomweb/index.ts';

/** A stored file of a study, not opened yet. */
export interface StudyFile {
  readonly series: SeriesRecord;
  readonly sopInstanceUid: string;
  readonly bytes: number;
  /** The Part 10 file as it is stored. @throws ArchiveUnavailableError */
  open(signal: AbortSignal): Promise<Readable>;
}

/** The archive's studies for addresses beside DICOMweb. Whoever asks has to see to it that they may be had. */
export class Studies {
  readonly #archive: Archive;
  readonly #guard: Guard;
  readonly #withoutDocuments: WithoutDocuments;

  constructor(archive: Archive, guard: Guard) {
    this.#archive = archive;
    this.#guard = guard;
    this.#withoutDocuments = new WithoutDocuments(archive);
  }

  /** A table whose addresses may name studies. @param path where it is mounted */
  table(path: string): RouteTable {
    return new RouteTable({ guard: this.#guard, archive: this.#archive, path });
  }

  /** @throws ArchiveUnavailableError */
  find(studyInstanceUid: string): Promise<StudyRecord | undefined> {
    return this.#archive.catalogue.findStudy(studyInstanceUid);
  }

  /**
   * The newest first.
   * @param again after asking the archive once more, for one that may have come in a moment ago
   * @throws ArchiveUnavailableError
   */
  async all({ again = false } = {}): Promise<readonly StudyRecord[]> {
    if (again) await this.#archive.catalogue.lookAgain();
    return this.#archive.catalogue.studiesNewestFirst();
  }

  /** Its files, series by series in the order of their instance numbers. @throws ArchiveUnavailableError */
  async files(study: StudyRecord, { documents }: { documents: boolean }): Promise<StudyFile[]> {
    const shown = documents ? study : await this.#withoutDocuments.of(study);
    const files: StudyFile[] = [];
    for (const series of shown.series)
      for (const instance of (await this.#archive.instances(series)).values())
        files.push(this.#file(series, instance));
    return files;
  }

  #file(series: SeriesRecord, instance: InstanceRecord): StudyFile {
    return {
      series,
      sopInstanceUid: instance.sopInstanceUid,
      bytes: instance.fileBytes,
      open: (signal) => this.#archive.file(instance, signal),
    };
  }
}
