import { createHash, randomUUID, type Hash } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileWriter, type DiskKeys, type FileWriter } from '../sealing/index.ts';

/** What is held in memory of a file; more goes to the disk. */
const inMemoryBytes = 8 * 1024 ** 2;

/**
 * A file on its way in, of which all bytes are kept until it is known what becomes of it: should it be refused, they are
 * all there is. It never fails because its bytes cannot be kept.
 */
export class ReceivedFile {
  readonly #rest: AsyncIterator<Buffer>;
  readonly #folder: string;
  readonly #mostBytes: number;
  readonly #digest: Hash = createHash('sha256');
  #chunks: Buffer[] = [];
  /** What was read before it is streamed. */
  #ahead: Buffer[] = [];
  #bytes = 0;
  #ended = false;
  #file: { handle: FileHandle; path: string; writer: FileWriter } | undefined;
  readonly #keys: DiskKeys | undefined;
  /** Why not all bytes could be kept. */
  #lost: string | undefined;

  /**
   * @param first what was read already
   * @param folder for what is too large for the memory; made on first need
   * @param mostBytes of a larger file nothing is kept
   * @param keys that it is sealed with on the disk
   */
  constructor(
    first: Buffer,
    rest: AsyncIterator<Buffer>,
    folder: string,
    mostBytes: number,
    keys?: DiskKeys,
  ) {
    this.#keys = keys;
    this.#rest = rest;
    this.#folder = folder;
    this.#mostBytes = mostBytes;
    if (first.length > 0) this.#chunks.push(first);
    this.#ahead = [...this.#chunks];
    this.#digest.update(first);
    this.#bytes = first.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get lost(): string | undefined {
    return this.#lost;
  }

  /** All bytes from the beginning, as they come; once only. */
  async *stream(): AsyncGenerator<Buffer> {
    const ahead = this.#ahead;
    this.#ahead = [];
    yield* ahead;
    for (let next = await this.#next(); next; next = await this.#next()) yield next;
  }

  /** Before it is streamed. @returns all of it, if it is small enough to be looked through */
  async whole(): Promise<Buffer | undefined> {
    while (this.#bytes <= inMemoryBytes && this.#lost === undefined) {
      const next = await this.#next();
      if (!next) return this.inMemory();
      this.#ahead.push(next);
    }
    return undefined;
  }

  /** Takes what still comes. */
  async finish(): Promise<void> {
    while (await this.#next());
  }

  /** The bytes, if they are few. */
  inMemory(): Buffer | undefined {
    return this.#file || this.#lost !== undefined ? undefined : Buffer.concat(this.#chunks);
  }

  /** The first bytes, at most `length`. */
  beginning(length: number): Buffer {
    return Buffer.concat(this.#chunks).subarray(0, length);
  }

  /** SHA-256 of all bytes, when all are there. */
  sha256(): string {
    return this.#digest.copy().digest('hex');
  }

  /** Makes a file of it, which is on the disk when this resolves. @throws Error when it cannot be written */
  async moveTo(path: string): Promise<void> {
    if (this.#lost !== undefined) throw new Error(this.#lost);
    const file = this.#file ?? (await this.#spill());
    await file.handle.writeFile(file.writer.end());
    await file.handle.sync();
    await file.handle.close();
    await rename(file.path, path);
    this.#file = undefined;
  }

  /** Forgets it. */
  async discard(): Promise<void> {
    this.#chunks = [];
    this.#ahead = [];
    const file = this.#file;
    this.#file = undefined;
    if (!file) return;
    await file.handle.close().catch(() => undefined);
    await rm(file.path, { force: true });
  }

  async #next(): Promise<Buffer | undefined> {
    if (this.#ended) return undefined;
    const { done, value } = await this.#rest.next();
    if (done) {
      this.#ended = true;
      return undefined;
    }
    this.#bytes += value.length;
    this.#digest.update(value);
    if (this.#lost === undefined)
      await this.#keep(value).catch((error: unknown) => this.#lose(String(error)));
    return value;
  }

  async #keep(chunk: Buffer): Promise<void> {
    if (this.#bytes > this.#mostBytes) return this.#lose(`larger than ${this.#mostBytes} bytes`);
    if (this.#file) {
      await this.#file.handle.writeFile(this.#file.writer.update(chunk));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#bytes > inMemoryBytes) await this.#spill();
  }

  async #spill(): Promise<{ handle: FileHandle; path: string; writer: FileWriter }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o750 });
    const path = join(this.#folder, `${randomUUID()}.part`);
    const file = { path, handle: await open(path, 'wx', 0o640), writer: fileWriter(this.#keys) };
    this.#file = file;
    for (const chunk of this.#chunks) await file.handle.writeFile(file.writer.update(chunk));
    // The first of them is enough to say what it is.
    this.#chunks = this.#chunks.slice(0, 8);
    return file;
  }

  async #lose(reason: string): Promise<void> {
    this.#lost = reason;
    await this.discard();
  }
}
