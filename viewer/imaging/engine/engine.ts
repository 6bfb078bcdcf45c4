import {
  cache,
  Enums,
  eventTarget,
  getShouldUseCPURendering,
  imageLoader,
  init as initCore,
  metaData,
  RenderingEngine,
  setUseCPURendering,
  type Types,
} from '@cornerstonejs/core';
import { FrameError, type LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { createMetadataProvider } from './metadataProvider.ts';
import { ShownFrames } from './shownFrames.ts';
import { startTools, type Tools } from './tools.ts';
import { toEngineImage } from './toEngineImage.ts';

/** Graphics memory lost so many times within so long will be lost again. */
const often = 3;
const oftenMs = 120_000;

/**
 * Cornerstone3D, set up once per page: our frames as its images, our metadata, one rendering engine, one tool
 * group. Where the browser has no WebGL it draws on the CPU and `cpu` says so.
 */
export class Engine {
  readonly tools: Tools;
  readonly shown = new ShownFrames();
  #rendering: RenderingEngine;
  #restarts: number[] = [];

  constructor() {
    initCore({
      isMobile: matchMedia('(pointer: coarse)').matches,
      rendering: { webGlContextCount: 1 },
      debug: {},
    });
    metaData.addProvider(createMetadataProvider(this.shown), 10_000);
    imageLoader.registerImageLoader('yunying', (imageId: string) => ({ promise: this.#image(imageId) }));
    this.tools = startTools();
    this.#rendering = new RenderingEngine('reading-room');
  }

  get rendering(): RenderingEngine {
    return this.#rendering;
  }

  /** Whether it draws on the CPU: slower, and without smoothness between pixels of its own. */
  get cpu(): boolean {
    return getShouldUseCPURendering();
  }

  /** Begins anew with fresh graphics memory, or on the CPU after it was lost often. All viewports have to be gone. */
  restart(): void {
    this.#rendering.destroy();
    const now = performance.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < oftenMs), now];
    if (this.#restarts.length >= often) setUseCPURendering(true);
    this.#rendering = new RenderingEngine('reading-room');
  }

  /** Calls `handler` when the browser takes the WebGL context away; the returned function ends that. */
  onContextLost(handler: () => void): () => void {
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, handler);
    return () => eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, handler);
  }

  /** Draws a frame's pixels in the viewport. The values are not copied and nothing of them is kept in the engine's cache. */
  async draw(viewportId: string, frame: FrameRef, loaded: LoadedFrame, first: boolean): Promise<void> {
    const viewport = this.rendering.getViewport(viewportId) as Types.IStackViewport;
    if (first) {
      this.shown.set(viewportId, frame, loaded);
      await viewport.setStack([frame.imageId]);
      forgetImage(frame.imageId);
    } else this.redraw(viewportId, frame, loaded);
    // The engine keeps to itself what it could not take.
    if (viewport.getCornerstoneImage()?.imageId !== frame.imageId)
      throw new FrameError('decode', 'the image engine did not take the image');
  }

  /** Draws other pixels in a viewport that has had a picture. */
  redraw(viewportId: string, frame: FrameRef, loaded: LoadedFrame): void {
    const viewport = this.rendering.getViewport(viewportId) as Types.IStackViewport;
    this.shown.set(viewportId, frame, loaded);
    viewport.renderImageObject(toEngineImage(frame, loaded));
    viewport.render();
  }

  async #image(imageId: string): Promise<Types.IImage> {
    const shown = this.shown.get(imageId);
    if (!shown) throw new Error(`no viewport shows ${imageId}`);
    return toEngineImage(shown.frame, shown.loaded);
  }
}

function forgetImage(imageId: string): void {
  if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
}
