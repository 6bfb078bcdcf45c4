/** The archive does not answer, or answers that it cannot work now. It may be back in seconds. */
export class ArchiveUnavailableError extends Error {
  override readonly name = 'ArchiveUnavailableError';
}

/** The archive answered a request with an error. */
export class ArchiveResponseError extends Error {
  override readonly name = 'ArchiveResponseError';
  readonly status: number;

  constructor(status: number, request: string, reason: string) {
    super(`The archive answered ${status} to ${request}: ${reason}`);
    this.status = status;
  }
}

/** The instance is there, the frame is not: no pixel data, or a number outside 1 to NumberOfFrames. */
export class NoSuchFrameError extends Error {
  override readonly name = 'NoSuchFrameError';
}

/** The frame cannot be cut out of the stored file. */
export class FrameUnreadableError extends Error {
  override readonly name = 'FrameUnreadableError';
}
