/** More frames are waiting than the pool takes: the caller should answer 503 and let the client come again. */
export class FrameQueueFullError extends Error {
  override readonly name = 'FrameQueueFullError';
  readonly code = 'frame-queue-full';

  constructor(priority: string, waiting: number, limit: number) {
    super(`${waiting} frames are waiting to be decoded, at priority "${priority}" ${limit} may wait`);
  }
}

/** Workers took too long over a frame, or died of it, as often as it is tried; they have been replaced. */
export class FrameWorkerError extends Error {
  override readonly name: string = 'FrameWorkerError';
  readonly code: string = 'frame-worker-failed';
}

/** The frame has cost workers their lives and is not tried any more; its name is in the message. */
export class FrameSetAsideError extends FrameWorkerError {
  override readonly name = 'FrameSetAsideError';
  override readonly code = 'frame-set-aside';
}

export class FramePoolClosedError extends Error {
  override readonly name = 'FramePoolClosedError';
  readonly code = 'frame-pool-closed';

  constructor() {
    super('The frame workers have been shut down');
  }
}
