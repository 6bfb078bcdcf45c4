import { faultOf, type OpenStudy } from '../reader/readerState.ts';
import { Archived, isIn } from './archived.ts';
import { changesToWrite, sameChanges, type Changes } from './changesToWrite.ts';
import { KeptInBrowser } from './keptInBrowser.ts';
import type { Measurement } from '../measurements/index.ts';
import { KeyImages, type KeyImage } from './keyImages.ts';
import { newestOfEach } from './newestOfEach.ts';
import type { ReportedRoom, ReportsState } from './reportsState.ts';
import { isOf, mergeUnsaved, nothingUnsaved, ownMarks, unsavedCount, type Unsaved } from './unsaved.ts';
import type { SeriesDescriptions, StudyWriter, Writing } from './writeStudy.ts';

/** Who reads. */
interface Person {
  /** Unlike that of anybody else. */
  readonly id: string;
  /** Absent where nobody can be the author of anything. */
  readonly name?: string | undefined;
}

/** The name as a PN value of one component (PS3.5 6.2): what would part it in several becomes a space. */
const personNameOf = (name: string): string =>
  name
    .replace(/[\\^=]/g, ' ')
    .trim()
    .slice(0, 64);

/**
 * Keeps the measurements and key images of a reading room and the documents of its studies in step: reads SR, KO and PR, says
 * what is not saved, keeps that in the browser at every change, and saves when asked to, never by itself. Dispatches `change`.
 */
export class StudyReports extends EventTarget {
  readonly keyImages = new KeyImages();
  #author: string | undefined;
  #person: Promise<string> = Promise.resolve('');
  #personId = '';
  readonly #room: ReportedRoom;
  readonly #browser = new KeptInBrowser();
  readonly #archived = new Archived();
  /** What an earlier visit deleted, by study, until the documents are read that say of what. */
  readonly #deleted = new Map<string, Pick<Unsaved, 'removed' | 'unmarked'>>();
  /** What an earlier visit had left, by study. */
  readonly #restored = new Map<string, Unsaved>();
  /** Until what an earlier visit kept is back, nothing may take its place. */
  #keeping = false;
  readonly #restoredStudies = new Set<string>();
  readonly #readStudies = new Set<string>();
  readonly #withoutDocuments = new Set<string>();
  #restoring: Promise<void> | undefined;
  #reading: Promise<void> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #kept: Promise<void> = Promise.resolve();
  #writer: Promise<StudyWriter> | undefined;
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
    leftOut: 0,
    unread: [],
  };

  constructor(room: ReportedRoom) {
    super();
    this.#room = room;
    room.measurements.addEventListener('measurement', this.#onChange);
    this.keyImages.addEventListener('change', this.#onChange);
    room.addEventListener('ready', () => void this.#beginOrSay(), { once: true });
  }

  /** Who signs, PN text; undefined where nobody is signed in. */
  get author(): string | undefined {
    return this.#author;
  }

  /** For whom unsaved work is kept in this browser; empty where nobody is signed in. */
  get person(): Promise<string> {
    return this.#person;
  }

  /** Who reads, undefined where nobody is signed in: until that is known nothing is restored, read or kept. */
  readBy(person: Promise<Person | undefined>): void {
    this.#person = person.then((known) => {
      this.#author = known?.name === undefined ? undefined : personNameOf(known.name);
      return (this.#personId = known?.id ?? '');
    });
  }

  /** Studies have come into the room: what was kept of them and their documents are read too. Never rejects. */
  async studiesAdded(): Promise<void> {
    // Before the first reading there is nothing to be read again: it will meet them.
    if (!this.#restoring) return;
    await this.#begin().catch(() => undefined);
    this.#restoring = undefined;
    this.#reading = undefined;
    await this.#beginOrSay();
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
   * Saves what is unsaved, study by study; one time after another. Rejects when the archive does not take it: what it did not
   * take stays unsaved, and kept in the browser.
   *
   * @param descriptions of the two series, in the reader's language
   */
  save(descriptions: SeriesDescriptions): Promise<void> {
    const saving = this.#saving.then(() => this.#save(descriptions));
    this.#saving = saving.catch(() => undefined);
    return saving;
  }

  /** Puts aside for good what an earlier visit had left: what the archive has of it is shown again. */
  discard(): void {
    const { measurements } = this.#room;
    const restored = [...this.#restored.values()];
    for (const { id } of restored.flatMap(({ changed }) => changed))
      if (measurements.get(id)) measurements.remove(id);
    for (const image of restored.flatMap(({ marked }) => marked)) this.keyImages.set(image, false);
    for (const image of restored.flatMap(({ unmarked }) => unmarked)) this.keyImages.set(image, true);
    const ids = new Set(
      restored.flatMap(({ changed, removed }) => [...removed, ...changed.map(({ id }) => id)]),
    );
    const saved = this.#state.reports.flatMap(({ own, measurements: read }) => (own ? read : []));
    measurements.load(saved.filter(({ id }) => ids.has(id) && !measurements.get(id)));
    for (const study of this.#restored.keys()) this.#deleted.delete(study);
    this.#restored.clear();
    this.#set({ restored: 0 });
    this.#onChange();
  }

  /** When the browser has kept what is unsaved now, or refused to (`state.kept`). Never rejects. */
  get whenKept(): Promise<void> {
    return this.#kept;
  }

  /** The room is left: other tabs may take over what is kept. */
  close(): void {
    this.#browser.close();
  }

  async #save(descriptions: SeriesDescriptions): Promise<void> {
    this.#set({ status: 'saving', failure: undefined, leftOut: 0 });
    try {
      await this.#begin();
      for (const study of this.#room.state.studies) await this.#saveStudy(study, descriptions);
      this.#set({ status: 'ready', saved: true });
    } catch (error) {
      this.#set({ status: 'failed', failure: faultOf(error) });
      throw error;
    }
  }

  #beginOrSay(): Promise<void> {
    return this.#begin().catch((error: unknown) =>
      this.#set({ status: 'ready', unread: [faultOf(error).message] }),
    );
  }

  /** Restores what was kept, then reads the studies' documents; each once, or again where it failed. */
  async #begin(): Promise<void> {
    await this.#person;
    await (this.#restoring ??= this.#restore());
    this.#reading ??= this.#read().catch((error: unknown) => {
      this.#reading = undefined;
      throw error;
    });
    await this.#reading;
  }

  async #restore(): Promise<void> {
    let { restored } = this.#state;
    for (const { studyInstanceUid } of this.#room.state.studies) {
      if (this.#restoredStudies.has(studyInstanceUid)) continue;
      const kept = await this.#browser.read(this.#keyOf(studyInstanceUid));
      this.#restoredStudies.add(studyInstanceUid);
      if (!kept) continue;
      this.#deleted.set(studyInstanceUid, kept);
      this.#restored.set(studyInstanceUid, kept);
      this.#room.measurements.load(kept.changed);
      this.keyImages.load(kept.marked);
      restored += unsavedCount(kept);
    }
    this.#keeping = true;
    this.#set({ restored });
  }

  async #read(): Promise<void> {
    const unread = this.#room.state.studies.filter(
      ({ studyInstanceUid }) => !this.#readStudies.has(studyInstanceUid),
    );
    const withDocuments = unread.filter(({ series }) =>
      series.some(({ modality }) => modality === 'SR' || modality === 'KO' || modality === 'PR'),
    );
    for (const study of unread)
      if (study.series.length > 0 && !withDocuments.includes(study)) {
        this.#deleted.delete(study.studyInstanceUid);
        this.#withoutDocuments.add(study.studyInstanceUid);
      }
    const { readStudy } = withDocuments.length > 0 ? await import('./readStudy.ts') : {};
    for (const study of withDocuments) {
      const read = await readStudy?.(study, this.#room.source, this.author);
      if (!read) continue;
      const deleted = this.#deleted.get(study.studyInstanceUid);
      this.#archived.read(read);
      // As long as some document cannot be read, what was deleted from it is not forgotten.
      if (read.failures.length === 0) this.#deleted.delete(study.studyInstanceUid);
      // What is here already was restored: it is newer than what the archive has.
      const present = new Set(this.#room.measurements.state.measurements.map(({ id }) => id));
      this.#room.measurements.load(
        newestOfEach(read.reports).filter(({ id }) => !present.has(id) && !deleted?.removed.includes(id)),
      );
      this.keyImages.load(read.keyImages);
      for (const image of deleted?.unmarked ?? []) this.keyImages.set(image, false);
      this.#set({
        reports: [...this.#state.reports, ...read.reports],
        presentationStates: [...this.#state.presentationStates, ...read.presentationStates],
        unread: [...this.#state.unread, ...read.failures],
      });
      this.#readStudies.add(study.studyInstanceUid);
    }
    this.#onChange();
    if (this.#state.status === 'reading') this.#set({ status: 'ready' });
  }

  async #saveStudy(study: OpenStudy, descriptions: SeriesDescriptions): Promise<void> {
    const { studyInstanceUid } = study;
    const { measurements } = this.#room.measurements.state;
    const { images } = this.keyImages;
    const unsaved = this.#archived.unsaved(studyInstanceUid, measurements, images);
    const own = measurements.filter((one) => isOf(studyInstanceUid, one));
    const changes = this.#changesToWrite(own);
    // What was measured anew in another exam, or paired with it, changes what this one's report says of its own findings.
    const outdated = !sameChanges(changes, this.#archived.changesOf(own));
    if (unsavedCount(unsaved) === 0 && !outdated) return;
    const writing: Writing = { study, author: this.author, descriptions };
    // As they are now: what is drawn while they are on their way stays unsaved.
    if (unsaved.changed.length + unsaved.removed.length > 0 || outdated)
      await this.#saveReport(writing, own, changes);
    if (unsaved.marked.length + unsaved.unmarked.length > 0)
      await this.#saveKeyImages(writing, ownMarks(studyInstanceUid, images));
    await this.#room.relist(studyInstanceUid);
  }

  #changesToWrite(own: readonly Measurement[]): Changes {
    const { findings } = this.#room.followUp.state;
    // As long as a document is not read, or cannot be, nobody knows what it holds.
    const isAtHand = (uid: string): boolean =>
      this.#state.unread.length === 0 && (this.#readStudies.has(uid) || this.#withoutDocuments.has(uid));
    return changesToWrite(own, findings, this.#archived.changesOf(own), isAtHand);
  }

  async #saveReport(writing: Writing, all: readonly Measurement[], changes: Changes): Promise<void> {
    const { studyInstanceUid } = writing.study;
    const writer = await this.#theWriter();
    const { reports } = this.#archived.documentsOf(studyInstanceUid);
    const { report, written } = await writer.report(writing, all, reports, changes);
    this.#set({ leftOut: this.#state.leftOut + all.length - written.length });
    if (!report) return;
    this.#archived.storedReport(studyInstanceUid, written, report, changes);
    const isReplaced = isIn(studyInstanceUid);
    this.#set({
      reports: [
        ...this.#state.reports.filter(({ own, document }) => !own || !isReplaced(document)),
        { document: report, own: true, measurements: written, entries: [], changes },
      ],
    });
    this.#onChange();
  }

  async #saveKeyImages(writing: Writing, marks: readonly KeyImage[]): Promise<void> {
    const { studyInstanceUid } = writing.study;
    const writer = await this.#theWriter();
    const { selections } = this.#archived.documentsOf(studyInstanceUid);
    const selection = await writer.keyObject(writing, marks, selections);
    this.#archived.storedSelection(studyInstanceUid, marks, selection);
    this.#onChange();
  }

  #theWriter(): Promise<StudyWriter> {
    this.#writer ??= import('./writeStudy.ts').then(
      ({ StudyWriter: Writer }) => new Writer(this.#room.source),
    );
    this.#writer.catch(() => (this.#writer = undefined));
    return this.#writer;
  }

  #unsavedOf(studyInstanceUid: string): Unsaved {
    const { measurements } = this.#room.measurements.state;
    const unsaved = this.#archived.unsaved(studyInstanceUid, measurements, this.keyImages.images);
    const deleted = this.#deleted.get(studyInstanceUid);
    return deleted
      ? mergeUnsaved({ ...nothingUnsaved, removed: deleted.removed, unmarked: deleted.unmarked }, unsaved)
      : unsaved;
  }

  #keyOf(studyInstanceUid: string): string {
    return `${this.#personId}/${studyInstanceUid}`;
  }

  readonly #onChange = (): void => {
    const unsaved = this.#room.state.studies.map(
      ({ studyInstanceUid }) => [studyInstanceUid, this.#unsavedOf(studyInstanceUid)] as const,
    );
    const count = unsaved.reduce((total, [, one]) => total + unsavedCount(one), 0);
    this.#set({ unsaved: count, kept: count === 0, ...(count === 0 && { restored: 0 }) });
    if (!this.#keeping) return;
    const restored = unsaved.filter(([study]) => this.#restoredStudies.has(study));
    this.#kept = Promise.all(
      restored.map(([study, one]) => this.#browser.keep(this.#keyOf(study), one)),
    ).then(
      () => this.#set({ kept: true }),
      () => undefined,
    );
  };

  #set(change: Partial<ReportsState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
