import { Cine } from '../cine/index.ts';
import type { ActiveTool, MouseButtons } from '../engine/tools.ts';
import { MeasurementStore, type MeasurementHappened } from '../measurements/index.ts';
import { markNow, markShown, type Opening } from '../opening/index.ts';
import { Crosshair, Mpr, Planes, Volumes } from '../planes/index.ts';
import { StudyReports } from '../reports/index.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { Stack } from '../series/stack.ts';
import type { StudySource } from '../series/studySource.ts';
import type { StackView } from '../viewport/index.ts';
import { viewportId } from '../viewport/viewportId.ts';
import { emptyViewState, type ViewState } from '../viewport/viewState.ts';
import type { EngineRoom, Imaging } from './imaging.ts';
import { OpenStudies } from './openStudies.ts';
import {
  faultOf,
  type Arrangement,
  type Layout,
  type ReaderEvents,
  type ReaderState,
} from './readerState.ts';
import { SeriesProgressWatch } from './seriesProgress.ts';

/**
 * A reading room without its furniture: studies, their series, viewports and what each shows. React draws it,
 * the automation interface commands it; neither keeps state of its own.
 */
export class Reader extends EventTarget {
  readonly imaging: Imaging;
  readonly cine = new Cine(this);
  readonly measurements = new MeasurementStore();
  readonly reports = new StudyReports(this);
  readonly planes: Planes;
  readonly crosshair = new Crosshair(this);
  readonly mpr = new Mpr(this);
  readonly #opening: Opening;
  readonly #views = new Map<number, StackView>();
  readonly #elements = new Map<number, HTMLDivElement>();
  readonly #filling = new Map<number, Promise<void>>();
  readonly #studies: OpenStudies;
  readonly #progress: SeriesProgressWatch;
  readonly #volumes: Volumes;
  #room: EngineRoom | undefined;
  #buttons: MouseButtons | undefined;
  #stopWatchingContext: (() => void) | undefined;
  #closed = false;
  #state: ReaderState;

  constructor(imaging: Imaging, opening: Opening) {
    super();
    this.imaging = imaging;
    this.#volumes = new Volumes(imaging.loader, imaging.maxVolumeBytes);
    this.#volumes.addEventListener('refined', () => void this.#refreshPlanes());
    this.#volumes.addEventListener(
      'complete',
      (event) => void this.#volumeComplete((event as CustomEvent<string>).detail),
    );
    this.planes = new Planes(this, this.#volumes);
    this.#opening = opening;
    this.#studies = new OpenStudies(opening, (studyInstanceUid, fault) => {
      if (fault && studyInstanceUid === opening.studyInstanceUids[0]) opening.dismiss();
      this.#set({ studies: this.#studies.all });
      if (fault) this.#tell('error', fault);
    });
    this.#state = {
      studies: this.#studies.all,
      layout: { rows: 1, columns: 1 },
      shown: new Map(),
      selected: 0,
      maximised: undefined,
      tool: matchMedia('(pointer: coarse)').matches ? 'scroll' : 'window',
      engine: 'loading',
      contextLost: false,
      smooth: true,
    };
    this.#progress = new SeriesProgressWatch(imaging.loader, (progress) => {
      markNow('series-complete');
      this.#tell('series-complete', progress);
    });
    opening.addEventListener('change', () => this.#changed());
    this.measurements.addEventListener('measurement', (event) =>
      this.#tell('measurement', (event as CustomEvent<MeasurementHappened>).detail),
    );
    void this.#start();
  }

  get state(): ReaderState {
    return this.#state;
  }

  /** What is known of the studies; each question is asked once. */
  get source(): StudySource {
    return this.#opening.source;
  }

  /** The view in a viewport; undefined until the engine stands. */
  view(index: number): StackView | undefined {
    return this.#views.get(index);
  }

  /** What a viewport shows: what its view says, or as long as that has no image, the stand-in painted at the opening. */
  viewState(index: number): ViewState {
    const view = this.#views.get(index);
    if (view?.state.frame || (view && index > 0)) return view.state;
    if (index === 0 && this.#opening.state.frame) return this.#opening.state;
    return view?.state ?? emptyViewState;
  }

  get viewportCount(): number {
    return this.#state.layout.rows * this.#state.layout.columns;
  }

  /** Gives viewport `index` an element of the page; the returned function takes it away again. */
  attach(index: number, element: HTMLDivElement): () => void {
    this.#elements.set(index, element);
    if (index === 0 && element.parentElement) this.#opening.moveInto(element.parentElement);
    this.#furnish(index);
    return () => {
      this.#views.get(index)?.destroy();
      this.#views.delete(index);
      this.#filling.delete(index);
      this.#elements.delete(index);
      this.#changed();
    };
  }

  /** @throws RangeError outside 1x1 to 4x4 */
  setLayout(layout: Layout): void {
    const fits = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= 4;
    if (!fits(layout.rows) || !fits(layout.columns))
      throw new RangeError(`no layout: ${layout.rows} rows, ${layout.columns} columns (1 to 4 each)`);
    const selected = Math.min(this.#state.selected, layout.rows * layout.columns - 1);
    this.#set({ layout, selected, maximised: undefined });
  }

  /** Lets one viewport of several fill the room, or all share it again. */
  toggleMaximised(index: number): void {
    const maximised = this.#state.maximised === undefined && this.viewportCount > 1 ? index : undefined;
    this.#set({ maximised });
  }

  /** The room has another size: what was fitted is fitted again, anything else keeps its magnification. */
  resize(): void {
    const fitted = [...this.#views.values()].filter((view) => view.fitted);
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
    for (const view of this.#views.values()) view.setSmooth(smooth);
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
    this.planes.forget(index);
    this.#set({ shown: new Map(this.#state.shown).set(index, { studyInstanceUid, seriesInstanceUid }) });
    // The picture painted at the opening is of the main series; it must not stand for another one.
    const main = chooseSeries(this.#state.studies[0]?.series ?? []);
    if (index === 0 && seriesInstanceUid !== main?.seriesInstanceUid) this.#opening.dismiss();
    await this.#fill(index);
  }

  /** A layout with one series in every viewport, each cut as `planes` says. Resolves when all show it. */
  async showEverywhere(seriesInstanceUid: string, rows: number, columns: number): Promise<void> {
    const { studyInstanceUid } = this.#studies.holding(seriesInstanceUid);
    this.setLayout({ rows, columns });
    const all = Array.from({ length: rows * columns }, (_, index) => index);
    this.#set({ shown: new Map(all.map((index) => [index, { studyInstanceUid, seriesInstanceUid }])) });
    this.#opening.dismiss();
    const fills = all.filter((index) => this.#views.has(index)).map((index) => this.#fill(index));
    await Promise.all([...fills, ...all.map((index) => this.#whenFilled(index))]);
  }

  /** What is shown where, to be given back by `arrange`. */
  arrangement(): Arrangement {
    const { layout, shown, selected, tool } = this.#state;
    const slices = new Map([...shown.keys()].map((index) => [index, this.viewState(index).sliceIndex]));
    return { layout, shown, selected, tool, slices };
  }

  arrange({ layout, shown, selected, tool, slices }: Arrangement): void {
    this.setLayout(layout);
    this.#set({ shown, selected });
    this.activateTool(tool);
    for (const index of shown.keys()) {
      this.planes.forget(index);
      const filled = this.#views.has(index) ? this.#fill(index) : this.#whenFilled(index);
      filled.then(() => this.#views.get(index)?.scrollTo(slices.get(index) ?? 0)).catch(() => undefined);
    }
  }

  /** Tries again what a viewport could not show: its slice, or its whole series. */
  retryView(index: number): void {
    const view = this.#views.get(index);
    if (view?.state.error?.stage === 'series') this.#fill(index).catch(() => undefined);
    else void view?.retry();
  }

  /** Lists again the studies that could not be listed. */
  async retry(): Promise<void> {
    await this.#studies.list();
    this.#openFirst();
  }

  close(): void {
    this.#closed = true;
    this.cine.close();
    this.#progress.close();
    for (const view of this.#views.values()) view.destroy();
    this.#views.clear();
    this.#opening.dismiss();
    this.#stopWatchingContext?.();
    this.#volumes.close();
    this.imaging.loader.clear();
  }

  async #start(): Promise<void> {
    const listed = this.#studies.list();
    listed.then(() => this.#openFirst());
    // A megabyte of script would keep the first image from being painted; it waits, but not for a stalled network.
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
    this.#stopWatchingContext = this.#room.engine.onContextLost(() => this.#set({ contextLost: true }));
    this.#set({ engine: this.#room.engine.cpu ? 'cpu' : 'gpu' });
    for (const index of this.#elements.keys()) this.#furnish(index);
    await listed;
    this.#tell('ready', { studyInstanceUids: [...this.#opening.studyInstanceUids] });
  }

  /** The first study's main series into the first viewport, unless something is there already. */
  #openFirst(): void {
    const series = chooseSeries(this.#state.studies[0]?.series ?? []);
    if (!series || this.#state.shown.has(0) || this.#closed) return;
    this.show(0, series.seriesInstanceUid).catch(() => undefined);
  }

  #furnish(index: number): void {
    const element = this.#elements.get(index);
    if (!this.#room || !element || this.#views.has(index) || this.#closed) return;
    const view = new this.#room.StackView(this.#room.engine, this.#volumes, element, viewportId(index));
    this.#views.set(index, view);
    this.#changed();
    this.#fill(index).catch(() => undefined);
  }

  /** Draws again what could be truer now. */
  async #refreshPlanes(): Promise<void> {
    const stale = [...this.#views.values()].filter(
      ({ state, loaded }) => state.frame && loaded && this.#volumes.isStale(state.frame, loaded),
    );
    await Promise.allSettled(stale.map((view) => view.refresh()));
  }

  async #volumeComplete(volumeId: string): Promise<void> {
    const shown = [...this.#views.values()].find(({ state }) => state.frame?.derived?.volumeId === volumeId);
    const seriesInstanceUid = shown?.state.frame?.seriesInstanceUid;
    if (seriesInstanceUid === undefined) return;
    await this.#refreshPlanes();
    await markShown('mpr-complete');
    this.#tell('mpr-complete', { seriesInstanceUid });
  }

  /** The viewport may not be in the page yet. */
  async #whenFilled(index: number): Promise<void> {
    while (!this.#filling.has(index) && !this.#closed && index < this.viewportCount)
      await new Promise((resolve) => this.addEventListener('change', resolve, { once: true }));
    await this.#filling.get(index);
  }

  #fill(index: number): Promise<void> {
    const filling = this.#fillView(index);
    if (this.#views.has(index)) this.#filling.set(index, filling);
    return filling;
  }

  /** Rejects, and the viewport says why, when the series cannot be read. */
  async #fillView(index: number): Promise<void> {
    const view = this.#views.get(index);
    const wanted = this.#state.shown.get(index);
    if (!view || !wanted) return;
    const isWanted = (): boolean =>
      this.#state.shown.get(index) === wanted && this.#views.get(index) === view;
    try {
      const stack = await this.stack(wanted.seriesInstanceUid);
      if (isWanted()) await this.#display(index, view, stack);
    } catch (error) {
      if (!isWanted()) return;
      if (index === 0) this.#opening.dismiss();
      view.showFailure(faultOf(error).message);
      this.#tell('error', { index, ...faultOf(error) });
      throw error;
    }
  }

  async #display(index: number, view: StackView, stored: Stack): Promise<void> {
    this.#progress.watch(index, stored);
    const { stack, sliceIndex } = this.planes.stackFor(index, stored);
    const onRendered = (): void => {
      if (view.state.stack !== stack || !view.loaded) return;
      view.removeEventListener('rendered', onRendered);
      void this.#firstImageShown(index, stack);
    };
    view.addEventListener('rendered', onRendered);
    await view.show(stack, sliceIndex);
    if (!this.#state.smooth && view.loaded) view.setSmooth(false);
    if (!view.loaded && index === 0) this.#opening.dismiss();
  }

  async #firstImageShown(index: number, stack: Stack): Promise<void> {
    if (index === 0) this.#opening.dismiss();
    await markShown('first-preview');
    await markShown('first-image');
    this.#tell('first-image', { index, seriesInstanceUid: stack.seriesInstanceUid });
  }

  #set(change: Partial<ReaderState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }

  #changed(): void {
    if (!this.#closed) this.dispatchEvent(new Event('change'));
  }

  #tell<Name extends keyof ReaderEvents>(name: Name, detail: ReaderEvents[Name]): void {
    if (!this.#closed) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** How long the engine lets the first image go first. */
const engineWaitsMs = 2000;

const timeout = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
