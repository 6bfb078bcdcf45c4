import type { FrameRef } from '../series/frameRef.ts';
import type { FrameLoader, FrameStatus } from './frameLoader.ts';
import type { LoadedFrame } from './loadedFrame.ts';

/** Where a viewport gets its pixels from: frames that are stored, or slices computed from many of them. */
export interface FrameSource {
  /** The frame, as soon as can be. Rejects with a FrameError. */
  load(frame: FrameRef): Promise<LoadedFrame>;
  status(frame: FrameRef): FrameStatus;
  /** Replaces what is to be loaded ahead for `owner`, in this order. */
  prefetch(owner: string, frames: readonly FrameRef[]): void;
  /** Lets a failed frame be tried again. */
  forget(frame: FrameRef): void;
}

/** The frames as they are stored. */
export const storedFrames = (loader: FrameLoader): FrameSource => ({
  load: (frame) => loader.load(frame),
  status: ({ imageId }) => loader.status(imageId),
  prefetch: (owner, frames) => loader.prefetch(owner, frames),
  forget: ({ imageId }) => loader.forget(imageId),
});
