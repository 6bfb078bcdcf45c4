import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import {
  gcmOpen,
  gcmSeal,
  newSealHead,
  nonceBytes,
  readSealHead,
  sealHeadBytes,
  tagBytes,
  type DiskKeys,
} from '../sealing/index.ts';

/**
 * Seals the records of one FrameFile: nonce, sealed bytes, tag. The head of a record is authenticated with it, so what is
 * of one frame is never taken for that of another. Nonces are random: a counter would begin anew where a cut end was
 * written over, and a file with its own key has far too few records for 96 random bits to meet twice.
 */
export class RecordSeal {
  /** By how much a record grows. */
  static readonly extraBytes = nonceBytes + tagBytes;
  readonly #key: Buffer;

  private constructor(key: Buffer) {
    this.#key = key;
  }

  /** For a new file. @returns what it begins with */
  static begin(keys: DiskKeys): { seal: RecordSeal; head: Buffer } {
    const { head, key } = newSealHead(keys);
    return { seal: new RecordSeal(key), head };
  }

  /** Of a file that is there; undefined where it does not begin as one, or its key is not at hand. */
  static async read(
    file: FileHandle,
    keys: DiskKeys,
  ): Promise<{ seal: RecordSeal; head: Buffer } | undefined> {
    const bytes = Buffer.alloc(sealHeadBytes);
    const { bytesRead } = await file.read(bytes, 0, sealHeadBytes, 0);
    const opened = readSealHead(bytes.subarray(0, bytesRead), keys);
    return opened && { seal: new RecordSeal(opened.key), head: opened.head };
  }

  /** @param head of the record, as it is written before it */
  seal(clear: Uint8Array, head: Buffer): readonly Buffer[] {
    const nonce = randomBytes(nonceBytes);
    return [nonce, ...gcmSeal(this.#key, nonce, clear, head)];
  }

  /** undefined when a bit of record or head has changed. */
  open(bytes: Buffer, head: Buffer): Buffer | undefined {
    const tagAt = bytes.length - tagBytes;
    if (tagAt < nonceBytes) return undefined;
    const nonce = bytes.subarray(0, nonceBytes);
    return gcmOpen(this.#key, nonce, bytes.subarray(nonceBytes, tagAt), bytes.subarray(tagAt), head);
  }
}
