import { randomUUID } from 'node:crypto';
import type { RedisConnection } from './RedisConnection.ts';

/** The right to do a piece of work that would be done in vain twice. */
export interface Claim {
  release(): Promise<void>;
}

export interface Claims {
  /** undefined: another proxy is at it. */
  take(work: string): Promise<Claim | undefined>;
}

/** Where there is one proxy only, nobody else is at it. */
export const onlyProxy: Claims = { take: () => Promise.resolve({ release: () => Promise.resolve() }) };

/** How long the work of a proxy that was killed rests. */
const validMs = 6_000;
const renewEveryMs = 2_000;
const keyOf = (work: string): string => `yunying:1:claim:${work}`;
/** Only one's own claim: it may have run out and be another's now. */
const renewIfOwn =
  "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end";
const deleteIfOwn = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('unlink', KEYS[1]) end";

/**
 * Claims in Redis. Without an answer everybody gets theirs: work done twice is better than work not done. So a claim
 * spares work, it protects nothing.
 */
export class RedisClaims implements Claims {
  readonly #redis: RedisConnection;
  readonly #counts = { taken: 0, refused: 0 };

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  async take(work: string): Promise<Claim | undefined> {
    const key = keyOf(work);
    const owner = randomUUID();
    const condition = { condition: 'NX', expiration: { type: 'PX', value: validMs } } as const;
    const answer = await this.#redis.ask((commands) => commands.set(key, owner, condition));
    if (answer === null) {
      this.#counts.refused += 1;
      return undefined;
    }
    this.#counts.taken += 1;
    const runOwn = (script: string, more: string[] = []) =>
      this.#redis.ask((commands) => commands.eval(script, { keys: [key], arguments: [owner, ...more] }));
    const timer = setInterval(() => void runOwn(renewIfOwn, [String(validMs)]), renewEveryMs).unref();
    return {
      release: async () => {
        clearInterval(timer);
        await runOwn(deleteIfOwn);
      },
    };
  }

  /** For metrics. */
  counts(): Readonly<Record<'taken' | 'refused', number>> {
    return this.#counts;
  }
}
