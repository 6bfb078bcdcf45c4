import { constants } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { DiskKeys } from '../sealing/index.ts';
import { decodeHead, encodeHead, headBytes, type RecordHead, type RecordKind } from './frameRecord.ts';
import { RecordSeal } from './RecordSeal.ts';

/** Where a record lies; the head was checked when the file was opened. */
export interface FrameEntry {
  readonly kind: RecordKind;
  readonly offset: number;
  readonly length: number;
  readonly checksum: number;
}

/** The file is not what was written. */
export class DamagedFrameError extends Error {
  override readonly name = 'DamagedFrameError';
  readonly damage: 'cut' | 'changed';

  constructor(damage: DamagedFrameError['damage']) {
    super(damage === 'cut' ? 'the file has been cut' : 'the checksum of the frame does not match');
    this.damage = damage;
  }
}

/** The file was removed under its writer. */
export class RemovedFileError extends Error {
  override readonly name = 'RemovedFileError';
}

/**
 * All frames of a series that one process has made, in one file to which only that process ever adds records; the last
 * one of a frame counts. One file costs one fsync for a series instead of one for each frame, goes in one piece when it
 * is evicted, and stays good when instances arrive. A record is there whole or not at all, as with a temporary file that
 * is renamed: what a crash cut off or left without its bytes fails its checksum, and is made again. So other processes
 * may read it while it grows.
 */
export class FrameFile {
  readonly #file: FileHandle;
  readonly #entries = new Map<string, FrameEntry>();
  /** Behind the last good record: the next one begins here. */
  #end = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #reading: Promise<unknown> = Promise.resolve();
  #unsynced = false;
  readonly #isOwn: boolean;
  readonly #keys: DiskKeys | undefined;
  /** Of a file whose records are sealed, once its head is there. */
  #seal: RecordSeal | undefined;

  private constructor(file: FileHandle, isOwn: boolean, keys: DiskKeys | undefined) {
    this.#file = file;
    this.#isOwn = isOwn;
    this.#keys = keys;
  }

  /**
   * Opens and reads the heads. For its writer: makes an empty one if there is none; what lies behind the last readable
   * head is cut off.
   * @param keys that its records are sealed with; undefined: they are in clear
   * @throws ENOENT for who only reads
   */
  static async open(path: string, use: 'write' | 'read' = 'write', keys?: DiskKeys): Promise<FrameFile> {
    const isOwn = use === 'write';
    if (isOwn) await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    const flags = isOwn ? constants.O_RDWR | constants.O_CREAT : constants.O_RDONLY;
    const handle = await open(path, flags, 0o640);
    const file = new FrameFile(handle, isOwn, keys);
    try {
      const size = await file.#readHeads();
      if (isOwn && file.#end < size) await handle.truncate(file.#end);
      if (isOwn && keys && !file.#seal) await file.#begin(keys);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return file;
  }

  get bytes(): number {
    return this.#end;
  }

  find(instanceVersion: string, frameNumber: number): FrameEntry | undefined {
    return this.#entries.get(keyOf(instanceVersion, frameNumber));
  }

  /** Instance versions of which it holds frames. */
  instanceVersions(): Set<string> {
    return new Set([...this.#entries.keys()].map((key) => key.slice(0, key.lastIndexOf('/'))));
  }

  /**
   * The bytes of a frame, checked.
   * @throws DamagedFrameError; the record is forgotten then
   */
  async read(instanceVersion: string, frameNumber: number, entry: FrameEntry): Promise<Buffer> {
    // Not of the pool of small buffers: this one stays in memory for long.
    const bytes = Buffer.allocUnsafeSlow(entry.length);
    const { bytesRead } = await this.#file.read(bytes, 0, entry.length, entry.offset);
    if (bytesRead === entry.length) {
      if (this.#seal) {
        const clear = this.#seal.open(bytes, encodeHead({ ...entry, instanceVersion, frameNumber }));
        if (clear) return clear;
      } else if (crc32(bytes) === entry.checksum) return bytes;
    }
    const key = keyOf(instanceVersion, frameNumber);
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    throw new DamagedFrameError(bytesRead < entry.length ? 'cut' : 'changed');
  }

  /** Looks for what another process has added since. @returns whether there was something */
  async readMore(): Promise<boolean> {
    if (this.#isOwn) return false;
    const before = this.#end;
    const work = this.#reading.then(() => this.#readHeads());
    this.#reading = work.catch(() => undefined);
    await work;
    return this.#end > before;
  }

  /** Adds a record. Nothing of it stays when the disk is full. @throws RemovedFileError */
  append(instanceVersion: string, frameNumber: number, kind: RecordKind, payload: Uint8Array): Promise<void> {
    const work = this.#writing.then(async () => {
      const head: RecordHead = { kind, instanceVersion, frameNumber, ...this.#measure(payload) };
      const encoded = encodeHead(head);
      const bytes = this.#seal ? this.#seal.seal(payload, encoded) : [payload];
      // By another process, which makes room or follows a deletion: nobody would find what is added.
      if ((await this.#file.stat()).nlink === 0) throw new RemovedFileError('the file was removed');
      const offset = this.#end;
      try {
        let at = offset;
        for (const part of [encoded, ...bytes]) {
          await this.#writeFully(part, at);
          at += part.length;
        }
      } catch (error) {
        await this.#file.truncate(offset).catch(() => undefined);
        throw error;
      }
      this.#end = offset + headBytes + head.length;
      this.#unsynced = true;
      this.#put(head, offset);
    });
    this.#writing = work.catch(() => undefined);
    return work;
  }

  /** What was added is on the disk when this resolves. */
  sync(): Promise<void> {
    const work = this.#writing.then(async () => {
      if (!this.#unsynced) return;
      this.#unsynced = false;
      await this.#file.sync();
    });
    this.#writing = work.catch(() => undefined);
    return work;
  }

  /** Its time stamp says when it was last used, also to the next process. */
  async touch(): Promise<void> {
    const now = new Date();
    await this.#file.utimes(now, now);
  }

  async close(): Promise<void> {
    await this.sync().catch(() => undefined);
    await this.#file.close();
  }

  /** What a head says of the bytes behind it. The tag of sealed ones says more than a checksum. */
  #measure(payload: Uint8Array): Pick<RecordHead, 'length' | 'checksum'> {
    if (this.#seal) return { length: payload.length + RecordSeal.extraBytes, checksum: 0 };
    return { length: payload.length, checksum: crc32(payload) };
  }

  async #begin(keys: DiskKeys): Promise<void> {
    const { seal, head } = RecordSeal.begin(keys);
    await this.#writeFully(head, 0);
    this.#seal = seal;
    this.#end = head.length;
  }

  async #writeFully(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  /** @returns the size of the file, which may be more than what can be read */
  async #readHeads(): Promise<number> {
    const { size } = await this.#file.stat();
    if (this.#keys && !this.#seal) {
      // Its writer has not come to it, or it is not what was written: there is nothing to be read.
      const begun = await RecordSeal.read(this.#file, this.#keys);
      if (!begun) return size;
      this.#seal = begun.seal;
      this.#end = begun.head.length;
    }
    const buffer = Buffer.alloc(headBytes);
    while (this.#end + headBytes <= size) {
      await this.#file.read(buffer, 0, headBytes, this.#end);
      const head = decodeHead(buffer);
      if (!head || this.#end + headBytes + head.length > size) break;
      this.#put(head, this.#end);
      this.#end += headBytes + head.length;
    }
    return size;
  }

  #put({ instanceVersion, frameNumber, kind, length, checksum }: RecordHead, offset: number): void {
    const entry: FrameEntry = { kind, offset: offset + headBytes, length, checksum };
    this.#entries.set(keyOf(instanceVersion, frameNumber), entry);
  }
}

const keyOf = (instanceVersion: string, frameNumber: number): string => `${instanceVersion}/${frameNumber}`;
