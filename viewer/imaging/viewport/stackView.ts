import { Enums, type Types } from '@cornerstonejs/core';
import { sliceScrollEvent, toEngineRange, type Engine } from '../engine/index.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { FrameError, type LoadedFrame } from '../frames/loadedFrame.ts';
import { outwards } from '../frames/orderOutwards.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { fidelityOf } from './fidelityOf.ts';
import { readCamera } from './readCamera.ts';
import { ViewportMapping } from './viewportMapping.ts';
import { emptyViewState, type ViewState, type VoiWindow } from './viewState.ts';

const { Events } = Enums;

/** What may have changed window, camera or size. */
const viewportEvents = [Events.IMAGE_RENDERED, Events.CAMERA_MODIFIED, Events.VOI_MODIFIED];

/** How long a slice on its way is waited for once another one is wanted that is not here either. */
const patienceMs = 150;

/**
 * One viewport that pages through a stack. It shows only what is loaded: while a slice is on its way the last
 * one stays and the state says so; a slice that cannot be shown blanks the viewport and the state says why.
 * Dispatches `change` when its state changes and `rendered` when an image of its stack has been drawn.
 */
export class StackView extends EventTarget {
  readonly element: HTMLDivElement;
  readonly #id: string;
  readonly #engine: Engine;
  readonly #loader: FrameLoader;
  readonly #mapping: ViewportMapping;
  #state: ViewState = emptyViewState;
  #loaded: LoadedFrame | undefined;
  /** Counts the stacks shown; work for an earlier one is dropped. */
  #turn = 0;
  #pursuit: { turn: number; settled: Promise<void> } | undefined;
  #nextWish = Promise.withResolvers<void>();

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, loader: FrameLoader, element: HTMLDivElement, id: string) {
    super();
    this.element = element;
    this.#engine = engine;
    this.#loader = loader;
    this.#id = id;
    engine.rendering.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element });
    engine.tools.addViewport(id, engine.rendering.id);
    this.#mapping = new ViewportMapping(this.#viewport, engine.cpu);
    for (const event of viewportEvents) element.addEventListener(event, this.#readViewport);
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
    this.#engine.registry.add(stack.frames);
    this.element.dataset.sliceCount = String(stack.frames.length);
    if (stack.frames.length === 0) return Promise.resolve();
    this.#loadAhead();
    return this.#pursue();
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
      this.#update({ targetIndex });
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
    this.#loader.forget(frame.imageId);
    this.#update({ error: undefined });
    return this.#pursue();
  }

  /** @throws RangeError for a width that is not positive, or below 1 with the linear function (PS3.3 C.11.2.1.2.1) */
  setWindow({ center, width }: VoiWindow): void {
    const voiFunction = this.#voiFunction;
    const least = voiFunction === 'linear' ? 1 : Number.MIN_VALUE;
    if (!(width >= least) || !Number.isFinite(center))
      throw new RangeError(`no window: centre ${center}, width ${width}`);
    this.#viewport.setProperties({ voiRange: toEngineRange({ center, width }, voiFunction) });
    this.#viewport.render();
  }

  setInvert(invert: boolean): void {
    this.#viewport.setProperties({ invert });
    this.#viewport.render();
    this.#readViewport();
  }

  /** `zoom` 1 fits the viewport; `pan` moves by CSS pixels from the centred position. */
  setCamera({ zoom, pan }: { zoom?: number; pan?: [number, number] }): void {
    if (zoom !== undefined) {
      if (!(zoom > 0)) throw new RangeError(`no zoom: ${zoom}`);
      this.#viewport.setZoom((this.#viewport.getZoom() * zoom) / this.#state.zoom);
    }
    if (pan) this.#viewport.setPan(pan);
    this.#viewport.render();
  }

  flip(direction: 'horizontal' | 'vertical'): void {
    const { flipHorizontal = false, flipVertical = false } = this.#viewport.getCamera();
    this.#viewport.setCamera(
      direction === 'horizontal' ? { flipHorizontal: !flipHorizontal } : { flipVertical: !flipVertical },
    );
    this.#viewport.render();
  }

  /** Fitted, centred, not flipped, with the window the images came with. */
  resetView(): void {
    if (!this.#loaded) return;
    this.#viewport.resetCamera();
    this.#viewport.setCamera({ flipHorizontal: false, flipVertical: false });
    this.#viewport.setProperties({ invert: this.#loaded.photometricInterpretation === 'MONOCHROME1' });
    this.resetWindow();
  }

  /** The window the image came with. */
  resetWindow(): void {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    const { center, width } = initialWindow(frame, this.#loaded);
    this.setWindow({ center, width: this.#voiFunction === 'linear' ? Math.max(1, width) : width });
  }

  /** Patient mm under a point of the viewport (CSS pixels from its upper left corner). */
  canvasToWorld(x: number, y: number): Point3 | undefined {
    return this.#state.frame && this.#loaded && this.#mapping.toWorld(this.#state.frame, x, y);
  }

  worldToCanvas(point: Point3): [number, number] | undefined {
    return this.#state.frame && this.#loaded && this.#mapping.toCanvas(this.#state.frame, point);
  }

  /** Whether the whole image fills the viewport, neither zoomed nor moved. */
  get fitted(): boolean {
    if (!this.#loaded) return false;
    const [x, y] = this.#viewport.getPan();
    return Math.abs(this.#state.zoom - 1) < 0.005 && Math.hypot(x, y) < 1;
  }

  /** Centred and as large as the viewport allows; flips stay. */
  fit(): void {
    const { flipHorizontal = false, flipVertical = false } = this.#viewport.getCamera();
    this.#viewport.resetCamera();
    this.#viewport.setCamera({ flipHorizontal, flipVertical });
    this.#viewport.render();
  }

  destroy(): void {
    this.#turn++;
    this.#wishChanged();
    this.element.removeEventListener(sliceScrollEvent, this.#onSliceScroll);
    this.element.removeEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    for (const event of viewportEvents) this.element.removeEventListener(event, this.#readViewport);
    this.#loader.prefetch(this.#id, []);
    this.#engine.tools.removeViewport(this.#id, this.#engine.rendering.id);
    this.#engine.rendering.disableElement(this.#id);
  }

  get #viewport(): Types.IStackViewport {
    return this.#engine.rendering.getViewport(this.#id) as Types.IStackViewport;
  }

  get #voiFunction() {
    const { frame } = this.#state;
    return frame && this.#loaded ? initialWindow(frame, this.#loaded).function : 'linear';
  }

  #startOver(state: Partial<ViewState>): void {
    this.#turn++;
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
      const loaded = await this.#loadUnlessReplaced(frame);
      if (!loaded || turn !== this.#turn) return;
      await this.#hand(frame, index);
      if (turn === this.#turn) this.#shown(index, loaded);
    } catch (error) {
      if (turn === this.#turn) this.#failed(index, error);
    }
  }

  /** The frame; undefined when another one is wanted meanwhile that is here already, or this one takes too long. */
  async #loadUnlessReplaced(frame: FrameRef): Promise<LoadedFrame | undefined> {
    const load = this.#loader.load(frame);
    const first = await Promise.race([load, this.#nextWish.promise]);
    if (first) return first;
    const wanted = this.#state.stack?.frames[this.#state.targetIndex];
    if (!wanted || this.#loader.status(wanted.imageId) === 'loaded') return undefined;
    return Promise.race([load, new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs))]);
  }

  /** Gives a loaded frame to the engine. Throws when the engine does not take it, which it would keep to itself. */
  async #hand(frame: FrameRef, index: number): Promise<void> {
    if (this.#loaded) await this.#viewport.setImageIdIndex(index);
    else {
      const { frames } = this.#state.stack as Stack;
      await this.#viewport.setStack(
        frames.map(({ imageId }) => imageId),
        index,
      );
    }
    if (this.#viewport.getCornerstoneImage()?.imageId !== frame.imageId)
      throw new FrameError('decode', 'the image engine did not take the image');
  }

  #shown(sliceIndex: number, loaded: LoadedFrame): void {
    const frame = this.#state.stack?.frames[sliceIndex] as FrameRef;
    const first = !this.#loaded;
    this.#loaded = loaded;
    this.#update({ frame, sliceIndex, error: undefined, fidelity: fidelityOf(frame, loaded) });
    if (first) this.resetView();
    this.#readViewport();
  }

  #failed(sliceIndex: number, error: unknown): void {
    const stage = error instanceof FrameError ? error.stage : 'decode';
    const message = error instanceof Error ? error.message : String(error);
    this.#update({ error: { sliceIndex, stage, message } });
  }

  #loadAhead(): void {
    const { stack, targetIndex } = this.#state;
    if (stack) this.#loader.prefetch(this.#id, outwards(stack.frames, targetIndex));
  }

  readonly #onSliceScroll = (event: Event): void => void this.scrollBy((event as CustomEvent<number>).detail);

  readonly #onRendered = (): void => void (this.#loaded && this.dispatchEvent(new Event('rendered')));

  readonly #readViewport = (): void => {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    this.#update(readCamera(this.#viewport, this.#mapping, frame, this.#voiFunction, this.element));
  };

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
