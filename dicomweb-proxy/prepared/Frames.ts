import { LRUCache } from 'lru-cache';
import { Coalescer, type Archive, type InstanceRecord, type StoredFrame } from '../archive/index.ts';

/** Frames as stored, the last ones used in memory. */
export class Frames {
  readonly #archive: Archive;
  readonly #memory: LRUCache<string, StoredFrame>;
  readonly #fetching = new Coalescer<StoredFrame>();
  readonly #counts = { memory: 0, archive: 0 };

  constructor(archive: Archive, memoryBytes = 48 * 1024 ** 2) {
    this.#archive = archive;
    this.#memory = new LRUCache({
      maxSize: memoryBytes,
      maxEntrySize: Math.floor(memoryBytes / 4),
      sizeCalculation: ({ bytes }) => bytes.length + 256,
    });
  }

  /** From memory, at once. */
  peek(instance: InstanceRecord, frameNumber: number): StoredFrame | undefined {
    const known = this.#memory.get(`${instance.version}/${frameNumber}`);
    if (known) this.#counts.memory += 1;
    return known;
  }

  /**
   * @param signal when all who wait for a frame have left, the archive is not asked for it any more
   * @throws NoSuchFrameError, FrameUnreadableError, ArchiveUnavailableError
   */
  async get(instance: InstanceRecord, frameNumber: number, signal?: AbortSignal): Promise<StoredFrame> {
    const known = this.peek(instance, frameNumber);
    if (known) return known;
    const key = `${instance.version}/${frameNumber}`;
    const fetch = async (ended: AbortSignal): Promise<StoredFrame> => {
      this.#counts.archive += 1;
      const frame = await this.#archive.frame(instance, frameNumber, ended);
      this.#memory.set(key, frame);
      return frame;
    };
    return this.#fetching.run(key, fetch, signal);
  }

  /** For who prepares ahead: what is not in memory does not go there, where readers' frames are. */
  async getOnce(instance: InstanceRecord, frameNumber: number): Promise<StoredFrame> {
    const key = `${instance.version}/${frameNumber}`;
    return this.#memory.peek(key) ?? (await this.#archive.frame(instance, frameNumber));
  }

  counts(): Readonly<Record<'memory' | 'archive', number>> {
    return this.#counts;
  }
}
