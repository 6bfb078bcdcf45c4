import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { RedisClaims, type Claims } from './Claims.ts';
import { RedisConnection } from './RedisConnection.ts';
import { SharedObjects } from './SharedObjects.ts';

export interface SharedStateOptions {
  /** REDIS_URL */
  url: string;
  logger: Logger;
  /** What another proxy has announced. */
  onNews(news: unknown): void;
  /** Announcements may have been missed: Redis was away, from here or from another proxy. */
  onMissed(): void;
}

/** For metrics. */
export interface SharedStateReport {
  readonly isUp: boolean;
  readonly objects: ReturnType<SharedObjects['counts']>;
  readonly claims: Readonly<Record<'taken' | 'refused', number>>;
  readonly announcements: Readonly<Record<'sent' | 'heard', number>>;
}

const channel = 'yunying:1:announcements';

/** What the proxies behind one address know of each other. While Redis is away each goes on by itself. */
export class SharedState {
  readonly objects: SharedObjects;
  readonly claims: Claims;
  readonly #claims: RedisClaims;
  readonly #redis: RedisConnection;
  readonly #logger: Logger;
  readonly #self = randomUUID();
  readonly #announcements = { sent: 0, heard: 0 };

  constructor({ url, logger, onNews, onMissed }: SharedStateOptions) {
    this.#logger = logger;
    this.#redis = new RedisConnection({
      url,
      logger,
      channel,
      onMessage: (text) => {
        const message = this.#parse(text);
        if (!message || message.from === this.#self) return;
        this.#announcements.heard += 1;
        if (message.missed === true) onMissed();
        else onNews(message.news);
      },
      missedMessage: JSON.stringify({ from: this.#self, missed: true }),
      onBack: onMissed,
    });
    this.objects = new SharedObjects(this.#redis);
    this.claims = this.#claims = new RedisClaims(this.#redis);
  }

  /** Resolves when it is known whether Redis answers: who begins earlier begins alone. */
  get settled(): Promise<void> {
    return this.#redis.settled;
  }

  /**
   * To all other proxies. Resolves when Redis has passed it on, or does not answer: then they hear later that they have
   * missed something.
   */
  async announce(news: object): Promise<void> {
    this.#announcements.sent += 1;
    await this.#redis.publish(JSON.stringify({ from: this.#self, news }));
  }

  report(): SharedStateReport {
    return {
      isUp: this.#redis.isUp,
      objects: this.objects.counts(),
      claims: this.#claims.counts(),
      announcements: this.#announcements,
    };
  }

  close(): void {
    this.#redis.close();
  }

  #parse(text: string): { from?: unknown; news?: unknown; missed?: unknown } | undefined {
    try {
      return JSON.parse(text) as { from?: unknown; news?: unknown; missed?: unknown };
    } catch (error) {
      this.#logger.warn({ err: error }, 'an announcement cannot be read');
      return undefined;
    }
  }
}
