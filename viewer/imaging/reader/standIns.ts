import type { FrameLoader } from '../frames/frameLoader.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { paintedViewState, paintFrame } from '../opening/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { fidelityOf } from '../viewport/fidelityOf.ts';
import type { ViewState } from '../viewport/viewState.ts';

interface StandIn {
  frame: FrameRef;
  loaded: LoadedFrame;
  canvas: HTMLCanvasElement | undefined;
}

/** Images that the page paints itself in viewports whose engine is on its way, as the opening does in the first one. */
export class StandIns {
  readonly #panes = new Map<number, HTMLElement>();
  readonly #painted = new Map<number, StandIn>();
  #waiting: (() => void)[] = [];

  /** A viewport came into the page; the returned function says that it is gone. */
  attach(index: number, pane: HTMLElement): () => void {
    this.#panes.set(index, pane);
    this.#paint(index);
    for (const wake of this.#waiting.splice(0)) wake();
    return () => {
      this.#panes.delete(index);
      this.remove(index);
    };
  }

  /**
   * Shows the middle of a stack in a viewport, as the engine will; resolves when it is painted, which waits for the viewport to
   * be in the page. `isWanted` is asked when the image has come. Gives what it shows in the
   * terms of a viewport, undefined where that is not wanted any more. Rejects with a FrameError.
   */
  async show(
    index: number,
    stack: Stack,
    loader: FrameLoader,
    isWanted: () => boolean,
  ): Promise<ViewState | undefined> {
    const frame = stack.frames[middleIndex(stack)];
    if (!frame) return undefined;
    const loaded = await loader.load(frame);
    if (!isWanted()) return undefined;
    this.remove(index);
    this.#painted.set(index, { frame, loaded, canvas: undefined });
    this.#paint(index);
    // Else the engine would begin before the page has drawn its viewports, and keep both images from the screen.
    while (!this.#panes.has(index) && this.#painted.get(index)?.frame === frame)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (!isWanted()) return undefined;
    const { center, width } = initialWindow(frame, loaded);
    return paintedViewState(stack, frame, { voi: { center, width }, fidelity: fidelityOf(frame, loaded) });
  }

  /** The engine shows the image now, or something else is to be shown. */
  remove(index: number): void {
    this.#painted.get(index)?.canvas?.remove();
    this.#painted.delete(index);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #paint(index: number): void {
    const [pane, standIn] = [this.#panes.get(index), this.#painted.get(index)];
    if (!pane || !standIn) return;
    const canvas = document.createElement('canvas');
    canvas.dataset.standIn = '';
    // In the page before it is painted: it takes its size from there.
    pane.append(canvas);
    standIn.canvas = canvas;
    paintFrame(canvas, standIn.frame, standIn.loaded);
  }
}
