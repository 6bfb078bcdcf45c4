/**
 * Yunying inside the page of a hospital information system: opens it in an iframe with a token that the HIS has signed, and speaks
 * with it. One file without dependencies; served as /yunying-embed.js. Described in docs/embedding.md.
 */

/** What a viewport shows, shortened to what a HIS needs; docs/api.md has all of it. */
export interface ViewportReport {
  index: number;
  kind: string | null;
  studyInstanceUID: string | null;
  seriesInstanceUID: string | null;
  sopInstanceUID: string | null;
  /** 1-based */
  frameNumber: number | null;
  sliceIndex: number;
  sliceCount: number;
  fidelity: 'preview' | 'partial' | 'lossless' | 'lossy';
}

/** The commonest calls of docs/api.md. All others are there as well: `call('setSlab', 0, {…})`. */
export interface Calls {
  open(studyUIDs: string[]): Promise<void>;
  compare(studyUIDs: string[]): Promise<void>;
  getViewports(): Promise<ViewportReport[]>;
  setLayout(layout: { rows: number; columns: number }): Promise<void>;
  show(index: number, target: { seriesInstanceUID: string }): Promise<void>;
  setWindow(index: number, window: { center: number; width: number }): Promise<void>;
  scrollTo(index: number, target: { sopInstanceUID: string } | { sliceIndex: number }): Promise<void>;
}

/** What can be listened to, with what is told. */
export interface Events {
  ready: { studyInstanceUids: string[] };
  'first-image': { index: number; seriesInstanceUid: string };
  'series-complete': { seriesInstanceUid: string; loaded: number; failed: number };
  selection: { index: number };
  measurement: unknown;
  error: { index?: number; code: string; message: string };
}

/** `ended`: by `close` or by a person; `closed`: the iframe was left or loaded again; `expired`: by the server. */
export type EndReason = 'ended' | 'closed' | 'expired';

export interface OpenOptions {
  /** Where Yunying is: `https://yunying.hospital.example`. */
  server: string;
  /** A new token of the HIS each time: each is taken once. A function is asked again when the iframe is loaded again. */
  token: string | (() => string | Promise<string>);
  /** Gets the iframe, which fills it. */
  container: HTMLElement;
  /** Of the iframe, for who does not see it. Default: 影像 */
  title?: string;
  /** How long to wait for the viewer, in ms. Default: 30 000 */
  connectMs?: number;
  /** Told when there is no session any more; to go on, open the viewer anew. */
  onEnd?: (reason: EndReason) => void;
}

/** What the viewer answers when a call fails. */
export class YunyingError extends Error {
  override readonly name = 'YunyingError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Viewer {
  readonly iframe: HTMLIFrameElement;
  /** What was opened, the current one first. */
  readonly studyInstanceUIDs: readonly string[];
  readonly mode: 'read' | 'compare';
  /** A command of docs/api.md. @throws YunyingError */
  call<Name extends keyof Calls>(method: Name, ...params: Parameters<Calls[Name]>): ReturnType<Calls[Name]>;
  call<Result = unknown>(method: string, ...params: unknown[]): Promise<Result>;
  /** Resolves with a function that ends it. @throws YunyingError */
  on<Name extends keyof Events>(event: Name, handler: (detail: Events[Name]) => void): Promise<() => void>;
  on(event: string, handler: (detail: unknown) => void): Promise<() => void>;
  /** Ends the session and takes the iframe away. */
  close(): Promise<void>;
}

interface Message {
  yunying: 1;
  id?: number;
  result?: unknown;
  error?: { code: string; message: string };
  event?: string;
  subscription?: number;
  detail?: unknown;
}

const apiVersion = '1.0';
const retryMs = 200;
const soonestReopenMs = 5000;
let lastName = 0;

/** Opens the viewer. Resolves when it answers; images come after that. @throws YunyingError `no-answer`: the token was refused, or this page may not hold the viewer */
export async function openViewer(options: OpenOptions): Promise<Viewer> {
  const opened = new OpenViewer(options);
  try {
    await opened.load();
  } catch (error) {
    await opened.close();
    throw error;
  }
  return opened;
}

class OpenViewer implements Viewer {
  readonly iframe: HTMLIFrameElement;
  studyInstanceUIDs: readonly string[] = [];
  mode: 'read' | 'compare' = 'read';
  readonly #options: OpenOptions;
  readonly #origin: string;
  readonly #answers = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #listening = new Set<{
    event: string;
    handler: (detail: unknown) => void;
    subscription: number;
  }>();
  #lastId = 0;
  #loadedAt = -Infinity;
  /** Whether the page that loads next is the one asked for. */
  #isAwaited = false;
  #over = false;

  constructor(options: OpenOptions) {
    this.#options = options;
    this.#origin = new URL(options.server, document.baseURI).origin;
    const iframe = document.createElement('iframe');
    lastName += 1;
    iframe.name = `yunying-${lastName}`;
    iframe.title = options.title ?? '影像';
    iframe.allow = 'fullscreen; clipboard-write';
    iframe.referrerPolicy = 'no-referrer';
    iframe.style.cssText = 'width:100%;height:100%;border:0;display:block';
    this.iframe = iframe;
    options.container.append(iframe);
    iframe.addEventListener('load', this.#onLoad);
    window.addEventListener('message', this.#onMessage);
  }

  async load(): Promise<void> {
    const { token, server } = this.#options;
    const text = typeof token === 'function' ? await token() : token;
    this.#loadedAt = performance.now();
    this.#isAwaited = true;
    // In the body of a form: an address with a token in it would stay in logs and histories.
    const form = document.createElement('form');
    form.method = 'post';
    form.action = `${server.replace(/\/+$/, '')}/embed`;
    form.target = this.iframe.name;
    form.hidden = true;
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = 'token';
    field.value = text;
    form.append(field);
    document.body.append(form);
    form.submit();
    form.remove();
    await this.#connect();
  }

  async #connect(): Promise<void> {
    const until = performance.now() + (this.#options.connectMs ?? 30_000);
    // The page may not listen yet when the first of these comes.
    while (!this.#over && performance.now() < until) {
      if (this.#hasLeftBlank()) {
        const id = this.#nextId();
        const answer = this.#answerTo(id);
        this.#post({ id, method: 'connect', params: { version: apiVersion } });
        const greeting = await Promise.race([answer, wait(retryMs)]);
        this.#answers.delete(id);
        if (greeting) {
          const { studyInstanceUIDs, mode } = greeting as Pick<Viewer, 'studyInstanceUIDs' | 'mode'>;
          this.studyInstanceUIDs = studyInstanceUIDs;
          this.mode = mode;
          return;
        }
      } else await wait(retryMs);
    }
    throw new YunyingError(
      'no-answer',
      'the viewer does not answer: the token was refused, or this page is not registered to hold it',
    );
  }

  /** Until then messages to it would be told as mistakes in the console. */
  #hasLeftBlank(): boolean {
    try {
      return this.iframe.contentWindow?.location.href !== 'about:blank';
    } catch {
      return true;
    }
  }

  async call(method: string, ...params: unknown[]): Promise<never> {
    return (await this.#ask(method, params)) as never;
  }

  async on(event: string, handler: (detail: never) => void): Promise<() => void> {
    const { subscription } = (await this.#ask('on', { event })) as { subscription: number };
    const listening = { event, handler: handler as (detail: unknown) => void, subscription };
    this.#listening.add(listening);
    return () => {
      if (!this.#listening.delete(listening) || this.#over) return;
      void this.#ask('off', { subscription: listening.subscription }).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    if (!this.#over) await Promise.race([this.#ask('end').catch(() => undefined), wait(1000)]);
    this.#end();
    this.iframe.remove();
  }

  #ask(method: string, params?: unknown): Promise<unknown> {
    if (this.#over) return Promise.reject(new YunyingError('session-ended', 'the viewer is closed'));
    const id = this.#nextId();
    const answer = this.#answerTo(id);
    this.#post({ id, method, params });
    return answer;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #answerTo(id: number): Promise<unknown> {
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  #post(message: object): void {
    this.iframe.contentWindow?.postMessage({ yunying: 1, ...message }, this.#origin);
  }

  /** The iframe was left or loaded again. What the page says while it goes comes from nobody: browsers have forgotten its window. */
  readonly #onLoad = (): void => {
    if (!this.#hasLeftBlank() || this.#over) return;
    if (this.#isAwaited) this.#isAwaited = false;
    else this.#ended('closed');
  };

  readonly #onMessage = ({ source, origin, data }: MessageEvent<Message | undefined>): void => {
    if (source !== this.iframe.contentWindow || origin !== this.#origin || data?.yunying !== 1) return;
    const { id, result, error, event, subscription, detail } = data;
    if (id !== undefined) {
      const waiting = this.#answers.get(id);
      this.#answers.delete(id);
      if (error) waiting?.reject(new YunyingError(error.code, error.message));
      else waiting?.resolve(result);
    } else if (event === 'session-ended') {
      const { reason } = detail as { reason: EndReason };
      if (reason !== 'closed') this.#ended(reason);
    } else for (const one of this.#listening) if (one.subscription === subscription) one.handler(detail);
  };

  #ended(reason: EndReason): void {
    const { token, onEnd } = this.#options;
    const again =
      reason === 'closed' &&
      typeof token === 'function' &&
      this.iframe.isConnected &&
      performance.now() - this.#loadedAt > soonestReopenMs;
    this.#rejectAll();
    if (!again) {
      this.#end();
      onEnd?.(reason);
      return;
    }
    this.#reopen().catch(() => {
      this.#end();
      onEnd?.(reason);
    });
  }

  /** The iframe was loaded again, by a person or the browser: it goes on with another token. */
  async #reopen(): Promise<void> {
    await this.load();
    for (const listening of this.#listening) {
      const { subscription } = (await this.#ask('on', { event: listening.event })) as {
        subscription: number;
      };
      listening.subscription = subscription;
    }
  }

  #end(): void {
    this.#over = true;
    this.iframe.removeEventListener('load', this.#onLoad);
    window.removeEventListener('message', this.#onMessage);
    this.#rejectAll();
  }

  #rejectAll(): void {
    for (const { reject } of this.#answers.values())
      reject(new YunyingError('session-ended', 'the session of the viewer has ended'));
    this.#answers.clear();
  }
}

const wait = (ms: number): Promise<undefined> =>
  new Promise((resolve) => setTimeout(() => resolve(undefined), ms));

declare global {
  var yunyingEmbed: { openViewer: typeof openViewer } | undefined;
}

/** For pages that cannot import. */
globalThis.yunyingEmbed = { openViewer };
