import { Enums, type Types } from '@cornerstonejs/core';
import type { Voi, VoiChoice } from '../../../pixels/index.ts';
import { toEngineRange, type Engine } from '../engine/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { greyPicture } from '../presentation/greyPicture.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { draggedWindow } from './draggedWindow.ts';
import { Greyscale, unchanged } from './greyscale.ts';
import type { ViewState, VoiWindow } from './viewState.ts';

const { InterpolationType } = Enums;

/**
 * The greys of a viewport: window, VOI LUT, inversion, interpolation. Where they are computed (see Greyscale) the engine has
 * greys for its image and a window that changes nothing; all others see windows in modality values.
 */
export abstract class GreyView extends EventTarget {
  readonly element: HTMLDivElement;
  protected readonly id: string;
  protected readonly engine: Engine;
  protected readonly grey: Greyscale;
  /** The engine's image is computed. */
  #computed = false;
  /** A picture is being exchanged: what the engine says of its window is of neither. */
  #exchanging = false;

  /** Takes over `element`, which needs a size. */
  constructor(engine: Engine, element: HTMLDivElement, id: string) {
    super();
    this.element = element;
    this.engine = engine;
    this.id = id;
    this.grey = new Greyscale(() => engine.cpu);
    engine.rendering.enableElement({ viewportId: id, type: Enums.ViewportType.STACK, element });
    engine.tools.addViewport(id, engine.rendering.id);
  }

  abstract get state(): ViewState;

  /** The pixels on the screen, in modality values; undefined while there are none. */
  abstract get loaded(): LoadedFrame | undefined;

  /** Reads window and camera into the state. */
  protected abstract readViewport(): void;

  /** @throws RangeError for a width that is not positive, or below 1 with the linear function (PS3.3 C.11.2.1.2.1) */
  setWindow({ center, width }: VoiWindow): void {
    const voiFunction = this.voiFunction;
    const least = voiFunction === 'linear' ? 1 : Number.MIN_VALUE;
    if (!(width >= least) || !Number.isFinite(center))
      throw new RangeError(`no window: centre ${center}, width ${width}`);
    this.grey.choose({ kind: 'window', voi: { center, width, function: voiFunction } });
    this.showGreys();
  }

  /** What the image, or the presentation state it is shown with, offers: VOI LUTs and windows. */
  get voiChoices(): readonly VoiChoice[] {
    const { frame } = this.state;
    return frame && this.loaded?.samplesPerPixel === 1 ? this.grey.choices(frame) : [];
  }

  /** Takes one of `voiChoices`. @throws RangeError where there is none of that number */
  chooseVoi(index: number): void {
    const choice = this.voiChoices[index];
    if (!choice)
      throw new RangeError(`the image has no VOI ${index}: it has ${this.voiChoices.length} (from 0)`);
    this.grey.choose(choice.kind === 'lut' ? { kind: 'lut', index } : choice);
    this.showGreys();
  }

  /** The window the image came with. */
  resetWindow(): void {
    const { frame } = this.state;
    if (!frame || !this.loaded) return;
    this.grey.startOver();
    this.showGreys();
  }

  setInvert(invert: boolean): void {
    this.viewport.setProperties({ invert });
    this.viewport.render();
    this.readViewport();
  }

  /** Between pixels: smooth (linear), or each pixel as a square of its own. */
  setSmooth(smooth: boolean): void {
    this.viewport.setProperties({
      interpolationType: smooth ? InterpolationType.LINEAR : InterpolationType.NEAREST,
    });
    this.viewport.render();
    this.readViewport();
  }

  /** Part of the shown frame, or all of it, as it is to be painted: computed greys, or values for the window. */
  painted(part: LoadedFrame): LoadedFrame {
    const { frame } = this.state;
    const way = frame && this.grey.way(frame, part);
    return way ? greyPicture(frame, part, way) : part;
  }

  /** Whether padding (PS3.3 C.7.5.1.1.2) would be seen as something else than the black it is to be. */
  get paddingShows(): boolean {
    const { loaded } = this;
    const { frame, invert } = this.state;
    if (!loaded?.padding || !frame) return false;
    if (invert || this.#computed || loaded.stored) return true;
    const { center, width } = this.grey.window(frame, loaded);
    return loaded.padding.high > center - width / 2;
  }

  /** What the engine is to draw of a frame; `settle` has to follow. */
  protected pictureOf(frame: FrameRef, loaded: LoadedFrame): LoadedFrame {
    this.#exchanging = true;
    const way = this.grey.way(frame, loaded);
    return way ? greyPicture(frame, loaded, way) : loaded;
  }

  /** A picture has been drawn: the engine gets the window that goes with it. @param anew also if it should have it already */
  protected settle(anew = false): void {
    const { frame } = this.state;
    if (!frame || !this.loaded) return;
    const before = this.#computed;
    this.#computed = this.grey.way(frame, this.loaded) !== undefined;
    if (anew || before || this.#computed) {
      this.#exchanging = true;
      const voi = this.grey.window(frame, this.loaded);
      const voiRange = this.#computed ? { ...unchanged } : toEngineRange(voi, voi.function);
      this.viewport.setProperties({ voiRange });
    }
    this.#exchanging = false;
    this.readViewport();
  }

  protected get viewport(): Types.IStackViewport {
    return this.engine.rendering.getViewport(this.id) as Types.IStackViewport;
  }

  /** Window and table in force, for the state; a drag that the engine made of its own window is carried out. */
  protected greysNow(
    frame: FrameRef,
    loaded: LoadedFrame,
    engineVoi: VoiWindow | undefined,
  ): Pick<ViewState, 'voi' | 'voiLut'> {
    if (this.#exchanging) return { voi: this.state.voi, voiLut: this.state.voiLut };
    if (!this.#computed) {
      // The reader may have dragged it.
      const range = this.viewport.getProperties().voiRange;
      if (range) this.grey.choose({ kind: 'window', voi: windowOf(range) });
      return { voi: engineVoi, voiLut: undefined };
    }
    const { voiRange } = this.viewport.getProperties();
    if (voiRange && (voiRange.lower !== unchanged.lower || voiRange.upper !== unchanged.upper)) {
      this.setWindow(draggedWindow(this.grey.window(frame, loaded), voiRange));
    }
    const voi = this.grey.window(frame, loaded);
    const { center, width } = voi;
    const table = this.grey.table(frame);
    // A window stays when the next slice comes, as the engine's own do; a table is that of each slice.
    if (!table) this.grey.choose({ kind: 'window', voi });
    return {
      voi: { center, width },
      voiLut: table && { index: table.index, explanation: table.table.explanation },
    };
  }

  protected get voiFunction() {
    const { frame } = this.state;
    return frame && this.loaded ? this.grey.window(frame, this.loaded).function : 'linear';
  }

  /** The picture anew where it is computed, or was so before; and its window. */
  protected showGreys(): void {
    const { frame } = this.state;
    if (!frame || !this.loaded) return;
    const picture = this.pictureOf(frame, this.loaded);
    if (this.#computed || picture.greys) this.engine.redraw(this.id, frame, picture);
    this.settle(true);
    this.viewport.render();
  }
}

/** The window of an engine's range, unrounded. */
const windowOf = ({ lower, upper }: Types.VOIRange): Voi => ({
  center: (lower + upper + 1) / 2,
  width: upper - lower + 1,
  function: 'linear',
});
