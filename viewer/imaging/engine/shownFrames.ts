import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';

/**
 * The frame in each viewport. The engine knows images by a string only; this is where the string becomes a frame
 * and its pixels again.
 */
export class ShownFrames {
  readonly #frames = new Map<string, { frame: FrameRef; loaded: LoadedFrame }>();

  set(viewportId: string, frame: FrameRef, loaded: LoadedFrame): void {
    this.#frames.set(viewportId, { frame, loaded });
  }

  remove(viewportId: string): void {
    this.#frames.delete(viewportId);
  }

  get(imageId: string): { frame: FrameRef; loaded: LoadedFrame } | undefined {
    for (const shown of this.#frames.values()) if (shown.frame.imageId === imageId) return shown;
    return undefined;
  }
}
