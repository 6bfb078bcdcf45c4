import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Logger } from 'pino';
import type { DiskFile, DiskKeys } from '../sealing/index.ts';
import { describeFile, type FileDescription } from './describeFile.ts';
import { ReceivedFile } from './ReceivedFile.ts';
import type { Refusal } from './Refusal.ts';
import { RefusedFolder } from './RefusedFolder.ts';

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
  /** What they are sealed with on the disk; undefined: they are in clear. */
  keys?: DiskKeys | undefined;
}

const droppedName = 'dropped.json';
const idShape = /^\d{17}-[0-9a-f]{8}$/;
const beginningBytes = 512 * 1024;
const staleMs = 24 * 3_600_000;

/**
 * Files that were refused, byte for byte as they came, for a person to look at: `<id>.dcm` with `<id>.json`. The oldest go
 * first when there are too many. Several processes may use the folder.
 */
export class RefusedFiles {
  readonly limits: { readonly files: number; readonly bytes: number };
  /** Resolves when what was kept in clear, or with an earlier key, is sealed with the current one. */
  readonly sealed: Promise<void>;
  readonly #folder: string;
  readonly #disk: RefusedFolder;
  readonly #logger: Logger;
  readonly #known = new Map<string, { mtimeMs: number; entry: RefusedFile }>();
  #changing: Promise<unknown> = Promise.resolve();

  constructor(options: RefusedFilesOptions) {
    const { folder, logger, mostFiles = 1_000, mostBytes = 2 * 1024 ** 3, keys } = options;
    this.#folder = folder;
    this.#disk = new RefusedFolder(folder, keys);
    this.#logger = logger;
    this.limits = { files: mostFiles, bytes: mostBytes };
    void this.#removeLeftovers();
    this.sealed = this.#sealAll();
  }

  /** A file on its way in, to be kept should it be refused. Either `keep` or `discard` it. */
  receive(first: Buffer, rest: AsyncIterator<Buffer>): ReceivedFile {
    return new ReceivedFile(
      first,
      rest,
      join(this.#folder, 'incoming'),
      this.limits.bytes / 4,
      this.#disk.keys,
    );
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
      const entry = (await this.#disk.readJson(`${id}.json`)) as RefusedFile;
      this.#known.set(id, { mtimeMs, entry });
      return entry;
    } catch {
      return undefined;
    }
  }

  /** What had to go for newer files since the folder was made; undefined for nothing. */
  async dropped(): Promise<Dropped | undefined> {
    try {
      return (await this.#disk.readJson(droppedName)) as Dropped;
    } catch {
      return undefined;
    }
  }

  pathOf(id: string): string {
    if (!idShape.test(id)) throw new Error(`not an id: ${JSON.stringify(id)}`);
    return join(this.#folder, `${id}.dcm`);
  }

  /** To be closed by the caller. @throws Error where it is not there, or its key is not */
  async open(id: string): Promise<DiskFile> {
    return this.#disk.open(basename(this.pathOf(id)));
  }

  async *read(id: string): AsyncGenerator<Buffer> {
    const file = await this.open(id);
    try {
      yield* file.read();
    } finally {
      await file.close();
    }
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
      const { sopInstanceUid } = entry.file;
      this.#logger.warn({ id: entry.id, sopInstanceUid }, 'a refused file was thrown away for a newer one');
    }
    if (dropped) await this.#disk.writeJson(droppedName, dropped);
  }

  async #write(entry: RefusedFile): Promise<void> {
    await this.#disk.writeJson(`${entry.id}.json`, entry);
    this.#known.delete(entry.id);
  }

  /** The file first: that its entry is sealed says that all of it is. */
  async #sealAll(): Promise<void> {
    if (!this.#disk.keys) return;
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -5));
    for (const id of ids) {
      try {
        await this.#inTurn(() => this.#seal(id));
      } catch (error) {
        this.#logger.warn({ err: error, id }, 'a refused file cannot be sealed with the current key');
      }
    }
  }

  async #seal(id: string): Promise<void> {
    const json = `${id}.json`;
    if (await this.#disk.isCurrent(json)) return;
    const entry = await this.#disk.readJson(json);
    if (idShape.test(id)) await this.#disk.sealAnew(`${id}.dcm`);
    await this.#disk.writeJson(json, entry as object);
    this.#known.delete(id);
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
}

const now = (): string => new Date().toISOString();
