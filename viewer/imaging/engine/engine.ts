import {
  cache,
  Enums,
  eventTarget,
  getShouldUseCPURendering,
  imageLoader,
  init as initCore,
  metaData,
  RenderingEngine,
} from '@cornerstonejs/core';
import type { FrameLoader } from '../frames/frameLoader.ts';
import { FrameRegistry } from './frameRegistry.ts';
import { createMetadataProvider } from './metadataProvider.ts';
import { startTools, type Tools } from './tools.ts';
import { toEngineImage } from './toEngineImage.ts';

/** Room above the frame loader's budget, so that the engine's cache never evicts by itself: the loader decides. */
const cacheHeadroom = 1.5;

/**
 * Cornerstone3D, set up once per page: our frames as its images, our metadata, one rendering engine, one tool
 * group. Where the browser has no WebGL it draws on the CPU and `cpu` says so.
 */
export class Engine {
  readonly rendering: RenderingEngine;
  readonly tools: Tools;
  readonly registry = new FrameRegistry();
  readonly cpu: boolean;

  constructor(loader: FrameLoader, maxBytes: number) {
    initCore({
      isMobile: matchMedia('(pointer: coarse)').matches,
      rendering: { webGlContextCount: 2 },
      debug: {},
    });
    this.cpu = getShouldUseCPURendering();
    cache.setMaxCacheSize(maxBytes * cacheHeadroom);
    metaData.addProvider(createMetadataProvider(this.registry), 10_000);
    imageLoader.registerImageLoader('yunying', (imageId: string) => ({
      promise: this.#load(loader, imageId),
    }));
    loader.addEventListener('evicted', (event) => forgetImage((event as CustomEvent<string>).detail));
    this.tools = startTools();
    this.rendering = new RenderingEngine('reading-room');
  }

  /** Calls `handler` when the browser takes the WebGL context away; the returned function ends that. */
  onContextLost(handler: () => void): () => void {
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, handler);
    return () => eventTarget.removeEventListener(Enums.Events.WEBGL_CONTEXT_LOST, handler);
  }

  async #load(loader: FrameLoader, imageId: string) {
    const frame = this.registry.get(imageId);
    if (!frame) throw new Error(`no frame is registered as ${imageId}`);
    return toEngineImage(frame, await loader.load(frame));
  }
}

function forgetImage(imageId: string): void {
  if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId, { force: true });
}
