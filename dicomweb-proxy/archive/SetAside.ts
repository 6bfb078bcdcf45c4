import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { openBytes, sealBytes, type DiskKeys } from '../sealing/index.ts';

/** What is not tried for now, because a process or thread dies of it. */
export interface SetAsideEntry {
  /** version of the instance: the same UIDs with another file are tried */
  readonly instanceVersion: string;
  readonly sopInstanceUid: string;
  /** from 1; absent where it is about the whole instance */
  readonly frameNumber?: number;
  /** what kills: `archive frames`, `archive file`, `archive metadata`, `worker` */
  readonly what: string;
  readonly reason: string;
  /** ISO 8601 */
  readonly since: string;
}

type Subject = Pick<SetAsideEntry, 'instanceVersion' | 'what' | 'frameNumber'>;

/** Programs get better and suspicions are wrong now and then: one more try a day is no loop. */
const forMs = 24 * 3_600_000;
const mostEntries = 1_000;
const context = 'set aside';

/** Frames and instances that are set aside, in memory and in one small file, so that a restart does not begin anew. */
export class SetAside {
  readonly #path: string;
  readonly #logger: Logger;
  readonly #entries = new Map<string, SetAsideEntry>();
  readonly #keys: DiskKeys | undefined;
  #writing: Promise<void> = Promise.resolve();

  /**
   * @param path of the file, which need not be there
   * @param keys that it is sealed with
   */
  constructor(path: string, logger: Logger, keys?: DiskKeys) {
    this.#path = path;
    this.#logger = logger;
    this.#keys = keys;
    for (const entry of this.#read()) this.#entries.set(keyOf(entry), entry);
  }

  find(subject: Subject): SetAsideEntry | undefined {
    const entry = this.#entries.get(keyOf(subject));
    return entry && isCurrent(entry) ? entry : undefined;
  }

  add(named: Omit<SetAsideEntry, 'since'>): void {
    const entry: SetAsideEntry = { ...named, since: new Date().toISOString() };
    this.#entries.delete(keyOf(entry));
    this.#entries.set(keyOf(entry), entry);
    for (const [key, old] of this.#entries) {
      if (this.#entries.size > mostEntries || !isCurrent(old)) this.#entries.delete(key);
    }
    this.#logger.error(entry, 'set aside: it is not tried again for a day');
    this.#writing = this.#writing
      .then(() => this.#write())
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'what is set aside cannot be written'));
  }

  /** All of them, the oldest first. */
  list(): SetAsideEntry[] {
    return [...this.#entries.values()].filter(isCurrent);
  }

  /** What was added is on the disk when this resolves. */
  async close(): Promise<void> {
    await this.#writing;
  }

  #read(): SetAsideEntry[] {
    try {
      const kept = readFileSync(this.#path);
      const bytes = this.#keys ? openBytes(this.#keys, kept, context) : kept;
      if (!bytes) {
        // In clear, or of another key: it is begun anew, and the old one is not to stay.
        rmSync(this.#path);
        return [];
      }
      const entries = JSON.parse(bytes.toString('utf8')) as SetAsideEntry[];
      return entries.filter(({ instanceVersion, what }) => typeof instanceVersion === typeof what);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#logger.warn({ err: error }, 'what was set aside cannot be read');
      }
      return [];
    }
  }

  async #write(): Promise<void> {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o750 });
    const temporary = `${this.#path}.tmp`;
    const file = await open(temporary, 'w', 0o640);
    try {
      const bytes = Buffer.from(JSON.stringify(this.list(), null, 1));
      await file.writeFile(this.#keys ? sealBytes(this.#keys, bytes, context) : bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, this.#path);
  }
}

const keyOf = ({ instanceVersion, what, frameNumber }: Subject): string =>
  `${instanceVersion}/${what}/${frameNumber ?? ''}`;

const isCurrent = ({ since }: SetAsideEntry): boolean => Date.now() - Date.parse(since) < forMs;
