import type { FileHandle } from 'node:fs/promises';
import type { DiskKeys } from './DiskKeys.ts';
import { newSealHead, readSealHead, sealHeadBytes, type SealHead } from './fileHead.ts';
import { gcmOpen, gcmSeal, nonceBytes, tagBytes } from './gcm.ts';

/** In clear; the last segment of a file may be shorter, and is empty in an empty file. */
export const segmentBytes = 64 * 1024;
const sealedSegmentBytes = segmentBytes + tagBytes;

/** A sealed file is not what was written. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/**
 * Large files, of which parts are asked for: head, then segments that each open by themselves. The nonce of a segment is
 * its number and whether it is the last one (the construction STREAM of Hoang, Reyhanitabar, Rogaway and Vizár), so
 * segments cannot change places, and a cut end shows.
 */
export class SegmentSealer {
  readonly #opened: SealHead;
  #index = 0;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #begun = false;

  constructor(keys: DiskKeys) {
    this.#opened = newSealHead(keys);
  }

  /** @returns what is to be written next, which may be nothing */
  update(chunk: Uint8Array): Buffer {
    const out = this.#begin();
    this.#waiting.push(Buffer.from(chunk));
    this.#waitingBytes += chunk.length;
    // One is kept back: only the end tells which is the last.
    if (this.#waitingBytes > segmentBytes) {
      const all = Buffer.concat(this.#waiting, this.#waitingBytes);
      let at = 0;
      for (; all.length - at > segmentBytes; at += segmentBytes)
        out.push(...this.#seal(all.subarray(at, at + segmentBytes), false));
      this.#waiting = [all.subarray(at)];
      this.#waitingBytes = all.length - at;
    }
    return Buffer.concat(out);
  }

  /** @returns the end of the file */
  end(): Buffer {
    return Buffer.concat([...this.#begin(), ...this.#seal(Buffer.concat(this.#waiting), true)]);
  }

  #begin(): Buffer[] {
    if (this.#begun) return [];
    this.#begun = true;
    return [this.#opened.head];
  }

  #seal(clear: Buffer, isLast: boolean): readonly Buffer[] {
    const { key, head } = this.#opened;
    return gcmSeal(key, nonceOf(this.#index++, isLast), clear, head);
  }
}

/** A file of segments, to be read from anywhere. */
export class SegmentReader {
  readonly #file: FileHandle;
  readonly #opened: SealHead;
  readonly #segments: number;
  /** Bytes in clear. */
  readonly bytes: number;

  private constructor(file: FileHandle, opened: SealHead, sealedBytes: number) {
    this.#file = file;
    this.#opened = opened;
    this.#segments = Math.ceil(sealedBytes / sealedSegmentBytes);
    this.bytes = sealedBytes - this.#segments * tagBytes;
  }

  /** @returns undefined where it is no such file, or its key is not at hand */
  static async open(file: FileHandle, keys: DiskKeys): Promise<SegmentReader | undefined> {
    const head = Buffer.alloc(sealHeadBytes);
    const { bytesRead } = await file.read(head, 0, sealHeadBytes, 0);
    const opened = readSealHead(head.subarray(0, bytesRead), keys);
    const { size } = await file.stat();
    const rest = size - sealHeadBytes;
    const lastBytes = rest % sealedSegmentBytes || sealedSegmentBytes;
    if (!opened || rest < tagBytes || lastBytes < tagBytes) return undefined;
    return new SegmentReader(file, opened, rest);
  }

  /**
   * The bytes from `start` up to and without `end`, as they come.
   * @throws SealBrokenError where one of them is not what was written
   */
  async *read(start = 0, end = this.bytes): AsyncGenerator<Buffer> {
    for (let index = Math.floor(start / segmentBytes); index * segmentBytes < end; index += 1) {
      const clear = await this.#segment(index);
      const from = index * segmentBytes;
      yield clear.subarray(Math.max(0, start - from), Math.min(clear.length, end - from));
    }
  }

  async #segment(index: number): Promise<Buffer> {
    const sealed = Buffer.allocUnsafe(sealedSegmentBytes);
    const { bytesRead } = await this.#file.read(
      sealed,
      0,
      sealedSegmentBytes,
      sealHeadBytes + index * sealedSegmentBytes,
    );
    const { key, head } = this.#opened;
    const tagAt = bytesRead - tagBytes;
    const clear =
      tagAt >= 0
        ? gcmOpen(
            key,
            nonceOf(index, index === this.#segments - 1),
            sealed.subarray(0, tagAt),
            sealed.subarray(tagAt, bytesRead),
            head,
          )
        : undefined;
    if (!clear) throw new SealBrokenError(`segment ${index} of a sealed file is not what was written`);
    return clear;
  }
}

function nonceOf(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(nonceBytes);
  nonce.writeUInt8(isLast ? 1 : 0, nonceBytes - 5);
  nonce.writeUInt32BE(index, nonceBytes - 4);
  return nonce;
}
