import { voiFromInstance } from '../../../pixels/index.ts';
import { formatDate, formatPersonName, name, renderedPath, string } from '../../dicomweb/index.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { outwards } from '../frames/orderOutwards.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { initialWindow } from '../series/initialWindow.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { StudySource } from '../series/studySource.ts';
import { fidelityOf } from '../viewport/fidelityOf.ts';
import { viewportId } from '../viewport/viewportId.ts';
import { emptyViewState, type Fidelity, type ViewState } from '../viewport/viewState.ts';
import { isSameFrame, loadEarlyPicture, loadImage, previewSize, type EarlyPicture } from './EarlyPicture.ts';
import { paintedViewState } from './paintedViewState.ts';
import { paintFrame } from './paintFrame.ts';
import { markShown } from './userTiming.ts';

/**
 * The first image, on the screen before the engine is: asks for the study, fetches and decodes the frame in
 * the middle of its main series and paints it where the first viewport will be. What it fetched is handed to
 * the reading room, so nothing is fetched twice. Dispatches `change` when its state changes.
 *
 * Until then the server's picture of the study is shown, which says of which frame it is: as a preview of nothing in
 * particular while that is all that is known, by its name once the viewer has come to the same frame, and not a moment
 * longer when it came to another.
 */
export class Opening extends EventTarget {
  readonly source = new StudySource();
  /** Resolves when the frame has been asked for, or will not be: until then other scripts only hold it up. */
  readonly asked: Promise<void>;
  /** Resolves when the image is on the screen, or will not be: until then the main thread belongs to it. */
  readonly settled: Promise<void>;
  readonly studyInstanceUids: readonly string[];
  readonly #loader: FrameLoader;
  readonly #stage: HTMLElement;
  #state: ViewState = emptyViewState;
  #dismissed = false;
  /** The frame to begin with, once the viewer knows. */
  #wanted: FrameRef | undefined;
  /** On the screen, without a name. */
  #unnamed: EarlyPicture | undefined;

  /** @param stage element that lies where the first viewport will be */
  constructor(loader: FrameLoader, studyInstanceUids: readonly string[], stage: HTMLElement) {
    super();
    this.#loader = loader;
    this.studyInstanceUids = studyInstanceUids;
    this.#stage = stage;
    // What fails here is met again, and told, by the reading room, which asks the same questions.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.asked = promise;
    this.settled = this.#run(resolve)
      .catch(() => undefined)
      .finally(resolve);
  }

  /** What the picture shows, in the terms of a viewport. Without a frame while there is no picture. */
  get state(): ViewState {
    return this.#state;
  }

  /** Moves the picture into the first viewport, which from then on says whose it is. */
  moveInto(viewport: HTMLElement): void {
    if (this.#dismissed) return;
    this.#stage.dataset.housed = 'true';
    viewport.append(this.#stage);
  }

  /** The engine shows the image now, or nothing is to be shown. */
  dismiss(): void {
    if (this.#dismissed) return;
    this.#dismissed = true;
    this.#unnamed = undefined;
    delete this.#stage.dataset.unnamed;
    this.#stage.hidden = true;
    this.#stage.replaceChildren();
    delete this.#stage.dataset.housed;
    document.body.append(this.#stage);
    this.#update(emptyViewState);
  }

  async #run(frameIsAskedFor: () => void): Promise<void> {
    const study = this.studyInstanceUids[0];
    if (!study) return;
    const early = loadEarlyPicture(study);
    void early.then((picture) => picture && this.#showUnnamed(picture));
    await this.#open(study, early, frameIsAskedFor).finally(() => this.#dropUnnamed());
  }

  async #open(
    study: string,
    early: Promise<EarlyPicture | undefined>,
    frameIsAskedFor: () => void,
  ): Promise<void> {
    const series = chooseSeries(await this.source.series(study));
    if (!series) return;
    const stack = await this.source.stack(study, series.seriesInstanceUid);
    const frame = stack.frames[middleIndex(stack)];
    if (!frame || this.#dismissed) return;
    this.#wanted = frame;
    const shown = this.#showFrame(stack, frame);
    void this.#showPreview(stack, frame, early).catch(() => undefined);
    frameIsAskedFor();
    await shown;
  }

  /** The server's JPEG of the same frame, for as long as the frame itself is on its way. */
  async #showPreview(stack: Stack, frame: FrameRef, early: Promise<EarlyPicture | undefined>): Promise<void> {
    if (this.#unnamed && !isSameFrame(this.#unnamed.frame, frame)) this.#dropUnnamed();
    const picture = await early;
    const isOfFrame = picture && isSameFrame(picture.frame, frame);
    const image = isOfFrame ? picture.image : await loadImage(renderedPath(frame, previewSize));
    if (this.#dismissed || this.#state.frame) return;
    this.#present(image, stack, frame, { fidelity: 'preview', voi: voiFromInstance(frame.instance) });
    void markShown('first-preview');
  }

  /** Before anything is known of the study but that this is a picture of it. */
  #showUnnamed(picture: EarlyPicture): void {
    if (this.#dismissed || this.#wanted) return;
    this.#unnamed = picture;
    this.#stage.hidden = false;
    this.#stage.dataset.unnamed = 'true';
    this.#stage.replaceChildren(picture.image);
    void markShown('first-preview');
  }

  #dropUnnamed(): void {
    if (!this.#unnamed) return;
    this.#unnamed = undefined;
    delete this.#stage.dataset.unnamed;
    this.#stage.replaceChildren();
    this.#stage.hidden = true;
  }

  async #showFrame(stack: Stack, frame: FrameRef): Promise<void> {
    const loaded = await this.#loader.load(frame, (partial) => this.#showPartial(stack, frame, partial));
    if (this.#dismissed) return;
    this.#paint(stack, frame, loaded, fidelityOf(frame, loaded));
    void markShown('first-preview');
    await markShown('first-image');
    this.#loader.prefetch(viewportId(0), outwards(stack.frames, middleIndex(stack)));
  }

  /** A smaller image of the frame's own first bytes: better than the JPEG, which has lost something. */
  #showPartial(stack: Stack, frame: FrameRef, partial: LoadedFrame): void {
    const { fidelity } = this.#state;
    if (this.#dismissed || (this.#state.frame && fidelity !== 'preview')) return;
    this.#paint(stack, frame, partial, 'partial');
    void markShown('first-preview');
  }

  #paint(stack: Stack, frame: FrameRef, loaded: LoadedFrame, fidelity: Fidelity): void {
    const { center, width } = initialWindow(frame, loaded);
    const canvas = document.createElement('canvas');
    // In the page before it is painted: it takes its size from there.
    this.#present(canvas, stack, frame, { fidelity, voi: { center, width } });
    paintFrame(canvas, frame, loaded);
  }

  #present(picture: HTMLElement, stack: Stack, frame: FrameRef, state: Partial<ViewState>): void {
    this.#unnamed = undefined;
    delete this.#stage.dataset.unnamed;
    this.#stage.hidden = false;
    this.#stage.replaceChildren(picture, identity(frame));
    this.#update(paintedViewState(stack, frame, state));
  }

  #update(state: ViewState): void {
    this.#state = state;
    this.dispatchEvent(new Event('change'));
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
