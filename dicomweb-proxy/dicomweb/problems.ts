import {
  FrameDecodeError,
  MissingAttributeError,
  UnsupportedTransferSyntaxError,
} from '../../pixels/index.ts';
import {
  ArchiveResponseError,
  ArchiveUnavailableError,
  FrameUnreadableError,
  InstanceSetAsideError,
  NoSuchFrameError,
} from '../archive/index.ts';
import {
  FramePoolClosedError,
  FrameQueueFullError,
  FrameSetAsideError,
  FrameWorkerError,
} from '../frames/index.ts';

/** An answer that is an error: status, a code for programs, a text for people. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badParameter = (name: string, value: unknown, allowed: string): HttpProblem =>
  new HttpProblem(400, 'bad-parameter', `${name}=${shorten(value)} is not allowed: ${allowed}`);

export const notFound = (what: 'study' | 'series' | 'instance' | 'frame', uid: string): HttpProblem =>
  new HttpProblem(404, `${what}-not-found`, `The archive has no ${what} ${uid}`);

export const notAcceptable = (message: string): HttpProblem =>
  new HttpProblem(406, 'not-acceptable', message);

const shorten = (value: unknown): string => String(value).slice(0, 100);

const retrySoon = { 'retry-after': '2' };

/** How an error is told to the client; undefined for what nobody foresaw. */
export function problemOf(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof ArchiveUnavailableError) {
    return new HttpProblem(503, 'archive-unavailable', 'The image archive does not answer', retrySoon);
  }
  if (error instanceof FrameQueueFullError || error instanceof FramePoolClosedError) {
    return new HttpProblem(503, error.code, error.message, retrySoon);
  }
  if (error instanceof NoSuchFrameError) return new HttpProblem(404, 'frame-not-found', error.message);
  if (error instanceof FrameUnreadableError) return new HttpProblem(422, 'frame-unreadable', error.message);
  if (error instanceof InstanceSetAsideError) {
    return new HttpProblem(422, 'instance-set-aside', error.message);
  }
  if (error instanceof FrameSetAsideError) return new HttpProblem(422, error.code, error.message);
  if (error instanceof UnsupportedTransferSyntaxError) {
    return new HttpProblem(422, 'transfer-syntax-not-supported', error.message);
  }
  if (error instanceof FrameDecodeError || error instanceof FrameWorkerError) {
    return new HttpProblem(422, 'frame-not-decodable', error.message);
  }
  if (error instanceof MissingAttributeError) {
    return new HttpProblem(422, 'attribute-missing', error.message);
  }
  if (error instanceof ArchiveResponseError) {
    return new HttpProblem(502, 'archive-error', error.message);
  }
  return undefined;
}
