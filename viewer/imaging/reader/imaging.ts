import type { Engine } from '../engine/index.ts';
import { warmGraphics } from '../engine/warmGraphics.ts';
import type { StackView } from '../viewport/index.ts';
import type { VolumeScene } from '../volume3d/volumeScene.ts';
import { frameBudget } from '../frames/frameBudget.ts';
import { FrameLoader } from '../frames/frameLoader.ts';

/**
 * What the page needs once to show images: the loader of frames at once, the engine (a megabyte of script)
 * when it is first asked for.
 */
export class Imaging {
  readonly #budget = frameBudget();
  readonly loader = new FrameLoader(this.#budget);
  /** What one volume may take in the worker that cuts it, bytes: as much as the frames in the page. */
  readonly maxVolumeBytes = this.#budget.maxBytes;
  #engine: Promise<EngineRoom> | undefined;

  /** Has the engine's script ready before a study is opened, when the page has nothing better to do. */
  warmUp(): void {
    const load = (): void => void import('./engineRoom.ts').catch(() => undefined);
    // Safari has learnt of idle time only lately.
    if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 5000 });
    else setTimeout(load, 1000);
  }

  /** Loads and starts the engine; the same one at every call. Rejects when its script cannot be fetched or started. */
  engineRoom(): Promise<EngineRoom> {
    this.#engine ??= this.#startEngine();
    this.#engine.catch(() => (this.#engine = undefined));
    return this.#engine;
  }

  #startEngine(): Promise<EngineRoom> {
    warmGraphics();
    return import('./engineRoom.ts').then(({ Engine, StackView, VolumeScene }) => ({
      engine: new Engine(),
      StackView,
      VolumeScene,
    }));
  }
}

/** The engine and what stands on it. */
export interface EngineRoom {
  engine: Engine;
  StackView: typeof StackView;
  VolumeScene: typeof VolumeScene;
}
