import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, RESP_TYPES, type RedisClientType } from '@redis/client';
import type { Logger } from 'pino';

const retryMs = 500;
const connectTimeoutMs = 2_000;
/** A Redis that stands still without closing its connections is noticed by these. */
const pingEveryMs = 2_000;
const silentForMs = 5_000;
/** Of a healthy Redis an answer takes less than a millisecond. */
const commandTimeoutMs = 200;
/** After an answer that did not come in time nobody else waits for one, for so long. */
const pauseMs = 2_000;

/** Texts come as bytes: most of what is stored are pictures and compressed texts. */
const asBytes = { [RESP_TYPES.BLOB_STRING]: Buffer };

const makeCommands = (client: RedisClientType) => client.withTypeMapping(asBytes);
type Commands = ReturnType<typeof makeCommands>;

export interface RedisConnectionOptions {
  url: string;
  logger: Logger;
  /** On which messages are heard and sent. */
  channel: string;
  onMessage(message: string): void;
  /** Sent as soon as that can be done when a message could not: others do not know that they have missed one. */
  missedMessage: string;
  /** Redis answers, at first or again: before this messages may have been missed. */
  onBack(): void;
}

/** One Redis, which may come and go: who asks gets an answer at once or none. */
export class RedisConnection {
  readonly #options: RedisConnectionOptions;
  readonly #commander: RedisClientType;
  readonly #commands: Commands;
  readonly #listener: RedisClientType;
  readonly #publisher: RedisClientType;
  readonly #clients: readonly RedisClientType[];
  readonly #settled = Promise.withResolvers<void>();
  #listens = false;
  #pausedUntilMs = 0;
  #isUp: boolean | undefined;
  #retry: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    const { url, channel, onMessage } = options;
    const connect = (): RedisClientType =>
      createClient({
        url,
        disableOfflineQueue: true,
        disableClientInfo: true,
        maintNotifications: 'disabled',
        pingInterval: pingEveryMs,
        socket: {
          connectTimeout: connectTimeoutMs,
          socketTimeout: silentForMs,
          reconnectStrategy: () => retryMs,
        },
      }) as RedisClientType;
    // Three connections: a message shall wait neither behind a large object nor for what was asked in vain.
    this.#clients = [this.#commander, this.#listener, this.#publisher] = [connect(), connect(), connect()];
    this.#commands = makeCommands(this.#commander);
    this.#listener.once('ready', () => {
      // From then on the client subscribes anew by itself before it is ready.
      this.#listener.subscribe(channel, onMessage).then(
        () => {
          this.#listens = true;
          this.#look();
        },
        (error: Error) => this.#look(error),
      );
    });
    for (const client of this.#clients) {
      client.on('ready', () => this.#look());
      client.on('error', (error: Error) => this.#look(error));
      client.connect().catch((error: Error) => this.#look(error));
    }
  }

  /** Resolves when it is known for the first time whether Redis answers. */
  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  get isUp(): boolean {
    return this.#isUp === true && performance.now() >= this.#pausedUntilMs;
  }

  /** undefined when Redis cannot be asked now or does not answer in time. */
  async ask<T>(question: (commands: Commands) => Promise<T>): Promise<T | undefined> {
    if (!this.isUp) return undefined;
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      this.#pausedUntilMs = performance.now() + pauseMs;
      late.resolve(undefined);
    }, commandTimeoutMs);
    try {
      const answer = question(this.#commands);
      answer.catch((error: unknown) => this.#options.logger.debug({ err: error }, 'Redis refused'));
      return await Promise.race([answer, late.promise]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Resolves when Redis has the message, or takes its time: it gets it all the same when it goes on. What it cannot get
   * is made good for by `missedMessage`.
   */
  async publish(message: string): Promise<void> {
    const sent = this.#publisher.publish(this.#options.channel, message).then(
      () => undefined,
      () => this.#tellOfMissed(),
    );
    await Promise.race([sent, sleep(commandTimeoutMs, undefined, { ref: false })]);
  }

  #tellOfMissed(): void {
    if (this.#closed) return;
    this.#retry ??= setTimeout(() => {
      this.#retry = undefined;
      void this.publish(this.#options.missedMessage);
    }, retryMs).unref();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    for (const client of this.#clients) client.destroy();
  }

  #look(error?: Error): void {
    const up = this.#listens && this.#clients.every(({ isReady }) => isReady);
    if (this.#closed || up === this.#isUp || (!up && !error)) return;
    const { logger, onBack } = this.#options;
    this.#isUp = up;
    this.#settled.resolve();
    if (!up) return logger.warn({ err: error }, 'Redis does not answer: each proxy goes on by itself');
    this.#pausedUntilMs = 0;
    logger.info('Redis answers');
    onBack();
  }
}
