import { Cine } from '../cine/index.ts';
import { Comparison, type RegistrationFound } from '../comparison/index.ts';
import { comparisonLayout, mostPriors } from '../comparison/comparisonState.ts';
import type { ActiveTool, MouseButtons } from '../engine/tools.ts';
import { ExamReports } from '../examReports/index.ts';
import { FollowUp, PairsInBrowser } from '../followUp/index.ts';
import { MeasurementStore, type MeasurementHappened } from '../measurements/index.ts';
import { markNow, markShown, type Opening } from '../opening/index.ts';
import { Overlays } from '../overlays/index.ts';
import { Crosshair, Mpr, Planes, Volumes } from '../planes/index.ts';
import { OverlayStore } from '../presentation/index.ts';
import { openingObjects } from '../objects/openingObjects.ts';
import { ShownObjects } from '../objects/shownObjects.ts';
import { StudyReports } from '../reports/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { Stack } from '../series/stack.ts';
import type { StudySource } from '../series/studySource.ts';
import type { StackView } from '../viewport/index.ts';
import { emptyViewState, type ViewState } from '../viewport/viewState.ts';
import { Volumes3d } from '../volume3d/index.ts';
import { Arranging, type Arrangement } from './arranging.ts';
import type { EngineRoom, Imaging } from './imaging.ts';
import { OpenStudies } from './openStudies.ts';
import {
  faultOf,
  rememberedEvents,
  type Layout,
  type ReaderEvents,
  type ReaderState,
} from './readerState.ts';
import { SeriesProgressWatch } from './seriesProgress.ts';
import { Viewports } from './viewports.ts';
import { watchPresentation } from './watchPresentation.ts';
import { watchVolumes } from './watchVolumes.ts';

/**
 * A reading room without its furniture: studies, their series, viewports and what each shows. React draws it,
 * the automation interface commands it; neither keeps state of its own.
 */
export class Reader extends EventTarget {
  readonly imaging: Imaging;
  readonly cine = new Cine(this);
  readonly measurements = new MeasurementStore();
  readonly reports = new StudyReports(this);
  readonly overlayStore = new OverlayStore();
  readonly planes: Planes;
  readonly overlays: Overlays;
  readonly crosshair = new Crosshair(this);
  readonly mpr = new Mpr(this);
  readonly volume3d = new Volumes3d(this);
  readonly comparison: Comparison;
  readonly followUp: FollowUp;
  /** What is shown by other means than frames: reports, documents, waveforms, videos, slides. */
  readonly objects = new ShownObjects(this);
  /** The reports of the patient's studies, and the one that is read beside the images. */
  readonly examReports = new ExamReports(this);
  readonly #opening: Opening;
  readonly #viewports: Viewports;
  readonly #arranging: Arranging;
  readonly #studies: OpenStudies;
  readonly #progress: SeriesProgressWatch;
  readonly #volumes: Volumes;
  /** What is shown before the engine stands, and needs none. */
  readonly #early = new Map<number, ViewState>();
  #room: EngineRoom | undefined;
  #buttons: MouseButtons | undefined;
  #stopWatchingContext: (() => void) | undefined;
  readonly #told: Event[] = [];
  #closed = false;
  #state: ReaderState;

  constructor(imaging: Imaging, opening: Opening) {
    super();
    this.imaging = imaging;
    this.#volumes = new Volumes(imaging.loader, imaging.maxVolumeBytes);
    this.planes = new Planes(this, this.#volumes);
    this.overlays = new Overlays(this, this.#volumes);
    this.#viewports = new Viewports(
      {
        wanted: (index) => this.#state.shown.get(index),
        contents: async (index, { seriesInstanceUid }) => {
          const stored = await this.stack(seriesInstanceUid);
          this.#progress.watch(index, stored);
          // There is no frame that would take the place of what was painted at the opening.
          if (stored.frames.length === 0) this.#opening.dismiss(index);
          return this.planes.stackFor(index, stored);
        },
        changed: () => this.#changed(),
        firstShown: (index, stack) => void this.#firstImageShown(index, stack),
        failed: (index, error) => {
          this.#dismissEarly(index);
          if (error !== undefined) this.#tell('error', { index, ...faultOf(error) });
        },
      },
      this.#volumes,
    );
    this.#arranging = new Arranging(this, this.#viewports, (change) => this.#set(change));
    watchVolumes(this.#volumes, this.#viewports, (seriesInstanceUid) =>
      this.#tell('mpr-complete', { seriesInstanceUid }),
    );
    watchPresentation(this.reports, this, () => this.#viewports);
    this.#opening = opening;
    this.#studies = new OpenStudies(opening, (studyInstanceUid, fault) => {
      if (fault && studyInstanceUid === opening.studyInstanceUids[0]) opening.dismiss(0);
      this.#set({ studies: this.#studies.all });
      if (fault) this.#tell('error', fault);
    });
    this.#state = {
      studies: this.#studies.all,
      layout: comparisonLayout(
        Math.min(1 + mostPriors, opening.studyInstanceUids.length),
        matchMedia('(orientation: portrait)').matches,
      ),
      shown: new Map(),
      selected: 0,
      maximised: undefined,
      tool: matchMedia('(pointer: coarse)').matches ? 'scroll' : 'window',
      engine: 'loading',
      contextLost: false,
      smooth: true,
      hidden: { overlays: false, shutters: false },
    };
    this.#progress = new SeriesProgressWatch(imaging.loader, (progress) => {
      markNow('series-complete');
      this.#tell('series-complete', progress);
    });
    opening.addEventListener('change', () => this.#changed());
    this.objects.addEventListener('change', () => this.#changed());
    this.objects.addEventListener('shown', (event) =>
      this.#objectShown((event as CustomEvent<number>).detail),
    );
    this.measurements.addEventListener('measurement', (event) =>
      this.#tell('measurement', (event as CustomEvent<MeasurementHappened>).detail),
    );
    this.comparison = new Comparison(this);
    this.followUp = new FollowUp(this, new PairsInBrowser(() => this.reports.person));
    this.comparison.addEventListener('change', () => this.#changed());
    this.comparison.addEventListener('registration', (event) =>
      this.#tell('registration', (event as CustomEvent<RegistrationFound>).detail),
    );
    void this.#start();
  }

  get state(): ReaderState {
    return this.#state;
  }

  /** Of `rememberedEvents` those that have happened, in their order. */
  get told(): readonly Event[] {
    return this.#told;
  }

  /** What is known of the studies; each question is asked once. */
  get source(): StudySource {
    return this.#opening.source;
  }

  /** The view in a viewport; undefined until the engine stands. */
  view(index: number): StackView | undefined {
    return this.#viewports.view(index);
  }

  /** What a viewport shows: what its view says, or as long as that has no image, the picture painted at the opening. */
  viewState(index: number): ViewState {
    const view = this.view(index);
    if (view?.state.frame) return view.state;
    const painted = this.#opening.state(index);
    if (painted.frame) return painted;
    if (view && (index > 0 || view.state.stack || view.state.error)) return view.state;
    return this.#early.get(index) ?? view?.state ?? emptyViewState;
  }

  get viewportCount(): number {
    return this.#state.layout.rows * this.#state.layout.columns;
  }

  /** Gives viewport `index` an element of the page; the returned function takes it away again. */
  attach(index: number, element: HTMLDivElement): () => void {
    if (element.parentElement) this.#opening.moveInto(index, element.parentElement);
    return this.#viewports.attach(index, element);
  }

  /** @throws RangeError outside 1x1 to 4x4 */
  setLayout(layout: Layout): void {
    const fits = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 4;
    if (!fits(layout.rows) || !fits(layout.columns))
      throw new RangeError(`no layout: ${layout.rows} rows, ${layout.columns} columns (1 to 4 each)`);
    const selected = Math.min(this.#state.selected, layout.rows * layout.columns - 1);
    this.mpr.forget();
    this.#set({ layout, selected, maximised: undefined });
  }

  /** Lets one viewport of several fill the room, or all share it again. */
  toggleMaximised(index: number): void {
    const maximised = this.#state.maximised === undefined && this.viewportCount > 1 ? index : undefined;
    this.#set({ maximised });
  }

  /** The room has another size: what was fitted is fitted again, anything else keeps its magnification. */
  resize(): void {
    const fitted = this.#viewports.views.filter((view) => view.fitted);
    this.#room?.engine.rendering.resize(true, true);
    for (const view of fitted) view.fit();
  }

  /** The frames of a series of an open study, whether it is shown or not. Rejects when it is in none, or cannot be read. */
  async stack(seriesInstanceUid: string): Promise<Stack> {
    const { studyInstanceUid } = this.#studies.holding(seriesInstanceUid);
    return this.#opening.source.stack(studyInstanceUid, seriesInstanceUid);
  }

  /** What middle and right button do. */
  setButtons(buttons: MouseButtons): void {
    this.#buttons = buttons;
    this.#room?.engine.tools.setButtons(buttons);
  }

  /** Between pixels: smooth, or each a square of its own; for all viewports. */
  setSmooth(smooth: boolean): void {
    this.#set({ smooth });
    for (const view of this.#viewports.views) view.setSmooth(smooth);
  }

  /** Switches overlays and shutters of images off and on. */
  setHidden(change: Partial<ReaderState['hidden']>): void {
    this.#set({ hidden: { ...this.#state.hidden, ...change } });
  }

  activateTool(tool: ActiveTool): void {
    this.#room?.engine.tools.activate(tool);
    this.#set({ tool });
  }

  select(index: number): void {
    if (index === this.#state.selected || index < 0 || index >= this.viewportCount) return;
    this.#set({ selected: index });
    this.#tell('selection', { index });
  }

  /** Shows a series of an open study in a viewport. Rejects when it is in none, or cannot be read. */
  async show(index: number, seriesInstanceUid: string): Promise<void> {
    const { studyInstanceUid } = this.#studies.holding(seriesInstanceUid);
    if (index < 0 || index >= this.viewportCount) throw new RangeError(`there is no viewport ${index}`);
    this.mpr.forget();
    this.planes.forget(index);
    this.#set({ shown: new Map(this.#state.shown).set(index, { studyInstanceUid, seriesInstanceUid }) });
    // The picture painted at the opening must not stand for another series.
    this.#opening.expect(index, seriesInstanceUid);
    this.#early.delete(index);
    if (!this.#room) void this.#showEarly(index, seriesInstanceUid).catch(() => undefined);
    await this.#viewports.fill(index);
  }

  async showEverywhere(seriesInstanceUid: string, layout: Layout): Promise<void> {
    const { studyInstanceUid } = this.#studies.holding(seriesInstanceUid);
    this.#opening.dismiss();
    await this.#arranging.showEverywhere({ studyInstanceUid, seriesInstanceUid }, layout);
  }

  arrangement(): Arrangement {
    return this.#arranging.arrangement;
  }

  arrange(arrangement: Arrangement): void {
    this.#opening.dismiss();
    this.#arranging.arrange(arrangement);
  }

  /** Two viewports exchange what they show, and how. Resolves when they do; rejects when a series cannot be read. */
  async exchange(one: number, other: number): Promise<void> {
    if (one === other) return;
    for (const index of [one, other]) this.#dismissEarly(index);
    await this.#arranging.exchange(one, other);
  }

  /** Takes what is in a viewport out of it. */
  clear(index: number): void {
    this.#dismissEarly(index);
    this.#arranging.clear(index);
  }

  /** Tries again what a viewport could not show: its slice, or its whole series. */
  retryView(index: number): void {
    const view = this.view(index);
    if (view?.state.error?.stage === 'series') this.#viewports.fill(index).catch(() => undefined);
    else void view?.retry();
  }

  /** Lists again the studies that could not be listed. */
  async retry(): Promise<void> {
    await this.#studies.list();
    this.#openFirst();
  }

  /** Lists the series of a study again, after some were stored. Never rejects. */
  async relist(studyInstanceUid: string): Promise<void> {
    await this.#studies.relist(studyInstanceUid);
  }

  /** Opens studies beside those that are open. Resolves when they are listed or have failed. */
  async openBeside(studyInstanceUids: readonly string[]): Promise<void> {
    if (await this.#studies.add(studyInstanceUids)) await this.reports.studiesAdded();
  }

  /** Where a place of viewport `from` lies in viewport `to`, as far as that is known; the crosshair crosses exams by it. */
  matrixBetween(from: number, to: number): readonly number[] | undefined {
    return this.comparison.active && this.comparison.linking.links.crosshair
      ? this.comparison.usable(from, to)
      : undefined;
  }

  /** Brings a viewport to a slice although nobody pages it: viewports that are linked stay. */
  leadTo(index: number, sliceIndex: number): Promise<void> {
    return this.comparison.linking.leadTo(index, sliceIndex);
  }

  close(): void {
    this.#closed = true;
    this.followUp.close();
    this.examReports.end();
    this.comparison.close();
    this.cine.close();
    this.reports.close();
    this.volume3d.close();
    this.overlays.close();
    this.#progress.close();
    this.#viewports.destroy();
    this.#opening.dismiss();
    this.#stopWatchingContext?.();
    this.#volumes.close();
    this.imaging.loader.clear();
  }

  async #start(): Promise<void> {
    const listed = this.#studies.list();
    listed.then(() => this.#openFirst());
    // The first image of the current study goes before all others: it is asked for first.
    // A prior that is slow to be found does not hold up the others.
    void Promise.race([this.#opening.asked, timeout(engineWaitsMs)]).then(() => this.#compareOpened());
    // Megabytes of script would keep the first images from being painted; they wait, but not for a stalled network.
    await Promise.race([this.#opening.settled, timeout(engineWaitsMs)]);
    try {
      this.#room = await this.imaging.engineRoom();
    } catch (error) {
      this.#set({ engine: 'failed' });
      this.#tell('error', { code: 'engine-failed', message: String(error) });
      return;
    }
    if (this.#closed) return;
    this.#room.engine.tools.activate(this.#state.tool);
    if (this.#buttons) this.#room.engine.tools.setButtons(this.#buttons);
    this.#stopWatchingContext = this.#room.engine.onContextLost(() => void this.#recover());
    this.#set({ engine: this.#room.engine.cpu ? 'cpu' : 'gpu' });
    this.#viewports.furnish(this.#room);
    await listed;
    this.#tell('ready', { studyInstanceUids: [...this.#opening.studyInstanceUids] });
  }

  /** The first study's main series into the first viewport, unless something is there already. */
  #openFirst(): void {
    const all = this.#state.studies[0]?.series ?? [];
    const series = chooseSeries(all) ?? openingObjects(all);
    if (!series || this.#state.shown.has(0) || this.#closed) return;
    this.show(0, series.seriesInstanceUid).catch(() => undefined);
  }

  /** Several studies were asked for: the first one is compared with the others. Never rejects. */
  async #compareOpened(): Promise<void> {
    const priors = this.#opening.studyInstanceUids.slice(1, 1 + mostPriors);
    if (priors.length > 0 && !this.#closed) await this.comparison.show(priors).catch(() => undefined);
  }

  /** The browser took the graphics memory away: everything is drawn anew, on the CPU where that happens again and again. */
  async #recover(): Promise<void> {
    if (this.#closed || this.#state.contextLost) return;
    this.#set({ contextLost: true });
    // The engine has several contexts; when one goes the others follow, each telling so.
    await timeout(othersFollowMs);
    try {
      await this.#viewports.restart();
      const { engine } = this.#room as EngineRoom;
      this.#set({ engine: engine.cpu ? 'cpu' : 'gpu' });
    } catch (error) {
      this.#set({ engine: 'failed' });
      this.#tell('error', { code: 'context-lost', message: String(error) });
    } finally {
      // A later loss is to be noticed, however this one ended.
      this.#set({ contextLost: false });
    }
  }

  /** What stood in a viewport until the engine could show it goes. */
  #dismissEarly(index: number): void {
    this.#opening.dismiss(index);
  }

  async #firstImageShown(index: number, stack: Stack): Promise<void> {
    this.#dismissEarly(index);
    if (!this.#state.smooth) this.view(index)?.setSmooth(false);
    await markShown('first-preview');
    await markShown('first-image');
    this.#tell('first-image', { index, seriesInstanceUid: stack.seriesInstanceUid });
  }

  /** Reports, recordings and slides do not wait for the engine; what cannot be read is told when it stands. */
  async #showEarly(index: number, seriesInstanceUid: string): Promise<void> {
    const stack = await this.stack(seriesInstanceUid);
    const isWanted =
      !this.view(index)?.state.frame && this.#state.shown.get(index)?.seriesInstanceUid === seriesInstanceUid;
    if (!isWanted || stack.frames.length > 0) return;
    this.#opening.dismiss(index);
    this.#early.set(index, { ...emptyViewState, stack });
    this.#changed();
  }

  #objectShown(index: number): void {
    const object = this.objects.object(index);
    if (!object) return;
    const { kind, seriesInstanceUid, sopInstanceUid } = object;
    this.#tell('object-shown', { index, kind, seriesInstanceUid, sopInstanceUid });
  }

  #set(change: Partial<ReaderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }

  #changed(): void {
    if (!this.#closed) this.dispatchEvent(new Event('change'));
  }

  #tell<Name extends keyof ReaderEvents>(name: Name, detail: ReaderEvents[Name]): void {
    if (this.#closed) return;
    const event = new CustomEvent(name, { detail });
    if (rememberedEvents.includes(name)) this.#told.push(event);
    this.dispatchEvent(event);
  }
}

/** How long the engine lets the first image go first. */
const engineWaitsMs = 2000;

const othersFollowMs = 250;

const timeout = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
