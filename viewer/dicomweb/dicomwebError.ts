/** What the DICOMweb service answered instead of what was asked for. */
export class DicomwebError extends Error {
  override name = 'DicomwebError';
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** The service's own word for it (`study-not-found`, `archive-unavailable`); `network` when no answer came. */
  readonly code: string;
  /** Seconds after which the service wants to be asked again, of Retry-After. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, code: string, message: string, retryAfterSeconds?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether the same request may succeed a little later: archive down, server restarting, network gone. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || (this.status >= 502 && this.status <= 504);
  }
}

/** Reads `{ error: { code, message } }` from an answer that is not ok; makes do with the status where the body is something else. */
export async function readError(response: Response): Promise<DicomwebError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  const code = typeof error?.code === 'string' ? error.code : `http-${response.status}`;
  const message =
    typeof error?.message === 'string' ? error.message : `${response.status} ${response.statusText}`.trim();
  const retryAfter = Number(response.headers.get('Retry-After') ?? NaN);
  return new DicomwebError(
    response.status,
    code,
    message,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

/** For `fetch(..).catch(networkError)`: throws a DicomwebError for a request that got no answer; an abort stays an abort. */
export function networkError(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error;
  throw new DicomwebError(0, 'network', error instanceof Error ? error.message : String(error));
}
