import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { DiskKeys } from '../sealing/index.ts';
import { FrameFile } from './FrameFile.ts';

interface OpenFile {
  readonly file: Promise<FrameFile>;
  users: number;
  evicted: boolean;
  readonly closed: PromiseWithResolvers<void>;
}

const mostOpenFiles = 200;

/** FrameFiles by their path, the last ones used kept open; never one twice at a time, never closed under its users. */
export class OpenFrameFiles {
  readonly #logger: Logger;
  readonly #keys: DiskKeys | undefined;
  readonly #open: LRUCache<string, OpenFile>;
  /** Paths whose file is being closed or removed: it is opened again only after that. */
  readonly #leaving = new Map<string, Promise<void>>();

  /** @param keys that the records are sealed with; undefined: they are in clear */
  constructor(logger: Logger, keys?: DiskKeys) {
    this.#logger = logger;
    this.#keys = keys;
    this.#open = new LRUCache({ max: mostOpenFiles, dispose: (slot, path) => this.#letGo(path, slot) });
  }

  /** The file stays open while `work` runs. @throws what FrameFile.open throws */
  async use<T>(path: string, how: 'write' | 'read', work: (file: FrameFile) => Promise<T> | T): Promise<T> {
    let slot = this.#open.get(path);
    if (!slot) {
      const file = (this.#leaving.get(path) ?? Promise.resolve()).then(() =>
        FrameFile.open(path, how, this.#keys),
      );
      slot = { file, users: 0, evicted: false, closed: Promise.withResolvers() };
      this.#open.set(path, slot);
    }
    slot.users += 1;
    try {
      return await work(await slot.file);
    } catch (error) {
      // Opened anew the next time: whatever was wrong with it may be over.
      if (this.#open.peek(path) === slot) this.#open.delete(path);
      throw error;
    } finally {
      slot.users -= 1;
      if (slot.evicted && slot.users === 0) this.#close(slot);
    }
  }

  /** Closes it when its users have finished, then removes it by `unlink`; who wants it meanwhile gets a new one. */
  remove(path: string, unlink: () => Promise<void> = async () => undefined): Promise<void> {
    this.#open.delete(path);
    return this.#leave(path, async (before) => {
      await before;
      await unlink();
    });
  }

  async close(): Promise<void> {
    this.#open.clear();
    await Promise.all(this.#leaving.values());
  }

  #letGo(path: string, slot: OpenFile): void {
    slot.evicted = true;
    void this.#leave(path, async (before) => {
      await before;
      await slot.closed.promise;
    });
    if (slot.users === 0) this.#close(slot);
  }

  #close({ file, closed }: OpenFile): void {
    void file
      .then((opened) => opened.close())
      .catch((error: unknown) => this.#logger.debug({ err: error }, 'a file of frames did not close'))
      .finally(() => closed.resolve());
  }

  #leave(path: string, step: (before: Promise<void> | undefined) => Promise<void>): Promise<void> {
    const work = step(this.#leaving.get(path));
    const settled = work
      .catch(() => undefined)
      .finally(() => {
        if (this.#leaving.get(path) === settled) this.#leaving.delete(path);
      });
    this.#leaving.set(path, settled);
    return work;
  }
}
