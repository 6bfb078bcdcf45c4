import type { FrameRef } from '../series/frameRef.ts';

/**
 * The frames the engine may ask for by their imageId. The engine knows images by a string only; this is where
 * the string becomes a frame again.
 */
export class FrameRegistry {
  readonly #frames = new Map<string, FrameRef>();

  add(frames: readonly FrameRef[]): void {
    for (const frame of frames) this.#frames.set(frame.imageId, frame);
  }

  clear(): void {
    this.#frames.clear();
  }

  get(imageId: string): FrameRef | undefined {
    return this.#frames.get(imageId);
  }
}
