import { isIPv6 } from 'node:net';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { HttpProblem } from '../dicomweb-proxy/index.ts';

export interface TriesOptions {
  /** What is counted, for keeping counts apart. */
  name: string;
  /** So many failures … */
  points: number;
  /** … within so many seconds, after which none more is heard until they are over. */
  seconds: number;
  /** Told of who is not heard. @param address where they come from, where that is known */
  onRefused?: ((name: string, key: string | undefined, address: string | undefined) => void) | undefined;
}

/**
 * Failures by whoever they come from: an address, a login. Of this process: what has to hold for all of them and to survive,
 * the lock-out, is kept with the person.
 */
export class Tries {
  readonly #limiter: RateLimiterMemory;
  readonly #onRefused: TriesOptions['onRefused'];

  constructor({ name, points, seconds, onRefused }: TriesOptions) {
    this.#onRefused = onRefused;
    this.#limiter = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds });
  }

  /** @throws HttpProblem 429 with Retry-After, where there were too many already */
  async refuse(key: string | undefined, address?: string | undefined): Promise<void> {
    const seconds = secondsAfter(await this.#limiter.get(keyOf(key)), this.#limiter.points);
    if (seconds === undefined) return;
    this.#onRefused?.(this.#limiter.keyPrefix, key, address);
    throw new HttpProblem(429, 'too-many-tries', `Too many tries; the next one in ${seconds} s`, {
      'retry-after': String(seconds),
    });
  }

  async count(key: string | undefined): Promise<void> {
    // It rejects when there are too many, which `refuse` says next time.
    await this.#limiter.consume(keyOf(key)).catch(() => undefined);
  }

  /** Counts beforehand, for what may not be tried often even if it works. @throws HttpProblem 429 */
  async take(key: string | undefined, address?: string | undefined): Promise<void> {
    await this.refuse(key, address);
    await this.count(key);
  }

  async forget(key: string | undefined): Promise<void> {
    await this.#limiter.delete(keyOf(key));
  }
}

/** Until the next one is heard. */
function secondsAfter(counted: RateLimiterRes | null, points: number): number | undefined {
  if (!counted || counted.consumedPoints < points) return undefined;
  return Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
}

/** Who has one IPv6 address has a whole subnet of them. */
function keyOf(key: string | undefined): string {
  if (key === undefined) return 'unknown';
  return isIPv6(key) ? subnet64(key) : key;
}

/** The first 64 bits. */
function subnet64(address: string): string {
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const groups = (text: string | undefined): string[] => (text ? text.split(':') : []);
  const [first, last] = [groups(head), groups(tail)];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const all = [...first, ...Array.from({ length: zeros }, () => '0'), ...last];
  return `${all.slice(0, 4).join(':')}::/64`;
}
