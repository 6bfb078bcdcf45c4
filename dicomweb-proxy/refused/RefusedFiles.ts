import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { describeFile, type FileDescription } from './describeFile.ts';
import { readFrom, ReceivedFile } from './ReceivedFile.ts';
import type { Refusal } from './Refusal.ts';

/** Where a file came from. */
export interface Origin {
  /** `upload`: the viewer; `import`: the import command; `stow`: anyone else */
  readonly way: 'upload' | 'import' | 'stow';
  readonly address?: string;
  /** As its sender calls it. */
  readonly fileName?: string;
}

export interface RefusedFile {
  readonly id: string;
  /** ISO 8601, of the first and last time it came */
  readonly firstAt: string;
  readonly lastAt: string;
  /** How often it came, retries included. */
  readonly times: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly origin: Origin;
  readonly refusal: Refusal;
  readonly file: FileDescription;
}

/** What had to go for newer ones. */
export interface Dropped {
  readonly files: number;
  readonly bytes: number;
  /** ISO 8601, the last time */
  readonly lastAt: string;
}

export interface RefusedFilesOptions {
  folder: string;
  logger: Logger;
  mostFiles?: number;
  mostBytes?: number;
}

const idShape = /^\d{17}-[0-9a-f]{8}$/;
const beginningBytes = 512 * 1024;
const staleMs = 24 * 3_600_000;

/**
 * Files that were refused, byte for byte as they came, for a person to look at: `<id>.dcm` with `<id>.json`. The oldest go
 * first when there are too many. Several processes may use the folder.
 */
export class RefusedFiles {
  readonly limits: { readonly files: number; readonly bytes: number };
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #known = new Map<string, { mtimeMs: number; entry: RefusedFile }>();
  #changing: Promise<unknown> = Promise.resolve();

  constructor({ folder, logger, mostFiles = 1_000, mostBytes = 2 * 1024 ** 3 }: RefusedFilesOptions) {
    this.#folder = folder;
    this.#logger = logger;
    this.limits = { files: mostFiles, bytes: mostBytes };
    void this.#removeLeftovers();
  }

  /** A file on its way in, to be kept should it be refused. Either `keep` or `discard` it. */
  receive(first: Buffer, rest: AsyncIterator<Buffer>): ReceivedFile {
    return new ReceivedFile(first, rest, join(this.#folder, 'incoming'), this.limits.bytes / 4);
  }

  /** Never fails: that a file cannot be kept is logged. @returns its id */
  async keep(received: ReceivedFile, refusal: Refusal, origin: Origin): Promise<string | undefined> {
    try {
      await received.finish();
      return await this.#inTurn(() => this.#add(received, refusal, origin));
    } catch (error) {
      this.#logger.error({ err: error, refusal, origin }, 'a refused file cannot be kept');
      return undefined;
    } finally {
      await received.discard();
    }
  }

  /** The newest first. */
  async list(): Promise<RefusedFile[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
    const there = new Set(ids.filter((id) => idShape.test(id)));
    for (const id of this.#known.keys()) if (!there.has(id)) this.#known.delete(id);
    const entries = await Promise.all([...there].map((id) => this.find(id)));
    return entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) => (a.lastAt < b.lastAt ? 1 : a.lastAt > b.lastAt ? -1 : a.id < b.id ? 1 : -1));
  }

  async find(id: string): Promise<RefusedFile | undefined> {
    if (!idShape.test(id)) return undefined;
    try {
      const { mtimeMs } = await stat(this.#json(id));
      const known = this.#known.get(id);
      if (known?.mtimeMs === mtimeMs) return known.entry;
      const entry = JSON.parse(await readFile(this.#json(id), 'utf8')) as RefusedFile;
      this.#known.set(id, { mtimeMs, entry });
      return entry;
    } catch {
      return undefined;
    }
  }

  /** What had to go for newer files since the folder was made; undefined for nothing. */
  async dropped(): Promise<Dropped | undefined> {
    try {
      return JSON.parse(await readFile(this.#droppedPath(), 'utf8')) as Dropped;
    } catch {
      return undefined;
    }
  }

  pathOf(id: string): string {
    if (!idShape.test(id)) throw new Error(`not an id: ${JSON.stringify(id)}`);
    return join(this.#folder, `${id}.dcm`);
  }

  read(id: string): AsyncIterator<Buffer> {
    return readFrom(this.pathOf(id));
  }

  /** It was tried again, and refused again. */
  async refusedAgain(id: string, refusal: Refusal): Promise<void> {
    await this.#inTurn(async () => {
      const entry = await this.find(id);
      if (entry) await this.#write({ ...entry, refusal, times: entry.times + 1, lastAt: now() });
    });
  }

  async remove(id: string): Promise<void> {
    await this.#inTurn(() => this.#remove(id));
  }

  async #add(received: ReceivedFile, refusal: Refusal, origin: Origin): Promise<string> {
    const sha256 = received.sha256();
    const entries = await this.list();
    const same = entries.find((entry) => entry.sha256 === sha256);
    if (same) {
      // Senders try again, for days.
      await this.#write({ ...same, refusal, origin, times: same.times + 1, lastAt: now() });
      return same.id;
    }
    await this.#makeRoom(entries, received.bytes);
    const at = now();
    const id = `${at.replace(/\D/g, '')}-${randomBytes(4).toString('hex')}`;
    const file = describeFile(received.beginning(beginningBytes));
    await mkdir(this.#folder, { recursive: true, mode: 0o750 });
    await received.moveTo(this.pathOf(id));
    const { bytes } = received;
    await this.#write({ id, firstAt: at, lastAt: at, times: 1, bytes, sha256, origin, refusal, file });
    this.#logger.warn(
      { id, origin, code: refusal.code, reason: refusal.text },
      'a file was refused and is kept aside',
    );
    return id;
  }

  async #makeRoom(entries: readonly RefusedFile[], bytes: number): Promise<void> {
    const oldest = entries.toReversed();
    let left = entries.length;
    let used = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    let dropped = await this.dropped();
    for (const entry of oldest) {
      if (left < this.limits.files && used + bytes <= this.limits.bytes) break;
      await this.#remove(entry.id);
      left -= 1;
      used -= entry.bytes;
      dropped = {
        files: (dropped?.files ?? 0) + 1,
        bytes: (dropped?.bytes ?? 0) + entry.bytes,
        lastAt: now(),
      };
      this.#logger.warn({ id: entry.id, file: entry.file }, 'a refused file was thrown away for a newer one');
    }
    if (dropped) await this.#writeFile(this.#droppedPath(), dropped);
  }

  async #write(entry: RefusedFile): Promise<void> {
    await this.#writeFile(this.#json(entry.id), entry);
    this.#known.delete(entry.id);
  }

  async #writeFile(path: string, content: object): Promise<void> {
    const temporary = `${path}.tmp`;
    const file = await open(temporary, 'w', 0o640);
    try {
      await file.writeFile(JSON.stringify(content, null, 1));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }

  /** The file last: what is not listed is a leftover. */
  async #remove(id: string): Promise<void> {
    if (!idShape.test(id)) return;
    await rm(this.#json(id), { force: true });
    await rm(this.pathOf(id), { force: true });
    this.#known.delete(id);
  }

  /** What a killed process was receiving. */
  async #removeLeftovers(): Promise<void> {
    const folder = join(this.#folder, 'incoming');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const age = await stat(path).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > staleMs) await rm(path, { force: true });
    }
  }

  async #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => undefined);
    return done;
  }

  #json = (id: string): string => join(this.#folder, `${id}.json`);
  #droppedPath = (): string => join(this.#folder, 'dropped.json');
}

const now = (): string => new Date().toISOString();
