import { voiFromInstance } from '../../../pixels/index.ts';
import { renderedPath } from '../../dicomweb/index.ts';
import { aheadUntilLinked, comparisonLayout, mostPriors } from '../comparison/comparisonState.ts';
import type { SeriesKinds } from '../comparison/seriesKinds.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { outwards } from '../frames/orderOutwards.ts';
import { chooseSeries } from '../series/chooseSeries.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import { StudySource } from '../series/studySource.ts';
import { fidelityOf } from '../viewport/fidelityOf.ts';
import { viewportId } from '../viewport/viewportId.ts';
import { emptyViewState, type ViewState } from '../viewport/viewState.ts';
import { isSameFrame, loadEarlyPicture, loadImage, previewSize, type EarlyPicture } from './EarlyPicture.ts';
import { Stage } from './stage.ts';
import { markShown } from './userTiming.ts';

/**
 * The first images, on the screen before the engine is: asks for the study, fetches and decodes the frame in
 * the middle of its main series and paints it where the first viewport will be; where several studies are opened, then the
 * same of the series of each that it is compared with. What it fetched is handed to the reading room, so nothing is fetched
 * twice. Dispatches `change` when the state of a picture changes.
 *
 * Until then the server's picture of the study is shown, which says of which frame it is: as a preview of nothing in
 * particular while that is all that is known, by its name once the viewer has come to the same frame, and not a moment
 * longer when it came to another.
 */
export class Opening extends EventTarget {
  readonly source = new StudySource();
  /** Resolves when the frames have been asked for, or will not be. */
  readonly asked: Promise<void>;
  /** Resolves when the images are on the screen, or will not be: until then other scripts only hold them up. */
  readonly settled: Promise<void>;
  readonly studyInstanceUids: readonly string[];
  readonly #loader: FrameLoader;
  readonly #stages: readonly Stage[];

  /** @param element lies where the viewports will be, and is made the first one's picture */
  constructor(loader: FrameLoader, studyInstanceUids: readonly string[], element: HTMLElement) {
    super();
    this.#loader = loader;
    this.studyInstanceUids = studyInstanceUids;
    const change = (): void => void this.dispatchEvent(new Event('change'));
    this.#stages = stageElements(element, 1 + this.#others.length).map((one) => new Stage(one, change));
    loader.expect(this.#stages.length);
    // What fails here is met again, and told, by the reading room, which asks the same questions.
    const { promise, resolve } = Promise.withResolvers<void>();
    this.asked = promise;
    this.settled = this.#run(resolve)
      .catch(() => undefined)
      .finally(resolve);
  }

  /** What the picture at the place of a viewport shows. Without a frame while there is no picture. */
  state(index: number): ViewState {
    return this.#stages[index]?.state ?? emptyViewState;
  }

  /** Moves the picture into its viewport, which from then on says whose it is. */
  moveInto(index: number, viewport: HTMLElement): void {
    this.#stages[index]?.moveInto(viewport);
  }

  /** A viewport is to show this series: a picture of another one goes, or never comes. */
  expect(index: number, seriesInstanceUid: string): void {
    this.#stages[index]?.expect(seriesInstanceUid);
  }

  /** The engine shows the image of a viewport now, or something else, or nothing, is to be shown in it; without index: in all. */
  dismiss(index?: number): void {
    if (index !== undefined) this.#stages[index]?.dismiss();
    else for (const stage of this.#stages) stage.dismiss();
  }

  /** The studies beside the first one. */
  get #others(): readonly string[] {
    return this.studyInstanceUids.slice(1, 1 + mostPriors);
  }

  async #run(framesAreAskedFor: () => void): Promise<void> {
    const [study] = this.studyInstanceUids;
    const [stage] = this.#stages;
    if (study === undefined || !stage) return;
    const early = loadEarlyPicture(study);
    void early.then((picture) => {
      if (picture && stage.showUnnamed(picture)) void markShown('first-preview');
    });
    await this.#open(stage, study, early, framesAreAskedFor).finally(() => stage.dropUnnamed());
  }

  async #open(
    stage: Stage,
    study: string,
    early: Promise<EarlyPicture | undefined>,
    framesAreAskedFor: () => void,
  ): Promise<void> {
    // Slices that nobody has asked for wait until exams stand beside each other and are linked.
    if (this.#others.length > 0) this.#loader.holdBack(aheadUntilLinked.frames, aheadUntilLinked.ms);
    const listed = this.source.series(study);
    const kinds = this.#others.length > 0 ? this.#askForOthers() : undefined;
    const series = chooseSeries(await listed);
    if (!series) return;
    const stack = await this.source.stack(study, series.seriesInstanceUid);
    const frame = stack.frames[middleIndex(stack)];
    if (!frame || !stage.want(frame)) return;
    const shown = this.#showFirst(stage, stack, frame, early);
    const others = this.#others.map((other, place) => {
      const asked = Promise.withResolvers<void>();
      const own = { studyInstanceUid: study, seriesInstanceUid: series.seriesInstanceUid };
      const painted = this.#openBeside(place + 1, other, own, kinds, asked.resolve)
        .catch(() => undefined)
        .finally(asked.resolve);
      return { asked: asked.promise, painted };
    });
    void Promise.all(others.map(({ asked }) => asked)).then(framesAreAskedFor);
    await Promise.all([shown, ...others.map(({ painted }) => painted)]);
  }

  /** Asks for what decides which series of the other studies are shown, while the current one is asked for. */
  async #askForOthers(): Promise<SeriesKinds> {
    for (const other of this.#others)
      this.source
        .series(other)
        .then((all) => {
          const main = chooseSeries(all);
          return main && this.source.stack(other, main.seriesInstanceUid);
        })
        .catch(() => undefined);
    const { SeriesKinds: Kinds } = await import('../comparison/seriesKinds.ts');
    return new Kinds(this.source);
  }

  async #openBeside(
    index: number,
    study: string,
    own: { studyInstanceUid: string; seriesInstanceUid: string },
    kinds: Promise<SeriesKinds> | undefined,
    frameIsAskedFor: () => void,
  ): Promise<void> {
    const stage = this.#stages[index];
    const match = await (await kinds)?.matchIn(study, own);
    if (!stage || match?.seriesInstanceUid === undefined) return;
    const stack = await this.source.stack(study, match.seriesInstanceUid);
    const frame = stack.frames[middleIndex(stack)];
    if (!frame || !stage.want(frame)) return;
    const loading = this.#loader.load(frame);
    frameIsAskedFor();
    const loaded = await loading;
    stage.paint(stack, frame, loaded, fidelityOf(frame, loaded));
  }

  async #showFirst(
    stage: Stage,
    stack: Stack,
    frame: FrameRef,
    early: Promise<EarlyPicture | undefined>,
  ): Promise<void> {
    const loading = this.#loader.load(frame, (partial) => {
      // A smaller image of the frame's own first bytes: better than the JPEG, which has lost something.
      if (stage.dismissed || (stage.state.frame && stage.state.fidelity !== 'preview')) return;
      stage.paint(stack, frame, partial, 'partial');
      void markShown('first-preview');
    });
    void this.#showPreview(stage, stack, frame, early).catch(() => undefined);
    const loaded = await loading;
    if (stage.dismissed) return;
    stage.paint(stack, frame, loaded, fidelityOf(frame, loaded));
    void markShown('first-preview', stage.caption);
    await markShown('first-image', stage.caption);
    if (!stage.dismissed) this.#loader.prefetch(viewportId(0), outwards(stack.frames, middleIndex(stack)));
  }

  /** The server's JPEG of the same frame, for as long as the frame itself is on its way. */
  async #showPreview(
    stage: Stage,
    stack: Stack,
    frame: FrameRef,
    early: Promise<EarlyPicture | undefined>,
  ): Promise<void> {
    const picture = await early;
    const isOfFrame = picture && isSameFrame(picture.frame, frame);
    const image = isOfFrame ? picture.image : await loadImage(renderedPath(frame, previewSize));
    if (stage.dismissed || stage.state.frame) return;
    stage.present(image, stack, frame, { fidelity: 'preview', voi: voiFromInstance(frame.instance) });
    void markShown('first-preview');
  }
}

/** An element for each of so many viewports, laid out as the comparison will be; the first is the one given. */
function stageElements(first: HTMLElement, count: number): HTMLElement[] {
  if (count === 1) return [first];
  const upright = matchMedia('(orientation: portrait)').matches;
  const { rows, columns } = comparisonLayout(count, upright);
  return Array.from({ length: count }, (_, index) => {
    const element = index === 0 ? first : document.createElement('div');
    element.className = first.className;
    if (index > 0) {
      element.hidden = true;
      document.body.append(element);
    }
    element.style.setProperty('--rows', String(rows));
    element.style.setProperty('--columns', String(columns));
    element.style.setProperty('--row', String(Math.floor(index / columns)));
    element.style.setProperty('--column', String(index % columns));
    return element;
  });
}
