import { isLater, type StudySummary } from '../../dicomweb/index.ts';
import type { Crosshair } from '../planes/index.ts';
import { planeNormal } from '../geometry/framePlane.ts';
import { scale } from '../geometry/vector.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { outwards } from '../frames/orderOutwards.ts';
import type { Arrangement } from '../reader/arranging.ts';
import type { Layout, ReaderState, ShownSeries } from '../reader/readerState.ts';
import { compose, translationBy } from '../registration/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import type { StudySource } from '../series/studySource.ts';
import type { ViewState } from '../viewport/viewState.ts';
import { Alignments, spaceOf, type Alignment, type AlignmentProgress, type Origin } from './alignments.ts';
import {
  aheadUntilLinked,
  comparisonLayout,
  mostPriors,
  type ComparisonState,
  type Relation,
} from './comparisonState.ts';
import { findPriors } from './findPriors.ts';
import { FollowSeries } from './followSeries.ts';
import { Linking, type LinkingRoom } from './linking.ts';
import { manualMatrix, stepMm } from './manualLink.ts';
import type { Prior } from './priors.ts';
import { registerLater } from './registerLater.ts';
import { SeriesKinds } from './seriesKinds.ts';

/** What comparing needs of a reading room. Dispatches `change`, `first-image` and `series-complete`. */
export interface ComparisonRoom extends LinkingRoom {
  readonly state: ReaderState;
  readonly source: StudySource;
  readonly imaging: { readonly loader: FrameLoader };
  readonly crosshair: Crosshair;
  show(index: number, seriesInstanceUid: string): Promise<void>;
  clear(index: number): void;
  /** What a viewport shows, before the engine stands too. */
  viewState(index: number): ViewState;
  setLayout(layout: Layout): void;
  arrangement(): Arrangement;
  arrange(arrangement: Arrangement): void;
  /** Opens studies beside the current one. Resolves when they are listed or have failed. */
  openBeside(studyInstanceUids: readonly string[]): Promise<void>;
}

/** What is told of a way between two viewports. */
export interface RegistrationFound extends Alignment {
  readonly fromIndex: number;
  readonly toIndex: number;
}

/**
 * The current study beside others of the patient: which there are, which series of theirs are shown, how their places are
 * found in each other, what goes together. Dispatches `change`, and `registration` with what was found.
 */
export class Comparison extends EventTarget {
  readonly linking: Linking;
  readonly following: FollowSeries;
  readonly #room: ComparisonRoom;
  readonly #alignments: Alignments;
  readonly #kinds: SeriesKinds;
  #state: ComparisonState = { priors: undefined, priorsStatus: 'unasked', studies: [], unmatched: [] };
  #former: Arrangement | undefined;
  #turn = 0;
  #revision = 0;
  /** Series read for a registration. */
  #beingRead = 0;

  constructor(room: ComparisonRoom, register = registerLater) {
    super();
    this.#room = room;
    this.#kinds = new SeriesKinds(room.source);
    this.following = new FollowSeries(room, this.#kinds, this.#tellMatched);
    this.#alignments = new Alignments(room.imaging.loader, register);
    this.linking = new Linking(room, this.#alignments, (one, other) => this.#arePair(one, other));
    this.linking.addEventListener('change', this.#tellChange);
    this.#alignments.addEventListener('change', this.#tellChange);
    this.#alignments.addEventListener('change', this.#loadOn);
    this.#alignments.addEventListener('found', this.#tellFound);
    room.addEventListener('change', this.#align);
    room.addEventListener('first-image', this.#askForPriors);
    room.addEventListener('series-complete', this.#prefetch);
  }

  get state(): ComparisonState {
    return this.#state;
  }

  /** Counts the changes of all that can be asked here, links and registrations included. */
  get revision(): number {
    return this.#revision;
  }

  get active(): boolean {
    return this.#state.studies.length > 0;
  }

  /** Asks again for the patient's other studies. Never rejects: the state says how it went. */
  async refreshPriors(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    this.#set({ priorsStatus: 'loading' });
    try {
      this.#set({ priors: await findPriors(this.#room.source, current), priorsStatus: 'ready' });
    } catch {
      this.#set({ priorsStatus: 'failed' });
    }
  }

  /**
   * Lays other studies out beside the current one, in this order: of each the series that fits what is shown of the current one
   * best. None: back to how the room was before. Resolves when every viewport shows its series or has failed to.
   *
   * @throws RangeError for more than three studies
   */
  async show(studyInstanceUids: readonly string[]): Promise<void> {
    const wanted = [...new Set(studyInstanceUids)].filter((uid) => uid !== this.#currentUid);
    if (wanted.length > mostPriors)
      throw new RangeError(`${wanted.length} studies: at most ${mostPriors} stand beside the current one`);
    if (wanted.length === 0) return this.#end();
    const turn = ++this.#turn;
    const { shown, studies } = this.#room.state;
    // Opened together, they were never laid out otherwise.
    const together = studies.length > 1 && shown.size <= 1;
    if (!this.active) this.#former = together || shown.size === 0 ? undefined : this.#room.arrangement();
    this.following.forget();
    this.#set({ studies: wanted, unmatched: [] });
    this.#room.imaging.loader.holdBack(aheadUntilLinked.frames, aheadUntilLinked.ms);
    const own = this.#ownSeries();
    this.#room.setLayout(comparisonLayout(wanted.length + 1, isUpright()));
    await this.#room.openBeside(wanted);
    if (turn !== this.#turn) return;
    const series = own ?? this.#ownSeries();
    if (series === undefined) return;
    if (this.#room.state.shown.get(0)?.seriesInstanceUid !== series.seriesInstanceUid)
      await this.#room.show(0, series.seriesInstanceUid).catch(() => undefined);
    this.linking.active = true;
    await Promise.all(wanted.map((uid, place) => this.#showBeside(turn, place + 1, uid, series)));
    // Each viewport has wishes of its own now.
    this.#room.imaging.loader.prefetch(prefetchOwner, []);
  }

  /** What a viewport shows, seen from the current study; undefined without comparison, and while it shows nothing. */
  relation(index: number): Relation | undefined {
    const shown = this.#room.state.shown.get(index)?.studyInstanceUid;
    if (!this.active || shown === undefined) return undefined;
    return this.relationOf(shown);
  }

  relationOf(studyInstanceUid: string): Relation {
    if (studyInstanceUid === this.#currentUid) return 'current';
    const study = this.#room.state.studies.find((one) => one.studyInstanceUid === studyInstanceUid)?.study;
    const current = this.#current;
    return study && current && isLater(study, current) ? 'later' : 'prior';
  }

  /** How places of one viewport are found in another; undefined while that is unknown. */
  registration(fromIndex: number, toIndex: number): Alignment | undefined {
    return this.#alignments.between(this.#frame(fromIndex), this.#frame(toIndex));
  }

  /** The matrix of it, unless it is poor and nobody has accepted it. */
  usable(fromIndex: number, toIndex: number) {
    return this.#alignments.usable(this.#frame(fromIndex), this.#frame(toIndex));
  }

  /** The same from measured points of one study to those of another. */
  usableBetween(from: Origin, to: Origin) {
    return this.#alignments.usableBetween(from, to);
  }

  progress(fromIndex: number, toIndex: number): AlignmentProgress {
    return this.#alignments.progress(this.#frame(fromIndex), this.#frame(toIndex));
  }

  /** The first viewport that shows the current study: what others are registered with. */
  get currentIndex(): number {
    const indices = Array.from({ length: this.#room.viewportCount }, (_, index) => index);
    return indices.find((index) => this.relation(index) === 'current') ?? 0;
  }

  /** Takes a poor registration of a viewport's exam as it is. */
  accept(index: number): void {
    const [current, other] = this.#pairWith(index);
    this.#alignments.accept(current, other);
  }

  /** The slices that are shown are the same place: from now on they go together. @throws RangeError without places */
  linkHere(index: number): void {
    const [current, other] = this.#pairWith(index);
    const known = this.#alignments.usable(current, other);
    this.#alignments.setManual(current, other, manualMatrix(current, other, known));
    this.linking.setLinks({ scroll: true });
  }

  /** Shifts a viewport's exam against the current one, by its slices or by mm along its normal. @throws RangeError without places */
  shift(index: number, by: { slices: number } | { mm: number }): void {
    const [current, other] = this.#pairWith(index);
    const { plane } = other;
    const stack = this.#room.view(index)?.state.stack;
    if (!plane || !stack)
      throw new RangeError(`viewport ${index} shows no slice with a place in the patient`);
    const mm = 'mm' in by ? by.mm : by.slices * stepMm(stack.frames, plane);
    const known = this.#alignments.usable(current, other) ?? manualMatrix(current, other, undefined);
    const moved = compose(translationBy(scale(planeNormal(plane), mm)), known);
    this.#alignments.setManual(current, other, moved);
  }

  /** Takes back what the reader has said of where things are. */
  resetLink(index: number): void {
    const [current, other] = this.#pairWith(index);
    this.#alignments.forgetManual(current, other);
  }

  close(): void {
    this.#turn++;
    this.#room.removeEventListener('change', this.#align);
    this.#room.removeEventListener('first-image', this.#askForPriors);
    this.#room.removeEventListener('series-complete', this.#prefetch);
    this.linking.close();
    this.following.close();
    this.#alignments.close();
  }

  async #end(): Promise<void> {
    if (!this.active) return;
    this.#turn++;
    const former = this.#former;
    this.#former = undefined;
    this.linking.active = false;
    this.following.forget();
    this.#room.imaging.loader.release();
    this.#set({ studies: [], unmatched: [] });
    const own = this.#ownSeries();
    if (former) this.#room.arrange(former);
    else {
      this.#room.setLayout({ rows: 1, columns: 1 });
      const shown = this.#room.state.shown.get(0)?.seriesInstanceUid;
      if (own && shown !== own.seriesInstanceUid)
        await this.#room.show(0, own.seriesInstanceUid).catch(() => undefined);
    }
  }

  /** The series of the current study that is looked at: in the selected viewport, else in the first that has one. */
  #ownSeries(): ShownSeries | undefined {
    const { shown, selected, studies } = this.#room.state;
    const own = [shown.get(selected), ...shown.values()].find(
      (one) => one?.studyInstanceUid === this.#currentUid,
    );
    const main = own ? undefined : chooseSeries(studies[0]?.series ?? []);
    const studyInstanceUid = studies[0]?.studyInstanceUid;
    if (own || !main || studyInstanceUid === undefined) return own;
    return { studyInstanceUid, seriesInstanceUid: main.seriesInstanceUid };
  }

  async #showBeside(turn: number, index: number, study: string, series: ShownSeries): Promise<void> {
    const { seriesInstanceUid, compared } = await this.#kinds.matchIn(study, series);
    if (turn !== this.#turn) return;
    this.#tellMatched(study, compared);
    this.following.place(index, {
      studyInstanceUid: study,
      seriesInstanceUid,
      leading: series.seriesInstanceUid,
    });
    if (seriesInstanceUid === undefined) return this.#room.clear(index);
    const shown = this.#room.state.shown.get(index)?.seriesInstanceUid;
    // The viewport says itself why a series cannot be shown.
    if (shown !== seriesInstanceUid) await this.#room.show(index, seriesInstanceUid).catch(() => undefined);
  }

  #arePair(one: FrameRef, other: FrameRef): boolean {
    const shown = [...this.#room.state.shown].filter(([index]) => index < this.#room.viewportCount);
    const alone = [one, other].every(
      ({ studyInstanceUid }) =>
        shown.filter(([, series]) => series.studyInstanceUid === studyInstanceUid).length === 1,
    );
    return this.#kinds.arePair(one, other, alone);
  }

  /** Looks for the way to whatever exam is on the screen beside the current one. */
  readonly #align = (): void => {
    if (!this.active) return;
    const { currentIndex } = this;
    const current = this.#room.viewState(currentIndex);
    // The first image of the current study goes before all else.
    if (!current.frame) return;
    for (let index = 0; index < this.#room.viewportCount; index++) {
      const frame = this.#room.viewState(index).stack?.frames[0];
      if (!frame || spaceOf(frame) === spaceOf(current.frame)) continue;
      this.#beingRead++;
      void this.#wantWay(current.frame, frame).finally(() => {
        this.#beingRead--;
        this.#loadOn();
      });
    }
    this.#loadOn();
  };

  /** When every exam is on the screen and what links them is known, the rest of their slices is loaded. */
  readonly #loadOn = (): void => {
    if (!this.active || this.#beingRead > 0 || this.#alignments.searching) return;
    const { shown } = this.#room.state;
    const areShown = [this.#currentUid, ...this.#state.studies].every(
      (uid, index) => this.#frame(index) && shown.get(index)?.studyInstanceUid === uid,
    );
    if (!areShown) return;
    this.#room.imaging.loader.release();
  };

  async #wantWay(current: FrameRef, other: FrameRef): Promise<void> {
    try {
      const [own, others] = (await Promise.all(
        [current, other].map(async ({ studyInstanceUid, seriesInstanceUid }) => {
          await this.#kinds.read(studyInstanceUid, seriesInstanceUid);
          return this.#room.source.stack(studyInstanceUid, seriesInstanceUid);
        }),
      )) as [Stack, Stack];
      if (this.active) this.#alignments.want(own, others);
    } catch {
      // The viewport says that its series cannot be read.
    }
  }

  readonly #askForPriors = (): void => {
    if (this.#state.priorsStatus === 'unasked') void this.refreshPriors();
  };

  /** The current study is here: what will probably be compared with it comes next, while nobody waits for anything. */
  readonly #prefetch = (): void => {
    const likely = this.#state.priors?.find((prior: Prior) => prior.likely);
    const series = this.#ownSeries();
    if (this.active || !likely || series === undefined) return;
    const { studyInstanceUid } = likely.study;
    void (async () => {
      const { seriesInstanceUid } = await this.#kinds.matchIn(studyInstanceUid, series);
      if (seriesInstanceUid === undefined || this.active) return;
      const stack = await this.#room.source.stack(studyInstanceUid, seriesInstanceUid);
      const ahead = outwards(stack.frames, middleIndex(stack));
      if (!this.active) this.#room.imaging.loader.prefetch(prefetchOwner, ahead);
    })().catch(() => undefined);
  };

  readonly #tellFound = (event: Event): void => {
    const spaces = (event as CustomEvent<[string, string]>).detail;
    for (let fromIndex = 0; fromIndex < this.#room.viewportCount; fromIndex++)
      for (let toIndex = 0; toIndex < this.#room.viewportCount; toIndex++) {
        if (spaceOf(this.#frame(fromIndex)) !== spaces[0] || spaceOf(this.#frame(toIndex)) !== spaces[1])
          continue;
        const found = this.registration(fromIndex, toIndex);
        if (!found) continue;
        const detail: RegistrationFound = { fromIndex, toIndex, ...found };
        this.dispatchEvent(new CustomEvent('registration', { detail }));
      }
  };

  get #currentUid(): string | undefined {
    return this.#room.state.studies[0]?.studyInstanceUid;
  }

  get #current(): StudySummary | undefined {
    return this.#room.state.studies[0]?.study;
  }

  #frame(index: number): FrameRef | undefined {
    return this.#room.viewState(index).frame;
  }

  /** The slices on the screen of the current study and of a viewport that is compared with it. */
  #pairWith(index: number): [FrameRef, FrameRef] {
    const [current, other] = [this.#frame(this.currentIndex), this.#frame(index)];
    if (!current?.plane || !other?.plane || current.studyInstanceUid === other.studyInstanceUid)
      throw new RangeError(`viewport ${index} shows no slice that could be linked with the current study`);
    return [current, other];
  }

  readonly #tellMatched = (study: string, compared: boolean): void => {
    const unmatched = this.#state.unmatched.filter((one) => one !== study);
    if (!compared) unmatched.push(study);
    if (unmatched.length !== this.#state.unmatched.length) this.#set({ unmatched });
  };

  readonly #tellChange = (): void => {
    this.#revision++;
    this.dispatchEvent(new Event('change'));
  };

  #set(change: Partial<ComparisonState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tellChange();
  }
}

/** Owner of frames that are loaded ahead for a comparison that may come. */
const prefetchOwner = 'likely-prior';

const isUpright = (): boolean => matchMedia('(orientation: portrait)').matches;
