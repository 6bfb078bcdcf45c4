import type { FrameRef } from '../series/frameRef.ts';
import type { FrameStatus } from './frameLoader.ts';
import type { LoadedFrame } from './loadedFrame.ts';

/** Where a viewport gets its pixels from: frames that are stored, or slices computed from many of them. */
export interface FrameSource {
  /** The frame, as soon as can be, for `owner`, whose earlier wishes may be dropped. Rejects with a FrameError. */
  load(frame: FrameRef, owner: string): Promise<LoadedFrame>;
  status(frame: FrameRef): FrameStatus;
  /** Replaces what is to be loaded ahead for `owner`, in this order. */
  prefetch(owner: string, frames: readonly FrameRef[]): void;
  /** Lets a failed frame be tried again. */
  forget(frame: FrameRef): void;
}
