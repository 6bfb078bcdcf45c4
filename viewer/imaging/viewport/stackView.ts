import { Enums } from '@cornerstonejs/core';
import { sliceScrollEvent, type Engine } from '../engine/index.ts';
import type { FrameSource } from '../frames/frameSource.ts';
import { FrameError, type LoadedFrame } from '../frames/loadedFrame.ts';
import { outwards } from '../frames/orderOutwards.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { SupersededError } from '../volume/index.ts';
import { fidelityOf } from './fidelityOf.ts';
import { readCamera } from './readCamera.ts';
import { PresentedView, type Appearance, type KeptCamera } from './presentedView.ts';
import { changed, emptyViewState, type ViewState } from './viewState.ts';

const { Events } = Enums;

/** What may have changed window, camera or size. */
const viewportEvents = [Events.IMAGE_RENDERED, Events.CAMERA_MODIFIED, Events.VOI_MODIFIED];

/** How long a slice on its way is waited for once another one is wanted that is not here either. */
const patienceMs = 150;

/** A picture that was asked for. */
interface Coming {
  turn: number;
  index: number;
  frame: FrameRef;
  load: Promise<LoadedFrame>;
}

/** See StackView.memento. */
export interface ViewMemento {
  stack: Stack;
  sliceIndex: number;
  smooth: boolean;
  appearance: Appearance;
}

/**
 * One viewport that pages through a stack. It shows only what is loaded: while a slice is on its way the last
 * one stays and the state says so; a slice that cannot be shown blanks the viewport and the state says why.
 * Dispatches `change` when its state changes and `rendered` when an image of its stack has been drawn.
 */
export class StackView extends PresentedView {
  readonly #source: FrameSource;
  #state: ViewState = emptyViewState;
  #loaded: LoadedFrame | undefined;
  /** Counts the stacks shown; work for an earlier one is dropped. */
  #turn = 0;
  #replacement = 0;
  #drawing = 0;
  /** Asked for before what is wanted now, and not here yet. */
  #late: Coming | undefined;
  #pursuit: { turn: number; settled: Promise<void> } | undefined;
  #nextWish = Promise.withResolvers<void>();

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, source: FrameSource, element: HTMLDivElement, id: string) {
    super(engine, element, id);
    this.#source = source;
    for (const event of viewportEvents) element.addEventListener(event, this.#onViewportChanged);
    element.addEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    element.addEventListener(sliceScrollEvent, this.#onSliceScroll);
  }

  get state(): ViewState {
    return this.#state;
  }

  /** The pixels on the screen; undefined while there are none. */
  get loaded(): LoadedFrame | undefined {
    return this.#loaded;
  }

  /** Shows a stack from `sliceIndex` (default: the middle). Resolves when that image is on the screen or has failed. */
  show(stack: Stack, sliceIndex = middleIndex(stack)): Promise<void> {
    this.#startOver({ stack, targetIndex: sliceIndex, sliceIndex });
    this.element.dataset.sliceCount = String(stack.frames.length);
    if (stack.frames.length === 0) return Promise.resolve();
    this.#loadAhead();
    return this.#pursue();
  }

  /**
   * Shows another stack of the same anatomy (another plane, a slab) as soon as its image is there; until then the former one
   * stays. Window and inversion stay as they are; of the camera what `keep` says. Another replacement meanwhile, or another
   * stack shown, takes its place; scrolling the former stack does not.
   */
  async replace(stack: Stack, sliceIndex: number, keep: KeptCamera): Promise<void> {
    const frame = stack.frames[sliceIndex];
    if (!frame || !this.#loaded) return this.show(stack, sliceIndex);
    const turn = ++this.#replacement;
    // Wishes of its own: slices of the former stack that come meanwhile must not take its turn.
    const loaded = await this.#source.load(frame, `${this.id}:next`);
    if (turn !== this.#replacement) return;
    this.#turn++;
    const appearance = this.appearanceFor(keep);
    this.element.dataset.sliceCount = String(stack.frames.length);
    await this.#draw(frame, loaded);
    if (turn !== this.#replacement) return;
    this.#state = { ...this.#state, stack, targetIndex: sliceIndex };
    this.#shown(sliceIndex, loaded);
    this.restore(appearance);
    this.#wishChanged();
    this.#loadAhead();
  }

  /** What is shown and how, for another view to show the same; undefined before the first picture. */
  get memento(): ViewMemento | undefined {
    const { stack, sliceIndex, smooth } = this.#state;
    if (!this.#loaded || !stack) return undefined;
    return { stack, sliceIndex, smooth, appearance: this.appearanceFor('all') };
  }

  async recall(memento: ViewMemento): Promise<void> {
    await this.show(memento.stack, memento.sliceIndex);
    await this.resume(memento);
  }

  /** Goes on where another view of the same images was; a view that has none of them stays as it is. */
  async resume({ stack, sliceIndex, appearance, smooth }: ViewMemento): Promise<void> {
    const imageId = stack.frames[sliceIndex]?.imageId;
    const own = this.#state.stack?.frames.findIndex((frame) => frame.imageId === imageId) ?? -1;
    if (own < 0) return;
    await this.scrollTo(own);
    if (!this.#loaded) return;
    this.restore(appearance);
    this.setSmooth(smooth);
  }

  /** Draws the shown slice again with the pixels its source has now. */
  async refresh(): Promise<void> {
    const { frame, sliceIndex } = this.#state;
    const turn = this.#turn;
    if (!frame || !this.#loaded) return;
    const loaded = await this.#source.load(frame, this.id);
    if (turn !== this.#turn || this.#state.frame !== frame) return;
    await this.#draw(frame, loaded);
    if (turn === this.#turn && this.#state.frame === frame) this.#shown(sliceIndex, loaded);
  }

  /** Shows nothing. */
  clear(): void {
    this.#startOver({});
    this.#source.prefetch(this.id, []);
    delete this.element.dataset.sliceCount;
  }

  /** Shows nothing, and why: the series could not be read. */
  showFailure(message: string): void {
    this.#startOver({ error: { sliceIndex: 0, stage: 'series', message } });
  }

  /** Heads for a slice (0-based, brought into range); what is asked for meanwhile replaces it. Resolves when settled. */
  scrollTo(sliceIndex: number): Promise<void> {
    const count = this.#state.stack?.frames.length ?? 0;
    if (count === 0) return Promise.resolve();
    const targetIndex = Math.min(count - 1, Math.max(0, Math.round(sliceIndex)));
    if (targetIndex !== this.#state.targetIndex) {
      const frame = this.#state.stack?.frames[targetIndex];
      // What is here already is drawn at once, and told with its picture: nobody needs to hear that it is on its way.
      if (frame && !frame.derived && this.#source.status(frame) === 'loaded')
        this.#state = { ...this.#state, targetIndex };
      else this.#update({ targetIndex });
      this.#wishChanged();
      this.#loadAhead();
    }
    return this.#pursue();
  }

  scrollBy(slices: number): Promise<void> {
    return this.scrollTo(this.#state.targetIndex + slices);
  }

  /** Tries again what could not be shown. */
  retry(): Promise<void> {
    const frame = this.#state.stack?.frames[this.#state.targetIndex];
    if (!frame) return Promise.resolve();
    this.#source.forget(frame);
    this.#update({ error: undefined });
    return this.#pursue();
  }

  destroy(): void {
    this.#turn++;
    this.#replacement++;
    this.#wishChanged();
    this.element.removeEventListener(sliceScrollEvent, this.#onSliceScroll);
    this.element.removeEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    for (const event of viewportEvents) this.element.removeEventListener(event, this.#onViewportChanged);
    this.#source.prefetch(this.id, []);
    this.engine.tools.removeViewport(this.id, this.engine.rendering.id);
    this.engine.rendering.disableElement(this.id);
    this.engine.shown.remove(this.id);
  }

  #startOver(state: Partial<ViewState>): void {
    this.#turn++;
    this.#replacement++;
    this.grey.startOver();
    this.#loaded = undefined;
    this.#update({ ...emptyViewState, ...state });
    this.#wishChanged();
  }

  #wishChanged(): void {
    this.#nextWish.resolve();
    this.#nextWish = Promise.withResolvers<void>();
  }

  /** Shows slice after slice until the shown one is the wanted one; always goes for the latest wish. */
  #pursue(): Promise<void> {
    if (this.#pursuit?.turn !== this.#turn) {
      const pursuit = { turn: this.#turn, settled: Promise.resolve() };
      pursuit.settled = this.#stepUntilSettled(this.#turn).finally(() => {
        if (this.#pursuit === pursuit) this.#pursuit = undefined;
      });
      this.#pursuit = pursuit;
    }
    return this.#pursuit.settled;
  }

  async #stepUntilSettled(turn: number): Promise<void> {
    while (turn === this.#turn && this.#unsettled()) await this.#step(turn);
  }

  #unsettled(): boolean {
    const { error, frame, sliceIndex, targetIndex } = this.#state;
    return error ? error.sliceIndex !== targetIndex : !frame || sliceIndex !== targetIndex;
  }

  async #step(turn: number): Promise<void> {
    const index = this.#state.targetIndex;
    const frame = this.#state.stack?.frames[index] as FrameRef;
    try {
      const wanted: Coming = { turn, index, frame, load: this.#source.load(frame, this.id) };
      const first = await this.#firstOf(wanted);
      if (!first || turn !== this.#turn) return;
      const { coming, loaded } = first;
      this.#late = undefined;
      await this.#draw(coming.frame, loaded, !this.#loaded);
      if (turn === this.#turn) this.#shown(coming.index, loaded);
    } catch (error) {
      // Another wish of this viewport took its turn; what is wanted now is tried next.
      if (turn === this.#turn && !(error instanceof SupersededError)) this.#failed(index, error);
    }
  }

  /**
   * What is wanted, or what was wanted before if that is here sooner: who pages faster than pictures come sees those on the way.
   * Undefined when another one is wanted meanwhile that is here already, or nothing comes for too long.
   */
  async #firstOf(wanted: Coming): Promise<{ coming: Coming; loaded: LoadedFrame } | undefined> {
    const late =
      this.#late?.turn === wanted.turn && this.#late.index !== wanted.index ? this.#late : undefined;
    const here = (coming: Coming) => coming.load.then((loaded) => ({ coming, loaded }));
    const neither = new Promise<never>(() => undefined);
    const first = Promise.race([here(wanted), late ? here(late).catch(() => neither) : neither]);
    const soon = await Promise.race([first, this.#nextWish.promise]);
    if (soon) return soon;
    const next = this.#state.stack?.frames[this.#state.targetIndex];
    if (!next || (!next.derived && this.#source.status(next) === 'loaded')) return undefined;
    const atLast = await Promise.race([
      first,
      new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs)),
    ]);
    if (!atLast) this.#keepLate(late ?? wanted);
    return atLast;
  }

  #keepLate(coming: Coming): void {
    this.#late = coming;
    coming.load.catch(() => {
      if (this.#late === coming) this.#late = undefined;
    });
  }

  async #draw(frame: FrameRef, loaded: LoadedFrame, first = false): Promise<void> {
    this.#drawing++;
    try {
      await this.engine.draw(this.id, frame, this.pictureOf(frame, loaded), first);
    } finally {
      this.#drawing--;
    }
  }

  #shown(sliceIndex: number, loaded: LoadedFrame): void {
    const frame = this.#state.stack?.frames[sliceIndex] as FrameRef;
    const first = !this.#loaded;
    this.#loaded = loaded;
    this.#update({ frame, sliceIndex, error: undefined, fidelity: fidelityOf(frame, loaded) });
    if (first) this.resetView();
    else this.afterNewFrame();
    this.readViewport();
  }

  #failed(sliceIndex: number, error: unknown): void {
    const stage = error instanceof FrameError ? error.stage : 'decode';
    const message = error instanceof Error ? error.message : String(error);
    this.#update({ error: { sliceIndex, stage, message } });
  }

  #loadAhead(): void {
    const { stack, targetIndex } = this.#state;
    if (stack) this.#source.prefetch(this.id, outwards(stack.frames, targetIndex));
  }

  readonly #onSliceScroll = (event: Event): void => void this.scrollBy((event as CustomEvent<number>).detail);

  readonly #onRendered = (): void => void (this.#loaded && this.dispatchEvent(new Event('rendered')));

  /** While a slice is drawn the engine tells of its camera again and again, half of it the former slice's; read when it stands. */
  readonly #onViewportChanged = (): void => {
    if (this.#drawing === 0) this.readViewport();
  };

  protected override readViewport(): void {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    const camera = readCamera(this.viewport, this.mapping, frame, this.voiFunction, this.element);
    this.#update({ ...camera, ...this.greysNow(frame, this.#loaded, camera.voi) });
  }

  #update(change: Partial<ViewState>): void {
    // The engine tells of a camera several times for each slice: who listens draws anew.
    const state = changed(this.#state, change);
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new Event('change'));
  }
}
