import type { Archive, SeriesRecord, StudyRecord } from '../../archive/index.ts';

/** PS3.3 C.7.3.1.1.1: series of these are read, not looked at. */
const documentModalities: ReadonlySet<string> = new Set(['SR', 'KO', 'DOC', 'PLAN']);
/** SR documents of every class, key objects among them, encapsulated PDF and CDA (PS3.4 B.5): in series of any modality. */
const documentClass = /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(88\.\d+|104\.[12])$/;

export const isDocumentClass = (sopClassUid: string | undefined): boolean =>
  sopClassUid !== undefined && documentClass.test(sopClassUid);

/**
 * A study as who may not have its reports sees it: without the series that hold any, so that in no list, count or file there
 * is anything of them. A series with images and documents is left out as well.
 */
export class WithoutDocuments {
  readonly #archive: Archive;
  readonly #known = new WeakMap<StudyRecord, Promise<StudyRecord>>();

  constructor(archive: Archive) {
    this.#archive = archive;
  }

  /** @throws ArchiveUnavailableError */
  of(study: StudyRecord): Promise<StudyRecord> {
    const known = this.#known.get(study);
    if (known) return known;
    const made = this.#narrowed(study);
    this.#known.set(study, made);
    made.catch(() => this.#known.delete(study));
    return made;
  }

  async #narrowed(study: StudyRecord): Promise<StudyRecord> {
    const hold = await Promise.all(study.series.map((series) => this.#holdsDocuments(series)));
    if (!hold.includes(true)) return study;
    const series = study.series.filter((_, index) => !hold[index]);
    const modalities = new Set(series.flatMap(({ attributes: { Modality } }) => Modality ?? []));
    return {
      ...study,
      series,
      numberOfInstances: series.reduce((sum, one) => sum + one.numberOfInstances, 0),
      modalities: study.modalities.filter((modality) => modalities.has(modality)),
    };
  }

  async #holdsDocuments(series: SeriesRecord): Promise<boolean> {
    if (documentModalities.has(series.attributes.Modality ?? '')) return true;
    const instances = await this.#archive.instances(series);
    return [...instances.values()].some(({ sopClassUid }) => isDocumentClass(sopClassUid));
  }
}
