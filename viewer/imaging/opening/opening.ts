import { renderedPath } from '../../dicomweb/index.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { orderOutwards } from '../frames/orderOutwards.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { StudySource } from '../series/studySource.ts';
import { paintFrame } from './paintFrame.ts';
import { markShown } from './userTiming.ts';

/** How true the picture is that stands in for the first viewport. */
export type OpeningFidelity = 'none' | 'preview' | 'full';

/**
 * The first image, on the screen before the engine is: asks for the study, fetches and decodes the frame in
 * the middle of its main series and paints it where the first viewport will be. What it fetched is handed to
 * the reading room, so nothing is fetched twice.
 */
export class Opening {
  readonly source = new StudySource();
  readonly #loader: FrameLoader;
  readonly studyInstanceUids: readonly string[];
  fidelity: OpeningFidelity = 'none';
  readonly #stage: HTMLElement;

  /** @param stage element that lies where the first viewport will be */
  constructor(loader: FrameLoader, studyInstanceUids: readonly string[], stage: HTMLElement) {
    this.#loader = loader;
    this.studyInstanceUids = studyInstanceUids;
    this.#stage = stage;
    // What fails here is met again, and told, by the reading room, which asks the same questions.
    this.#run().catch(() => undefined);
  }

  /** Moves the picture into the first viewport's element, so that it follows its layout until it is dismissed. */
  moveInto(element: HTMLElement): void {
    if (this.#stage.hidden) return;
    this.#stage.style.inset = '0';
    this.#stage.style.position = 'absolute';
    element.append(this.#stage);
  }

  /** The engine shows the image now. */
  dismiss(): void {
    this.#stage.hidden = true;
    this.#stage.replaceChildren();
  }

  async #run(): Promise<void> {
    const study = this.studyInstanceUids[0];
    if (!study) return;
    const series = chooseSeries(await this.source.series(study));
    if (!series) return;
    const stack = await this.source.stack(study, series.seriesInstanceUid);
    const frame = stack.frames[middleIndex(stack)];
    if (!frame) return;
    this.#stage.hidden = false;
    this.#showPreview(frame);
    await this.#showFrame(frame);
    this.#loadAhead(stack);
  }

  /** The server's JPEG of the same frame, for as long as the frame itself is on its way. */
  #showPreview(frame: FrameRef): void {
    const picture = new Image();
    picture.src = renderedPath(frame, 512);
    picture.alt = '';
    picture.decode().then(
      () => {
        if (this.fidelity !== 'none' || this.#stage.hidden) return;
        this.fidelity = 'preview';
        this.#stage.append(picture);
        void markShown('first-preview');
      },
      () => undefined,
    );
  }

  async #showFrame(frame: FrameRef): Promise<void> {
    const loaded = await this.#loader.load(frame);
    if (this.#stage.hidden) return;
    const canvas = document.createElement('canvas');
    this.#stage.replaceChildren(canvas);
    paintFrame(canvas, frame, loaded);
    this.fidelity = 'full';
    await markShown('first-preview');
    await markShown('first-image');
  }

  #loadAhead(stack: Stack): void {
    const order = orderOutwards(middleIndex(stack), stack.frames.length);
    this.#loader.prefetch(order.map((index) => stack.frames[index] as FrameRef));
  }
}
