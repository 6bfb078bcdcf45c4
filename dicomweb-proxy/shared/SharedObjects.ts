import type { RedisConnection } from './RedisConnection.ts';

/** Larger ones are made again, or read from the disk, as quickly as they are fetched. */
const mostBytes = 2 * 1024 ** 2;
/** A study that nobody has opened for so long is not asked for from several proxies either. */
const keptForSeconds = 6 * 3600;
/** The number goes up when what is kept changes its form. */
const keyOf = (studyInstanceUid: string): string => `yunying:1:study:${studyInstanceUid}`;

/**
 * Small derived things that one proxy has made and another can take: compressed metadata, thumbnails, pictures. A hash
 * for each study, so that all of it goes at once. Names contain the version of what they were made of, so nothing in it
 * is ever wrong, only left over.
 */
export class SharedObjects {
  readonly #redis: RedisConnection;
  readonly #counts = { hit: 0, miss: 0, unavailable: 0, stored: 0 };

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  /** undefined when it is not there, or Redis does not say so at once. */
  async get(studyInstanceUid: string, name: string): Promise<Buffer | undefined> {
    const found = await this.#redis.ask((commands) => commands.hGet(keyOf(studyInstanceUid), name));
    this.#counts[found === undefined ? 'unavailable' : found === null ? 'miss' : 'hit'] += 1;
    return found ? Buffer.from(found) : undefined;
  }

  /** Not awaited by readers. */
  async put(studyInstanceUid: string, name: string, bytes: Buffer): Promise<void> {
    if (bytes.length > mostBytes) return;
    const key = keyOf(studyInstanceUid);
    const stored = await this.#redis.ask((commands) =>
      commands.multi().hSet(key, name, bytes).expire(key, keptForSeconds).exec(),
    );
    if (stored) this.#counts.stored += 1;
  }

  /** Of studies that changed or are gone. */
  async forget(studyInstanceUids: Iterable<string>): Promise<void> {
    const keys = [...studyInstanceUids].map(keyOf);
    if (keys.length > 0) await this.#redis.ask((commands) => commands.unlink(keys));
  }

  /** For metrics. */
  counts(): Readonly<Record<'hit' | 'miss' | 'unavailable' | 'stored', number>> {
    return this.#counts;
  }
}
