import type { FrameLoader } from '../frames/frameLoader.ts';
import type { Stack } from '../series/stack.ts';

/** How much of a series is in the page. */
export interface SeriesProgress {
  seriesInstanceUid: string;
  total: number;
  loaded: number;
  failed: number;
}

export function progressOf(loader: FrameLoader, stack: Stack): SeriesProgress {
  let loaded = 0;
  let failed = 0;
  for (const { imageId } of stack.frames) {
    const status = loader.status(imageId);
    if (status === 'loaded') loaded++;
    else if (status === 'failed') failed++;
  }
  return { seriesInstanceUid: stack.seriesInstanceUid, total: stack.frames.length, loaded, failed };
}

/** Says once for each shown series that it has arrived as a whole. */
export class SeriesProgressWatch {
  readonly #loader: FrameLoader;
  readonly #onComplete: (progress: SeriesProgress) => void;
  readonly #waiting = new Map<number, Stack>();
  #scheduled = false;

  constructor(loader: FrameLoader, onComplete: (progress: SeriesProgress) => void) {
    this.#loader = loader;
    this.#onComplete = onComplete;
    loader.addEventListener('status', this.#schedule);
  }

  /** Watches the series in a viewport instead of the one before. */
  watch(viewportIndex: number, stack: Stack): void {
    this.#waiting.set(viewportIndex, stack);
    this.#schedule();
  }

  close(): void {
    this.#loader.removeEventListener('status', this.#schedule);
    this.#waiting.clear();
  }

  /** Many frames arrive in a moment; they are counted once. */
  readonly #schedule = (): void => {
    if (this.#scheduled || this.#waiting.size === 0) return;
    this.#scheduled = true;
    setTimeout(() => {
      this.#scheduled = false;
      this.#check();
    }, 20);
  };

  #check(): void {
    for (const [index, stack] of this.#waiting) {
      const progress = progressOf(this.#loader, stack);
      if (progress.total === 0 || progress.loaded + progress.failed < progress.total) continue;
      this.#waiting.delete(index);
      this.#onComplete(progress);
    }
  }
}
