export { FramePoolClosedError, FrameQueueFullError, FrameSetAsideError, FrameWorkerError } from './errors.ts';
export { createFramePool, type FramePool, type FramePoolOptions, type JobOptions } from './FramePool.ts';
export type { FramesSetAside, FrameSubject } from './FrameSubject.ts';
export type {
  AsStored,
  CoverOfFrame,
  FramePresentation,
  IndependentCheck,
  JpegSize,
  OverlayOfFrame,
  PreparedFrame,
  PreparedHtj2k,
} from './jobs.ts';
export { presentationFromInstance } from './presentationFromInstance.ts';
export type { JobPriority } from './PriorityQueue.ts';

/** A thumbnail is a rendered JPEG of at most this size. */
export const thumbnailSize = { maxWidth: 128, maxHeight: 128, quality: 80 } as const;
