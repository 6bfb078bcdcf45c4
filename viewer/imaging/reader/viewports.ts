import type { FrameSource } from '../frames/frameSource.ts';
import type { Stack } from '../series/stack.ts';
import type { StackView } from '../viewport/index.ts';
import { viewportId } from '../viewport/viewportId.ts';
import type { EngineRoom } from './imaging.ts';
import { faultOf, type ShownSeries } from './readerState.ts';

/** What the viewports need of a reading room. */
export interface ViewportsHost {
  /** The series a viewport is to show. */
  wanted(index: number): ShownSeries | undefined;
  /** What it shows of it, and from which slice. Rejects when the series cannot be read. */
  contents(index: number, wanted: ShownSeries): Promise<{ stack: Stack; sliceIndex: number | undefined }>;
  /** A view came or went. */
  changed(): void;
  /** The first full image of a stack is on the screen. */
  firstShown(index: number, stack: Stack): void;
  /** Its image, or the whole series, cannot be shown. */
  failed(index: number, error: unknown): void;
}

/**
 * The viewports in the page: elements that come and go, the views in them once the engine stands, and what fills them. When
 * the browser takes the graphics memory away, all are made anew and show what they showed.
 */
export class Viewports {
  readonly #host: ViewportsHost;
  readonly #source: FrameSource;
  readonly #views = new Map<number, StackView>();
  readonly #elements = new Map<number, HTMLDivElement>();
  readonly #filling = new Map<number, Promise<void>>();
  #waiting: (() => void)[] = [];
  #room: EngineRoom | undefined;

  constructor(host: ViewportsHost, source: FrameSource) {
    this.#host = host;
    this.#source = source;
  }

  view(index: number): StackView | undefined {
    return this.#views.get(index);
  }

  get views(): StackView[] {
    return [...this.#views.values()];
  }

  /** The engine stands: every element gets a view. */
  furnish(room: EngineRoom): void {
    this.#room = room;
    for (const index of this.#elements.keys()) this.#furnishOne(index);
  }

  /** Gives viewport `index` an element of the page; the returned function takes it away again. */
  attach(index: number, element: HTMLDivElement): () => void {
    this.#elements.set(index, element);
    this.#furnishOne(index);
    return () => {
      this.#views.get(index)?.destroy();
      this.#views.delete(index);
      this.#filling.delete(index);
      this.#elements.delete(index);
      this.#host.changed();
    };
  }

  /** Shows what is wanted. Rejects, and the viewport says why, when the series cannot be read. */
  fill(index: number): Promise<void> {
    const view = this.#views.get(index);
    if (!view) return Promise.resolve();
    const filling = this.#fillView(index, view);
    this.#filling.set(index, filling);
    for (const wake of this.#waiting.splice(0)) wake();
    return filling;
  }

  /** Resolves when a viewport, which may not be in the page yet, shows what is wanted. */
  async filled(index: number): Promise<void> {
    while (!this.#filling.has(index)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await this.#filling.get(index);
  }

  /** The graphics memory is gone: the engine starts anew, and every view that had a picture shows it again. */
  async restart(): Promise<void> {
    if (!this.#room) return;
    const former = [...this.#views].map(([index, view]) => ({ index, memento: view.memento }));
    for (const view of this.#views.values()) view.destroy();
    this.#views.clear();
    this.#room.engine.restart();
    await Promise.all(
      former.map(async ({ index, memento }) => {
        const view = this.#createView(index);
        if (!view) return;
        if (memento) await view.recall(memento);
        // What had no picture yet is filled from the beginning, however long that takes; the viewport says where it fails.
        else this.fill(index).catch(() => undefined);
      }),
    );
  }

  destroy(): void {
    for (const view of this.#views.values()) view.destroy();
    this.#views.clear();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #createView(index: number): StackView | undefined {
    const element = this.#elements.get(index);
    if (!this.#room || !element || this.#views.has(index)) return undefined;
    const view = new this.#room.StackView(this.#room.engine, this.#source, element, viewportId(index));
    this.#views.set(index, view);
    this.#host.changed();
    return view;
  }

  #furnishOne(index: number): void {
    if (this.#createView(index)) this.fill(index).catch(() => undefined);
  }

  async #fillView(index: number, view: StackView): Promise<void> {
    const wanted = this.#host.wanted(index);
    if (!wanted) return;
    const isWanted = (): boolean => this.#host.wanted(index) === wanted && this.#views.get(index) === view;
    try {
      const { stack, sliceIndex } = await this.#host.contents(index, wanted);
      if (isWanted()) await this.#display(index, view, stack, sliceIndex);
    } catch (error) {
      if (!isWanted()) return;
      view.showFailure(faultOf(error).message);
      this.#host.failed(index, error);
      throw error;
    }
  }

  async #display(
    index: number,
    view: StackView,
    stack: Stack,
    sliceIndex: number | undefined,
  ): Promise<void> {
    const onRendered = (): void => {
      if (view.state.stack !== stack || !view.loaded) return;
      view.removeEventListener('rendered', onRendered);
      this.#host.firstShown(index, stack);
    };
    view.addEventListener('rendered', onRendered);
    await view.show(stack, sliceIndex);
    if (!view.loaded && this.#views.get(index) === view) this.#host.failed(index, undefined);
  }
}
