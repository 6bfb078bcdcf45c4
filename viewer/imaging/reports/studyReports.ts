import type { MeasurementStore } from '../measurements/index.ts';
import { faultOf, type OpenStudy, type ReaderFault, type ReaderState } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import { Archived, isIn } from './archived.ts';
import { KeptInBrowser } from './keptInBrowser.ts';
import { KeyImages } from './keyImages.ts';
import type { PresentationState } from './presentationState.ts';
import type { ListedReport } from './readStudy.ts';
import { isOf, ownMarks, unsavedCount, type Unsaved } from './unsaved.ts';
import type { StudyToWrite } from './writeStudy.ts';

/** The room whose studies are reported on: a Reader is. Dispatches `change`, and `ready` when its studies are listed. */
export interface ReportedRoom extends EventTarget {
  readonly state: ReaderState;
  readonly source: StudySource;
  readonly measurements: MeasurementStore;
  /** Lists the series of a study again. Never rejects. */
  relist(studyInstanceUid: string): Promise<void>;
}

/** How far saving is. A new object whenever anything in it changed. */
export interface ReportsState {
  readonly status: 'reading' | 'ready' | 'saving' | 'failed';
  /** Measurements and key images of one's own that the archive does not have as they are now, deleted ones included. */
  readonly unsaved: number;
  /** Whether what is unsaved is safe in this browser. */
  readonly kept: boolean;
  /** How many unsaved ones an earlier visit had left in this browser. */
  readonly restored: number;
  /** Something has been saved since the room was opened. */
  readonly saved: boolean;
  /** Why saving failed last. */
  readonly failure: ReaderFault | undefined;
  readonly reports: readonly ListedReport[];
  readonly presentationStates: readonly PresentationState[];
  /** The presentation state whose annotations are shown. */
  readonly shownState: PresentationState | undefined;
  /** Documents of the studies that could not be read, and why. */
  readonly unread: readonly string[];
}

/**
 * Keeps the measurements and key images of a reading room and the documents of its studies in step: reads SR, KO and PR, says
 * what is not saved, keeps that in the browser at every change, and saves when asked to, never by itself. Dispatches `change`.
 */
export class StudyReports extends EventTarget {
  readonly keyImages = new KeyImages();
  /** Who signs, PN text; undefined where nobody is signed in. */
  author: string | undefined;
  readonly #room: ReportedRoom;
  readonly #browser = new KeptInBrowser();
  readonly #archived = new Archived();
  /** What an earlier visit deleted, by study, until the documents are read that say of what. */
  readonly #deleted = new Map<string, Pick<Unsaved, 'removed' | 'unmarked'>>();
  /** Until what an earlier visit kept is back, nothing may take its place. */
  #keeping = false;
  #reading: Promise<void> | undefined;
  #state: ReportsState = {
    status: 'reading',
    unsaved: 0,
    kept: true,
    restored: 0,
    saved: false,
    failure: undefined,
    reports: [],
    presentationStates: [],
    shownState: undefined,
    unread: [],
  };

  constructor(room: ReportedRoom) {
    super();
    this.#room = room;
    room.measurements.addEventListener('measurement', this.#onChange);
    this.keyImages.addEventListener('change', this.#onChange);
    room.addEventListener('ready', () => void this.#begin(), { once: true });
  }

  get state(): ReportsState {
    return this.#state;
  }

  /** Lays the annotations of a presentation state over its images; undefined takes them away. */
  showState(sopInstanceUid: string | undefined): void {
    const shownState = this.#state.presentationStates.find((one) => one.sopInstanceUid === sopInstanceUid);
    this.#set({ shownState });
  }

  /**
   * Saves what is unsaved, study by study. Rejects when the archive does not take it: what it did not take stays unsaved, and
   * kept in the browser.
   *
   * @param descriptions of the two series, in the reader's language
   */
  async save(descriptions: StudyToWrite['descriptions']): Promise<void> {
    if (this.#state.status === 'saving') return;
    this.#set({ status: 'saving', failure: undefined });
    try {
      await this.#begin();
      for (const study of this.#room.state.studies) await this.#saveStudy(study, descriptions);
      this.#set({ status: 'ready', saved: true });
    } catch (error) {
      this.#set({ status: 'failed', failure: faultOf(error) });
      throw error;
    }
  }

  /** Puts what is unsaved aside for good: what the archive has is shown again. */
  discard(): void {
    const { measurements } = this.#room;
    const saved = this.#state.reports.flatMap(({ own, measurements: read }) => (own ? read : []));
    for (const study of this.#room.state.studies) {
      const { changed, marked, unmarked } = this.#unsavedOf(study.studyInstanceUid);
      for (const { id } of changed) measurements.remove(id);
      for (const image of marked) this.keyImages.set(image, false);
      for (const image of unmarked) this.keyImages.set(image, true);
    }
    const present = new Set(measurements.state.measurements.map(({ id }) => id));
    measurements.load(saved.filter(({ id }) => this.#archived.has(id) && !present.has(id)));
    this.#set({ restored: 0 });
  }

  /** Restores what was kept, then reads the studies' documents; once. */
  #begin(): Promise<void> {
    this.#reading ??= this.#restoreAndRead();
    return this.#reading;
  }

  async #restoreAndRead(): Promise<void> {
    let restored = 0;
    for (const { studyInstanceUid } of this.#room.state.studies) {
      const kept = await this.#browser.read(this.#keyOf(studyInstanceUid));
      if (!kept) continue;
      this.#deleted.set(studyInstanceUid, kept);
      this.#room.measurements.load(kept.changed);
      this.keyImages.load(kept.marked);
      restored += unsavedCount(kept);
    }
    this.#keeping = true;
    this.#set({ restored });
    await this.#read();
    this.#onChange();
    if (this.#state.status === 'reading') this.#set({ status: 'ready' });
  }

  async #read(): Promise<void> {
    const withDocuments = this.#room.state.studies.filter(({ series }) =>
      series.some(({ modality }) => modality === 'SR' || modality === 'KO' || modality === 'PR'),
    );
    if (withDocuments.length === 0) return;
    const { readStudy } = await import('./readStudy.ts');
    for (const study of withDocuments) {
      const read = await readStudy(study, this.#room.source, this.author);
      const deleted = this.#deleted.get(study.studyInstanceUid);
      this.#deleted.delete(study.studyInstanceUid);
      this.#archived.read(read);
      // What is here already was restored: it is newer than what the archive has.
      const present = new Set(this.#room.measurements.state.measurements.map(({ id }) => id));
      this.#room.measurements.load(
        read.reports
          .flatMap(({ measurements }) => measurements)
          .filter(({ id }) => !present.has(id) && !deleted?.removed.includes(id)),
      );
      this.keyImages.load(read.keyImages);
      for (const image of deleted?.unmarked ?? []) this.keyImages.set(image, false);
      this.#set({
        reports: [...this.#state.reports, ...read.reports],
        presentationStates: [...this.#state.presentationStates, ...read.presentationStates],
        unread: [...this.#state.unread, ...read.failures],
      });
    }
  }

  async #saveStudy(study: OpenStudy, descriptions: StudyToWrite['descriptions']): Promise<void> {
    const { studyInstanceUid } = study;
    const { changed, removed, marked, unmarked } = this.#unsavedOf(studyInstanceUid);
    const measured = changed.length + removed.length > 0;
    const keyed = marked.length + unmarked.length > 0;
    if (!measured && !keyed) return;
    // As they are now: what is drawn while they are on their way stays unsaved.
    const all = this.#room.measurements.state.measurements.filter((one) => isOf(studyInstanceUid, one));
    const marks = ownMarks(studyInstanceUid, this.keyImages.images);
    const replaced = this.#archived.documentsOf(studyInstanceUid);
    const { writeStudy } = await import('./writeStudy.ts');
    const written = await writeStudy(
      {
        study,
        measurements: measured ? { all, replaces: replaced.reports } : undefined,
        keyImages: keyed ? { all: marks, replaces: replaced.selections } : undefined,
        author: this.author,
        descriptions,
      },
      this.#room.source,
    );
    this.#archived.stored(studyInstanceUid, all, marks, written);
    const { report } = written;
    const isReplaced = isIn(studyInstanceUid);
    if (report)
      this.#set({
        reports: [
          ...this.#state.reports.filter(({ own, document }) => !own || !isReplaced(document)),
          { document: report, own: true, measurements: all, entries: [] },
        ],
      });
    this.#onChange();
    await this.#room.relist(studyInstanceUid);
  }

  #unsavedOf(studyInstanceUid: string): Unsaved {
    const { measurements } = this.#room.measurements.state;
    const unsaved = this.#archived.unsaved(studyInstanceUid, measurements, this.keyImages.images);
    const deleted = this.#deleted.get(studyInstanceUid);
    return {
      ...unsaved,
      removed: [...unsaved.removed, ...(deleted?.removed ?? [])],
      unmarked: [...unsaved.unmarked, ...(deleted?.unmarked ?? [])],
    };
  }

  #keyOf(studyInstanceUid: string): string {
    return `${this.author ?? ''}/${studyInstanceUid}`;
  }

  readonly #onChange = (): void => {
    const unsaved = this.#room.state.studies.map(
      ({ studyInstanceUid }) => [studyInstanceUid, this.#unsavedOf(studyInstanceUid)] as const,
    );
    const count = unsaved.reduce((total, [, one]) => total + unsavedCount(one), 0);
    this.#set({ unsaved: count, kept: count === 0, ...(count === 0 && { restored: 0 }) });
    if (!this.#keeping) return;
    Promise.all(unsaved.map(([study, one]) => this.#browser.keep(this.#keyOf(study), one))).then(
      () => this.#set({ kept: true }),
      () => undefined,
    );
  };

  #set(change: Partial<ReportsState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
