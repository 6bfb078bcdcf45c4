import { Pool, type Dispatcher } from 'undici';
import type { ArchiveConnection } from './ArchiveConnection.ts';
import { ArchiveBrokeOffError, ArchiveResponseError, ArchiveUnavailableError } from './errors.ts';

type Body = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * `control`: small questions that must not queue behind frames; `upload` and `download`: whole files on their way from and
 * to clients, which hold their connection for as long as the slowest of them likes.
 */
type Lane = 'bulk' | 'control' | 'upload' | 'download';

export interface ArchiveRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  body?: Body;
  headers?: Record<string, string>;
  lane?: Lane;
  signal?: AbortSignal | undefined;
  /** How long the whole answer may take, the wait for a connection included; of `json` and `bytes` only. */
  withinMs?: number;
}

/** Orthanc has 50 threads, and 40 connections are what it stands well (50 x 50 MB is 2.5 GB in it). */
const connections = { bulk: 20, control: 4, upload: 8, download: 8 } as const;

const unavailableStatuses = new Set([502, 503, 504]);
/** The metadata of thousands of slices takes Orthanc long. Small questions are answered soon or not at all. */
const withinMs = { bulk: 60_000, control: 30_000, upload: 60_000, download: 60_000 } as const;
/** Nobody is kept waiting for what was found to be down a moment ago; small questions find out when it is back. */
const downForMs = 1_000;

/** Requests to Orthanc over kept-alive connections, at most 40 at once. */
export class OrthancClient {
  readonly #pools: Record<Lane, Pool>;
  readonly #basePath: string;
  readonly #authorization: Record<string, string>;
  #downUntil = -Infinity;

  constructor({ url, username, password }: ArchiveConnection) {
    const { origin, pathname } = new URL(url);
    const pool = (size: number): Pool =>
      new Pool(origin, {
        connections: size,
        // Orthanc 1.10 keeps a connection for one second; undici's default margin of a second would keep none.
        keepAliveTimeoutThreshold: 200,
        headersTimeout: withinMs.bulk,
        bodyTimeout: withinMs.bulk,
        connect: { timeout: 5_000 },
      });
    const { bulk, control, upload, download } = connections;
    this.#pools = {
      bulk: pool(bulk),
      control: pool(control),
      upload: pool(upload),
      download: pool(download),
    };
    this.#basePath = pathname.replace(/\/$/, '');
    const secret = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
    this.#authorization = username === undefined ? {} : { authorization: `Basic ${secret}` };
  }

  async json<T>(path: string, request: ArchiveRequest = {}): Promise<T> {
    return JSON.parse((await this.bytes(path, request)).toString('utf8')) as T;
  }

  async bytes(path: string, request: ArchiveRequest = {}): Promise<Buffer> {
    const limit = request.withinMs ?? withinMs[request.lane ?? 'bulk'];
    const timeout = Number.isFinite(limit) ? AbortSignal.timeout(limit) : new AbortController().signal;
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      const { body } = await this.stream(path, { ...request, signal });
      try {
        return Buffer.from(await body.arrayBuffer());
      } catch (error) {
        if (signal.aborted) throw error;
        throw new ArchiveBrokeOffError(`The archive broke off while answering ${path}`, { cause: error });
      }
    } catch (error) {
      if (!timeout.aborted || request.signal?.aborted) throw error;
      const message = `The archive did not answer ${path} within ${limit} ms`;
      throw new ArchiveUnavailableError(message, { cause: error });
    }
  }

  /**
   * The answer as it comes. The caller must read or destroy the body.
   * @throws ArchiveUnavailableError when nothing answers, ArchiveResponseError for any other status than 2xx
   */
  async stream(path: string, request: ArchiveRequest = {}): Promise<Dispatcher.ResponseData> {
    const method = request.method ?? 'GET';
    const response = await this.#send(path, method, request);
    if (response.statusCode < 300) return response;
    const text = await response.body.text().catch(() => '');
    const name = `${method} ${path}`;
    if (unavailableStatuses.has(response.statusCode)) {
      throw new ArchiveUnavailableError(`The archive answered ${response.statusCode} to ${name}`);
    }
    if (response.statusCode === 401 || response.statusCode === 403) {
      throw new ArchiveUnavailableError('The archive refuses our credentials');
    }
    const { reason, code } = reasonOf(text);
    throw new ArchiveResponseError(response.statusCode, name, reason, code);
  }

  async #send(path: string, method: string, request: ArchiveRequest): Promise<Dispatcher.ResponseData> {
    const { lane = 'bulk', body, headers, signal } = request;
    const options = {
      path: `${this.#basePath}${path}`,
      method: method as Dispatcher.HttpMethod,
      headers: { ...this.#authorization, ...headers },
      body: (body ?? null) as Dispatcher.DispatchOptions['body'],
      ...(signal ? { signal } : {}),
    };
    if (lane !== 'control' && performance.now() < this.#downUntil) {
      throw new ArchiveUnavailableError('The archive did not answer a moment ago');
    }
    let brokeOff: unknown;
    for (;;) {
      try {
        const response = await this.#pools[lane].request(options);
        this.#downUntil = -Infinity;
        return response;
      } catch (error) {
        if (signal?.aborted) throw error;
        // A kept-alive connection may be closed by the other side just as it is used: that is no failure.
        const again = method === 'GET' && brokeOff === undefined;
        if (isSocketError(error)) brokeOff = error;
        if (again && brokeOff !== undefined) continue;
        // A sender that leaves ends its own connection only.
        if (isUnreachable(error) || (method === 'GET' && brokeOff !== undefined)) {
          this.#downUntil = performance.now() + downForMs;
        }
        const Failure = brokeOff === undefined ? ArchiveUnavailableError : ArchiveBrokeOffError;
        throw new Failure(`The archive does not answer (${describe(error)})`, { cause: error });
      }
    }
  }

  /** For metrics: requests that run and that wait for a connection. */
  load(): { running: number; waiting: number } {
    const stats = Object.values(this.#pools).map((pool) => pool.stats);
    return {
      running: stats.reduce((sum, { running }) => sum + running, 0),
      waiting: stats.reduce((sum, { queued }) => sum + queued, 0),
    };
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()));
  }
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const isUnreachable = (error: unknown): boolean =>
  unreachableCodes.has((error as { code?: string }).code ?? '');

function isSocketError(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? message ?? String(error);
}

function reasonOf(text: string): { reason: string; code?: number } {
  try {
    const { Details, Message, OrthancStatus } = JSON.parse(text) as {
      Details?: string;
      Message?: string;
      OrthancStatus?: number;
    };
    const reason = Details ?? Message ?? 'no reason given';
    return OrthancStatus === undefined ? { reason } : { reason, code: OrthancStatus };
  } catch {
    return { reason: text.slice(0, 200) || 'no reason given' };
  }
}
