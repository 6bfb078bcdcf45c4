import type { SeriesSummary } from '../../dicomweb/index.ts';
import type { ComparisonState } from '../comparison/comparisonState.ts';
import type { ObjectDetails } from '../objects/objectDetails.ts';
import type { ReaderState } from '../reader/readerState.ts';
import type { StudySource } from '../series/studySource.ts';
import { examDates, type ExamDate } from './examDates.ts';
import type { ReportSource } from './examReport.ts';
import { orderReports, type OfferedReport } from './orderReports.ts';

/** What the reports need of a reading room. Dispatches `change`. */
export interface ExamReportsRoom extends EventTarget {
  readonly state: Pick<ReaderState, 'studies'>;
  readonly source: StudySource;
  readonly comparison: {
    readonly state: Pick<ComparisonState, 'priors' | 'priorsStatus'>;
    refreshPriors(): Promise<void>;
  };
}

/** What is known of a study's reports. */
export type ReportList =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: string }
  | {
      readonly status: 'ready';
      /** In the order of `orderReports`; none: the study has no report. */
      readonly reports: readonly OfferedReport[];
      /** What could not be read, and why. */
      readonly unread: readonly string[];
    };

/** A new object whenever anything in it changed. */
export interface ExamReportsState {
  /** Whether a report is read beside the images. */
  readonly opened: boolean;
  /** The study whose reports are shown; undefined until there was one. */
  readonly studyInstanceUid: string | undefined;
  /** By study; of those that have been asked for. */
  readonly lists: ReadonlyMap<string, ReportList>;
  /** The report chosen in each study, by its id; the first one where none was. */
  readonly chosen: ReadonlyMap<string, string>;
}

/** The script that knows the archive's reports comes with the first question. */
const archived = async (room: ExamReportsRoom): Promise<readonly ReportSource[]> => [
  (await import('./archivedReports.ts')).archivedReports(room.source),
];

/**
 * The reports of the patient's studies, and the one that is read beside the images. Asks for nothing before it is opened, and of each
 * study when it is chosen. Dispatches `change`, and `shown` when a report is on the screen.
 */
export class ExamReports extends EventTarget {
  readonly #room: ExamReportsRoom;
  readonly #sources: typeof archived;
  readonly #listing = new Map<string, Promise<void>>();
  /** The series of open studies when their reports were listed: others have been stored when they are others. */
  readonly #seriesThen = new Map<string, readonly SeriesSummary[] | undefined>();
  /** Something was stored in them since they were listed. */
  readonly #stale = new Set<string>();
  #details: { id: string; details: ObjectDetails } | undefined;
  #watching = false;
  #state: ExamReportsState = {
    opened: false,
    studyInstanceUid: undefined,
    lists: new Map(),
    chosen: new Map(),
  };

  constructor(room: ExamReportsRoom, sources = archived) {
    super();
    this.#room = room;
    this.#sources = sources;
  }

  get state(): ExamReportsState {
    return this.#state;
  }

  /** The studies that can be chosen. */
  get dates(): ExamDate[] {
    return examDates(this.#room.state.studies, this.#room.comparison.state.priors ?? []);
  }

  /** The report that is shown; undefined while there is none, and while nothing is open. */
  get shown(): OfferedReport | undefined {
    const { opened, studyInstanceUid = '', lists, chosen } = this.#state;
    const list = opened ? lists.get(studyInstanceUid) : undefined;
    if (list?.status !== 'ready') return undefined;
    const wanted = chosen.get(studyInstanceUid);
    return list.reports.find(({ id }) => id === wanted) ?? list.reports[0];
  }

  /** What is to be seen of it; undefined until it is on the screen. */
  get details(): ObjectDetails | undefined {
    return this.#details && this.#details.id === this.shown?.id ? this.#details.details : undefined;
  }

  /**
   * Opens the reports: of a study, else of the one that was shown last, at first the current one. Resolves when they are listed or
   * that has failed.
   *
   * @throws RangeError for a study that is none of the patient's, a report that the study does not have
   */
  async open(wanted: { studyInstanceUid?: string; reportId?: string } = {}): Promise<void> {
    const { state } = this.#room;
    const study =
      wanted.studyInstanceUid ?? this.#state.studyInstanceUid ?? state.studies[0]?.studyInstanceUid;
    if (study === undefined) throw new RangeError('no study is open');
    await this.#requireStudy(study);
    this.#watch();
    this.#set({ opened: true, studyInstanceUid: study });
    await this.#list(study);
    if (wanted.reportId !== undefined) this.chooseReport(wanted.reportId);
  }

  close(): void {
    if (!this.#state.opened) return;
    this.#details = undefined;
    this.#set({ opened: false });
  }

  toggle(): void {
    if (this.#state.opened) this.close();
    else this.open().catch(() => undefined);
  }

  /** @throws RangeError when the study that is shown has no such report */
  chooseReport(id: string): void {
    const { studyInstanceUid = '', lists, chosen } = this.#state;
    const list = lists.get(studyInstanceUid);
    if (list?.status !== 'ready' || !list.reports.some((report) => report.id === id))
      throw new RangeError(`study ${studyInstanceUid} has no report ${id}`);
    this.#set({ chosen: new Map(chosen).set(studyInstanceUid, id) });
  }

  /** Asks again for the reports of the study that is shown. Never rejects. */
  async refresh(): Promise<void> {
    const { studyInstanceUid } = this.#state;
    if (studyInstanceUid !== undefined) await this.#list(studyInstanceUid, true);
  }

  /** Told by whatever draws a report, once it is on the screen and whenever that changes: what is to be seen of it. */
  furnish(id: string, details: ObjectDetails): void {
    if (this.shown?.id !== id) return;
    const first = this.#details?.id !== id;
    this.#details = { id, details };
    if (first) this.dispatchEvent(new Event('shown'));
  }

  /** The room is left. */
  end(): void {
    this.#room.removeEventListener('change', this.#onRoomChange);
    this.#listing.clear();
  }

  async #requireStudy(study: string): Promise<void> {
    const isKnown = (): boolean => this.dates.some(({ studyInstanceUid }) => studyInstanceUid === study);
    const { comparison } = this.#room;
    const { priorsStatus } = comparison.state;
    if (isKnown()) {
      // The other dates are wanted beside it.
      if (priorsStatus === 'unasked' || priorsStatus === 'failed') void comparison.refreshPriors();
      return;
    }
    await comparison.refreshPriors();
    if (!isKnown()) throw new RangeError(`the patient has no study ${study} that is known here`);
  }

  /** Once for each study, and again when that failed or `anew`; meanwhile what was known stays. Never rejects. */
  #list(study: string, anew = false): Promise<void> {
    const known = this.#listing.get(study);
    const fresh = anew || this.#stale.has(study);
    if (known && !fresh) return known;
    this.#stale.delete(study);
    this.#seriesThen.set(study, this.#seriesOf(study));
    if (this.#state.lists.get(study)?.status !== 'ready') this.#setList(study, { status: 'loading' });
    const listing = this.#ask(study, fresh).then(
      (list) => {
        if (this.#listing.get(study) === listing) this.#setList(study, list);
      },
      (error: unknown) => {
        if (this.#listing.get(study) !== listing) return;
        this.#listing.delete(study);
        const reason = error instanceof Error ? error.message : String(error);
        this.#setList(study, { status: 'failed', reason });
      },
    );
    this.#listing.set(study, listing);
    return listing;
  }

  async #ask(study: string, anew: boolean): Promise<ReportList> {
    const sources = await this.#sources(this.#room);
    const found = await Promise.all(sources.map((source) => source.reports(study, { anew })));
    const before = this.#state.lists.get(study);
    const known = new Map(before?.status === 'ready' ? before.reports.map((one) => [one.id, one.body]) : []);
    const reports = found
      .flatMap(({ reports: some }) => some)
      // An object does not change: what is on the screen is not drawn anew because it was listed again.
      .map((report) => ({ ...report, body: known.get(report.id) ?? report.body }));
    return {
      status: 'ready',
      reports: orderReports(reports),
      unread: found.flatMap(({ unread }) => unread),
    };
  }

  #seriesOf(study: string): readonly SeriesSummary[] | undefined {
    return this.#room.state.studies.find(({ studyInstanceUid }) => studyInstanceUid === study)?.series;
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#room.addEventListener('change', this.#onRoomChange);
  }

  /** Reports may have been stored: studies are listed again then. What is not on the screen is asked for when it is chosen. */
  readonly #onRoomChange = (): void => {
    for (const { studyInstanceUid: study, series } of this.#room.state.studies) {
      const then = this.#seriesThen.get(study);
      if (then === undefined || then === series) continue;
      if (this.#state.opened && study === this.#state.studyInstanceUid) void this.#list(study, true);
      else this.#stale.add(study);
    }
  };

  #setList(study: string, list: ReportList): void {
    this.#set({ lists: new Map(this.#state.lists).set(study, list) });
  }

  #set(change: Partial<ExamReportsState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
