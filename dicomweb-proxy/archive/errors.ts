/** The archive does not answer, or answers that it cannot work now. It may be back in seconds. */
export class ArchiveUnavailableError extends Error {
  override readonly name: string = 'ArchiveUnavailableError';
}

/** It broke off while it was working on the request: it may have died of it. */
export class ArchiveBrokeOffError extends ArchiveUnavailableError {
  override readonly name = 'ArchiveBrokeOffError';
}

/** The archive answered a request with an error. */
export class ArchiveResponseError extends Error {
  override readonly name = 'ArchiveResponseError';
  readonly status: number;
  /** Orthanc's number for what went wrong (OrthancStatus), where it says one. */
  readonly code: number | undefined;

  constructor(status: number, request: string, reason: string, code?: number) {
    super(`The archive answered ${status} to ${request}: ${reason}`);
    this.status = status;
    this.code = code;
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

/** The archive died of this instance again and again, so it is not asked for it for now. */
export class InstanceSetAsideError extends Error {
  override readonly name = 'InstanceSetAsideError';
}
