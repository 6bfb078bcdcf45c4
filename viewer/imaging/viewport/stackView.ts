import { Enums, utilities, type Types } from '@cornerstonejs/core';
import { sliceScrollEvent, type Engine } from '../engine/index.ts';
import { FrameError, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { orderOutwards } from '../frames/orderOutwards.ts';
import { transferSyntaxes } from '../../../pixels/index.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { readCamera } from './readCamera.ts';
import { emptyViewState, type ViewState, type VoiWindow } from './viewState.ts';

const { Events } = Enums;

/** What may have changed window, camera or size. */
const viewportEvents = [Events.IMAGE_RENDERED, Events.CAMERA_MODIFIED, Events.VOI_MODIFIED];

/**
 * One viewport that pages through a stack. It shows only what is loaded: while a slice is on its way the last
 * one stays and the state says so; a slice that cannot be shown blanks the viewport and the state says why.
 */
export class StackView extends EventTarget {
  readonly element: HTMLDivElement;
  readonly #id: string;
  readonly #engine: Engine;
  readonly #loader: FrameLoader;
  #state: ViewState = emptyViewState;
  #loaded: LoadedFrame | undefined;
  #pursuit: Promise<void> | undefined;
  #shows = 0;

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, loader: FrameLoader, element: HTMLDivElement, id: string) {
    super();
    this.element = element;
    this.#engine = engine;
    this.#loader = loader;
    this.#id = id;
    engine.rendering.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element });
    engine.tools.addViewport(id, engine.rendering.id);
    for (const event of viewportEvents) element.addEventListener(event, this.#readViewport);
    element.addEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    element.addEventListener(sliceScrollEvent, this.#onSliceScroll);
  }

  get state(): ViewState {
    return this.#state;
  }

  /** The pixels on the screen; undefined until there are any. */
  get loaded(): LoadedFrame | undefined {
    return this.#loaded;
  }

  /** Shows a stack from `sliceIndex` (default: the middle). Resolves when its first image is on the screen or has failed. */
  async show(stack: Stack, sliceIndex = middleIndex(stack)): Promise<void> {
    const turn = ++this.#shows;
    this.#engine.registry.add(stack.frames);
    this.#loaded = undefined;
    this.#update({ ...emptyViewState, stack, targetIndex: sliceIndex, sliceIndex });
    this.element.dataset.sliceCount = String(stack.frames.length);
    if (stack.frames.length === 0) return;
    this.#loadAhead();
    const first = await this.#firstLoadable(stack, sliceIndex, turn);
    if (!first || turn !== this.#shows) return;
    await this.#viewport.setStack(
      stack.frames.map((frame) => frame.imageId),
      first.index,
    );
    if (turn !== this.#shows) return;
    this.#shown(first.index, first.loaded);
    this.resetView();
    if (this.#state.targetIndex !== first.index) await this.#pursue();
  }

  /** Heads for a slice (0-based, brought into range); what is asked for meanwhile replaces it. Resolves when settled. */
  scrollTo(sliceIndex: number): Promise<void> {
    const count = this.#state.stack?.frames.length ?? 0;
    if (count === 0) return Promise.resolve();
    const targetIndex = Math.min(count - 1, Math.max(0, Math.round(sliceIndex)));
    if (targetIndex === this.#state.targetIndex) return this.#pursuit ?? Promise.resolve();
    this.#update({ targetIndex });
    this.#loadAhead();
    return this.#pursue();
  }

  scrollBy(slices: number): Promise<void> {
    return this.scrollTo(this.#state.targetIndex + slices);
  }

  /** Tries again what could not be shown. */
  async retry(): Promise<void> {
    const frame = this.#state.stack?.frames[this.#state.targetIndex];
    if (!frame) return;
    this.#loader.forget(frame.imageId);
    this.#update({ error: undefined });
    await (this.#loaded ? this.#pursue() : this.show(this.#state.stack as Stack, this.#state.targetIndex));
  }

  /** @throws RangeError for a width below 1 */
  setWindow({ center, width }: VoiWindow): void {
    if (!(width >= 1) || !Number.isFinite(center))
      throw new RangeError(`no window: centre ${center}, width ${width}`);
    const voiRange = utilities.windowLevel.toLowHighRange(width, center);
    this.#viewport.setProperties({ voiRange });
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

  /** Fitted, centred, not turned, with the window the images came with. */
  resetView(): void {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    this.#viewport.resetCamera();
    this.#viewport.setProperties({ invert: this.#loaded.photometricInterpretation === 'MONOCHROME1' });
    this.resetWindow();
  }

  /** The window the image came with. */
  resetWindow(): void {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    const { center, width } = initialWindow(frame, this.#loaded);
    this.setWindow({ center, width: Math.max(1, width) });
  }

  /** Patient mm under a point of the viewport (CSS pixels from its upper left corner). */
  canvasToWorld(x: number, y: number): Point3 | undefined {
    return this.#loaded && (this.#viewport.canvasToWorld([x, y]) as Point3);
  }

  worldToCanvas(point: Point3): [number, number] | undefined {
    return this.#loaded && (this.#viewport.worldToCanvas([...point]) as [number, number]);
  }

  /** Whether the whole image fills the viewport, neither zoomed nor moved. */
  get fitted(): boolean {
    if (!this.#loaded) return false;
    const [x, y] = this.#viewport.getPan();
    return Math.abs(this.#state.zoom - 1) < 0.005 && Math.hypot(x, y) < 1;
  }

  /** Centred and as large as the viewport allows. */
  fit(): void {
    this.#viewport.resetCamera();
    this.#viewport.render();
  }

  destroy(): void {
    this.#shows++;
    this.element.removeEventListener(sliceScrollEvent, this.#onSliceScroll);
    for (const event of viewportEvents) this.element.removeEventListener(event, this.#readViewport);
    this.element.removeEventListener(Events.IMAGE_RENDERED, this.#onRendered);
    this.#engine.tools.removeViewport(this.#id, this.#engine.rendering.id);
    this.#engine.rendering.disableElement(this.#id);
  }

  get #viewport(): Types.IStackViewport {
    return this.#engine.rendering.getViewport(this.#id) as Types.IStackViewport;
  }

  /** The slice asked for, or where it fails, the nearest that can be shown: one bad image must not hide the series. */
  async #firstLoadable(stack: Stack, wanted: number, turn: number) {
    for (const index of orderOutwards(wanted, stack.frames.length)) {
      if (turn !== this.#shows) return undefined;
      try {
        return { index, loaded: await this.#loader.load(stack.frames[index] as FrameRef) };
      } catch (error) {
        if (turn === this.#shows && index === this.#state.targetIndex) this.#failed(index, error);
        if (error instanceof FrameError && error.stage === 'fetch') return undefined;
      }
    }
    return undefined;
  }

  /** Shows slice after slice until the shown one is the wanted one; always goes for the latest wish. */
  #pursue(): Promise<void> {
    if (!this.#loaded) return Promise.resolve();
    this.#pursuit ??= this.#stepUntilSettled().finally(() => (this.#pursuit = undefined));
    return this.#pursuit;
  }

  async #stepUntilSettled(): Promise<void> {
    const turn = this.#shows;
    while (turn === this.#shows && this.#unsettled()) await this.#step(turn);
  }

  #unsettled(): boolean {
    const { error, sliceIndex, targetIndex } = this.#state;
    return error ? error.sliceIndex !== targetIndex : sliceIndex !== targetIndex;
  }

  async #step(turn: number): Promise<void> {
    const index = this.#state.targetIndex;
    const frame = this.#state.stack?.frames[index] as FrameRef;
    try {
      const loaded = await this.#loader.load(frame);
      if (turn !== this.#shows) return;
      await this.#viewport.setImageIdIndex(index);
      if (turn === this.#shows) this.#shown(index, loaded);
    } catch (error) {
      if (turn === this.#shows) this.#failed(index, error);
    }
  }

  #shown(sliceIndex: number, loaded: LoadedFrame): void {
    const frame = this.#state.stack?.frames[sliceIndex] as FrameRef;
    this.#loaded = loaded;
    const lossy = frame.lossySource || transferSyntaxes[loaded.transferSyntaxUid]?.lossy === true;
    this.#update({ frame, sliceIndex, error: undefined, fidelity: lossy ? 'lossy' : 'lossless' });
    this.#readViewport();
  }

  #failed(sliceIndex: number, error: unknown): void {
    const stage = error instanceof FrameError ? error.stage : 'decode';
    const message = error instanceof Error ? error.message : String(error);
    this.#update({ error: { sliceIndex, stage, message } });
  }

  #loadAhead(): void {
    const { stack, targetIndex } = this.#state;
    if (!stack) return;
    this.#loader.prefetch(
      orderOutwards(targetIndex, stack.frames.length).map((i) => stack.frames[i] as FrameRef),
    );
  }

  readonly #onSliceScroll = (event: Event): void => void this.scrollBy((event as CustomEvent<number>).detail);

  readonly #onRendered = (): void => void (this.#loaded && this.dispatchEvent(new Event('rendered')));

  readonly #readViewport = (): void => {
    const { frame } = this.#state;
    if (!frame || !this.#loaded) return;
    this.#update(readCamera(this.#viewport, frame, this.element));
  };

  #update(change: Partial<ViewState>): void {
    this.#state = { ...this.#state, ...change };
    this.dispatchEvent(new Event('change'));
  }
}
