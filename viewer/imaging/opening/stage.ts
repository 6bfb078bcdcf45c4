import { formatDate, formatPersonName, name, string } from '../../dicomweb/index.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { emptyViewState, type Fidelity, type ViewState } from '../viewport/viewState.ts';
import { isSameFrame, type EarlyPicture } from './EarlyPicture.ts';
import { hasSizeOnScreen, paintFrame } from './paintFrame.ts';
import { withPaintReported } from './userTiming.ts';

/**
 * One picture of the opening, where a viewport will be and, once that is in the page, in it: of the middle of a stack, until the
 * engine shows the image. Dismissed it shows nothing any more.
 */
export class Stage {
  readonly #element: HTMLElement;
  readonly #onChange: () => void;
  #state: ViewState = emptyViewState;
  #dismissed = false;
  /** The frame it is to show, once that is known. */
  #wanted: FrameRef | undefined;
  /** The series that the viewport is to show, where that has been said. */
  #expected: string | undefined;
  #canvas: HTMLCanvasElement | undefined;
  #caption: HTMLElement | undefined;
  #paint: (() => void) | undefined;
  /** The viewport may be of another size than the place kept for it. */
  readonly #resized = new ResizeObserver(() => this.#paintAnew());
  /** On the screen, without a name. */
  #unnamed: EarlyPicture | undefined;

  /** @param onChange called when `state` has changed */
  constructor(element: HTMLElement, onChange: () => void) {
    this.#element = element;
    this.#onChange = onChange;
  }

  /** What the picture shows, in the terms of a viewport. Without a frame while there is no picture. */
  get state(): ViewState {
    return this.#state;
  }

  /** Whose picture it is, while that stands beside it; its paint is reported. */
  get caption(): HTMLElement | undefined {
    return this.#element.dataset.housed ? undefined : this.#caption;
  }

  get dismissed(): boolean {
    return this.#dismissed;
  }

  /** Moves the picture into its viewport, which from then on says whose it is. */
  moveInto(viewport: HTMLElement): void {
    if (this.#dismissed) return;
    this.#element.dataset.housed = 'true';
    this.#element.removeAttribute('style');
    viewport.append(this.#element);
  }

  /** The viewport is to show this series: a picture of another one goes, or never comes. */
  expect(seriesInstanceUid: string): void {
    this.#expected = seriesInstanceUid;
    if (this.#unnamed && this.#unnamed.frame.seriesInstanceUid !== seriesInstanceUid) this.dropUnnamed();
    if (this.#wanted && this.#wanted.seriesInstanceUid !== seriesInstanceUid) this.dismiss();
  }

  /** Says which frame it is to show; false where that is not wanted any more. */
  want(frame: FrameRef): boolean {
    this.#wanted = frame;
    if (this.#expected !== undefined && this.#expected !== frame.seriesInstanceUid) this.dismiss();
    if (this.#unnamed && !isSameFrame(this.#unnamed.frame, frame)) this.dropUnnamed();
    return !this.#dismissed;
  }

  /** Shows the server's picture before anything is known of the study but that this is one of it; false where more is known. */
  showUnnamed(picture: EarlyPicture): boolean {
    const { seriesInstanceUid } = picture.frame;
    if (this.#dismissed || this.#wanted || (this.#expected ?? seriesInstanceUid) !== seriesInstanceUid)
      return false;
    this.#unnamed = picture;
    this.#element.hidden = false;
    this.#element.dataset.unnamed = 'true';
    this.#element.replaceChildren(picture.image);
    return true;
  }

  dropUnnamed(): void {
    if (!this.#unnamed) return;
    this.#unnamed = undefined;
    delete this.#element.dataset.unnamed;
    this.#element.replaceChildren();
    this.#element.hidden = true;
  }

  /** Paints a frame of the middle of a stack, or a smaller image of it. */
  paint(stack: Stack, frame: FrameRef, loaded: LoadedFrame, fidelity: Fidelity): void {
    const { center, width } = initialWindow(frame, loaded);
    const canvas = document.createElement('canvas');
    // In the page before it is painted: it takes its size from there.
    this.present(canvas, stack, frame, { fidelity, voi: { center, width } });
    if (this.#dismissed) return;
    this.#canvas = canvas;
    this.#paint = () => paintFrame(canvas, frame, loaded);
    this.#paint();
    this.#resized.observe(this.#element);
  }

  /** Shows a picture of the frame in the middle of a stack. */
  present(picture: HTMLElement, stack: Stack, frame: FrameRef, state: Partial<ViewState>): void {
    if (this.#dismissed) return;
    this.#unnamed = undefined;
    delete this.#element.dataset.unnamed;
    this.#element.hidden = false;
    this.#caption = withPaintReported(identity(frame));
    this.#element.replaceChildren(picture, this.#caption);
    const sliceIndex = middleIndex(stack);
    const invert = frame.image.photometricInterpretation === 'MONOCHROME1';
    this.#update({ ...emptyViewState, stack, frame, sliceIndex, targetIndex: sliceIndex, invert, ...state });
  }

  /** The engine shows the image now, or something else, or nothing, is to be shown. */
  dismiss(): void {
    if (this.#dismissed) return;
    this.#dismissed = true;
    this.#resized.disconnect();
    this.#paint = undefined;
    this.#unnamed = undefined;
    delete this.#element.dataset.unnamed;
    delete this.#element.dataset.housed;
    this.#element.hidden = true;
    this.#element.replaceChildren();
    this.#element.removeAttribute('style');
    // The first one's serves the next opening.
    if (this.#element.id) document.body.append(this.#element);
    else this.#element.remove();
    this.#update(emptyViewState);
  }

  #paintAnew(): void {
    const canvas = this.#canvas;
    if (canvas && canvas.clientWidth > 0 && !hasSizeOnScreen(canvas)) this.#paint?.();
  }

  #update(state: ViewState): void {
    this.#state = state;
    this.#onChange();
  }
}

/** Whose image and of which day, for the moment before the viewport's own corner texts stand there. */
function identity(frame: FrameRef): HTMLElement {
  const language = document.documentElement.lang || 'zh-CN';
  const text = document.createElement('p');
  text.textContent = [
    formatPersonName(name(frame.instance, 'PatientName'), language)?.primary,
    string(frame.instance, 'PatientID'),
    formatDate(string(frame.instance, 'StudyDate'), language),
  ]
    .filter(Boolean)
    .join('\n');
  return text;
}
