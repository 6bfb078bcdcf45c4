import type { Automation, AutomationEvents } from '../automation/index.ts';

/** Of the form of messages, and of the commands (`window.yunying`). */
export const protocolVersion = 1;
export const apiVersion = '1.0';

/** What is told without being asked, once a page is connected. */
export type LinkEvent = 'session-ended';

export interface ParentLinkTools {
  /** Where messages arrive, and who may send them. */
  self: Pick<Window, 'addEventListener' | 'removeEventListener'>;
  parent: { postMessage(message: unknown, targetOrigin: string): void };
  origins: readonly string[];
  /** What is told to who connects. */
  greeting: Readonly<Record<string, unknown>>;
  /** Calls `listener` with the commands of the room that is open, at once where there is one and with each other one. */
  followAutomation: (listener: (automation: Automation | undefined) => void) => () => void;
  /** Ends the session. */
  end: () => Promise<void>;
}

interface Request {
  readonly id: string | number;
  readonly method: string;
  readonly params: unknown;
}

type EventName = keyof AutomationEvents;

interface Subscription {
  readonly event: EventName;
  stop: Promise<() => void> | undefined;
}

/** Told to who asks for what there is not, or in a way that is not meant. */
class CallError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const eventNames = {
  ready: true,
  'first-image': true,
  'object-shown': true,
  'series-complete': true,
  'mpr-complete': true,
  selection: true,
  registration: true,
  measurement: true,
  error: true,
} as const satisfies Record<EventName, true>;

const longestWaitMs = 30_000;

/**
 * The commands of `window.yunying` as messages: `{yunying: 1, id, method, params}` is answered by `{yunying: 1, id, result | error}`.
 * Only the page that holds this one is heard, and only where its origin is one of the HIS; what is said goes to that origin alone. To
 * anybody else this page is silent.
 */
export class ParentLink {
  readonly #tools: ParentLinkTools;
  readonly #stopFollowing: () => void;
  readonly #subscriptions = new Map<number, Subscription>();
  #connectedTo: string | undefined;
  #automation: Automation | undefined;
  #waiting = Promise.withResolvers<Automation>();
  #lastSubscription = 0;

  constructor(tools: ParentLinkTools) {
    this.#tools = tools;
    tools.self.addEventListener('message', this.#onMessage);
    this.#stopFollowing = tools.followAutomation((automation) => this.#follow(automation));
  }

  close(): void {
    this.#tools.self.removeEventListener('message', this.#onMessage);
    this.#stopFollowing();
  }

  /** Told to who is connected; to nobody else. */
  tell(event: LinkEvent, detail: unknown): void {
    this.#send({ event, detail });
  }

  readonly #onMessage = (happened: Event): void => {
    const { source, origin, data } = happened as MessageEvent<unknown>;
    if (source !== this.#tools.parent || !this.#tools.origins.includes(origin)) return;
    if (typeof data !== 'object' || data === null || !('yunying' in data)) return;
    const { yunying, id, method, params } = data as Record<string, unknown>;
    if ((typeof id !== 'string' && typeof id !== 'number') || typeof method !== 'string') return;
    void this.#answer(origin, yunying, { id, method, params });
  };

  async #answer(origin: string, version: unknown, request: Request): Promise<void> {
    const { id } = request;
    try {
      if (version !== protocolVersion)
        throw new CallError('unknown-version', `messages have the form ${protocolVersion} here`);
      this.#post(origin, { id, result: (await this.#call(origin, request)) ?? null });
    } catch (error) {
      this.#post(origin, { id, error: toldOf(error) });
    }
  }

  #post(origin: string, message: Record<string, unknown>): void {
    const whole = { yunying: protocolVersion, ...message };
    try {
      this.#tools.parent.postMessage(whole, origin);
    } catch {
      const error = { code: 'failed', message: 'the answer cannot be sent as a message' };
      if ('id' in message)
        this.#tools.parent.postMessage({ yunying: protocolVersion, id: message.id, error }, origin);
    }
  }

  #send(message: Record<string, unknown>): void {
    if (this.#connectedTo !== undefined) this.#post(this.#connectedTo, message);
  }

  async #call(origin: string, { method, params }: Request): Promise<unknown> {
    if (method === 'connect') return this.#connect(origin, params);
    if (this.#connectedTo !== origin) throw new CallError('not-connected', 'the first message is connect');
    if (method === 'end') return this.#tools.end();
    if (method === 'on') return this.#subscribe(fieldOf(params, 'event'));
    if (method === 'off') return this.#unsubscribe(fieldOf(params, 'subscription'));
    if (params !== undefined && !Array.isArray(params))
      throw new CallError('invalid', 'params has to be the list of what the call takes');
    const automation = await this.#ready();
    const call: unknown = Object.hasOwn(automation, method)
      ? automation[method as keyof Automation]
      : undefined;
    if (typeof call !== 'function') throw new CallError('unknown-method', `there is no ${method} here`);
    return (call as (...given: unknown[]) => Promise<unknown>)(...((params as unknown[] | undefined) ?? []));
  }

  #connect(origin: string, params: unknown): unknown {
    const version = fieldOf(params, 'version');
    if (version !== apiVersion)
      throw new CallError('unknown-version', `the commands have version ${apiVersion} here`);
    // Whoever connects anew (its page was loaded again) has forgotten what it listened to.
    for (const id of [...this.#subscriptions.keys()]) this.#unsubscribe(id);
    this.#connectedTo = origin;
    return { version: apiVersion, ...this.#tools.greeting };
  }

  #ready(): Promise<Automation> {
    const timer = new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new CallError('not-ready', 'nothing is open yet')), longestWaitMs),
    );
    return Promise.race([this.#waiting.promise, timer]);
  }

  #subscribe(event: unknown): { subscription: number } {
    if (typeof event !== 'string' || !Object.hasOwn(eventNames, event))
      throw new CallError('unknown-event', `there is no event ${String(event)} here`);
    this.#lastSubscription += 1;
    const made: Subscription = { event: event as EventName, stop: undefined };
    const id = this.#lastSubscription;
    this.#subscriptions.set(id, made);
    // The answer goes before the first event.
    setTimeout(() => this.#listen(id, made));
    return { subscription: id };
  }

  #unsubscribe(id: unknown): boolean {
    const subscription = typeof id === 'number' ? this.#subscriptions.get(id) : undefined;
    if (!subscription) return false;
    this.#subscriptions.delete(id as number);
    void subscription.stop?.then((stop) => stop());
    return true;
  }

  #listen(id: number, subscription: Subscription): void {
    const { event } = subscription;
    if (!this.#automation || this.#subscriptions.get(id) !== subscription) return;
    subscription.stop = this.#automation.on(event, (detail) => {
      if (this.#subscriptions.has(id)) this.#send({ event, subscription: id, detail });
    });
  }

  /** Another study is read in another room, whose events are heard as those of the one before. */
  #follow(automation: Automation | undefined): void {
    const before = this.#automation;
    this.#automation = automation;
    for (const subscription of this.#subscriptions.values()) {
      void subscription.stop?.then((stop) => stop());
      subscription.stop = undefined;
    }
    if (!automation) {
      // Who waits already waits on.
      if (before) this.#waiting = Promise.withResolvers();
      return;
    }
    if (before) this.#waiting = Promise.withResolvers();
    this.#waiting.resolve(automation);
    for (const [id, subscription] of this.#subscriptions) this.#listen(id, subscription);
  }
}

const fieldOf = (params: unknown, name: string): unknown =>
  typeof params === 'object' && params !== null ? (params as Record<string, unknown>)[name] : undefined;

function toldOf(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string') return { code, message };
  return { code: error instanceof RangeError || error instanceof TypeError ? 'invalid' : 'failed', message };
}
