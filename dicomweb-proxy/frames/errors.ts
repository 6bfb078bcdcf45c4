/** More frames are waiting than the pool takes: the caller should answer 503 and let the client come again. */
export class FrameQueueFullError extends Error {
  override readonly name = 'FrameQueueFullError';
  readonly code = 'frame-queue-full';

  constructor(priority: string, waiting: number, limit: number) {
    super(`${waiting} frames are waiting to be decoded, at priority "${priority}" ${limit} may wait`);
  }
}

/** A worker took too long over a frame, or died of it; it has been replaced. The frame is the suspect. */
export class FrameWorkerError extends Error {
  override readonly name = 'FrameWorkerError';
  readonly code = 'frame-worker-failed';
}

export class FramePoolClosedError extends Error {
  override readonly name = 'FramePoolClosedError';
  readonly code = 'frame-pool-closed';

  constructor() {
    super('The frame workers have been shut down');
  }
}
