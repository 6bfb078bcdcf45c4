import { crc32 } from 'node:zlib';

/**
 * `htj2k`: the bytes are the frame. `as-stored`: it cannot be HTJ2K. `failed`: it could not be read or a worker
 * died of it. Of the latter two the bytes are the reason, in UTF-8.
 */
export type RecordKind = 'htj2k' | 'as-stored' | 'failed';

/** What stands before the bytes of a frame in a FrameFile. */
export interface RecordHead {
  readonly kind: RecordKind;
  /** Of the instance: up to 72 ASCII characters. */
  readonly instanceVersion: string;
  /** from 1 */
  readonly frameNumber: number;
  /** Of what follows, in bytes. */
  readonly length: number;
  /** CRC-32 of what follows: notices every flipped bit and every burst of up to 32, at many gigabytes a second. 0 of what is sealed. */
  readonly checksum: number;
}

/** A head on the disk: magic, kind, length of the version, frame, length, checksum; version; CRC-32 of all that. */
export const headBytes = 96;

const magic = 0x31_46_59_59;
const kinds: readonly RecordKind[] = ['htj2k', 'as-stored', 'failed'];
const versionAt = 20;
const longestVersion = 72;
const headChecksumAt = headBytes - 4;

export function encodeHead({ kind, instanceVersion, frameNumber, length, checksum }: RecordHead): Buffer {
  if (instanceVersion.length > longestVersion) throw new Error(`too long a version: ${instanceVersion}`);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(magic, 0);
  head.writeUInt8(kinds.indexOf(kind), 4);
  head.writeUInt8(instanceVersion.length, 5);
  head.writeUInt32LE(frameNumber, 8);
  head.writeUInt32LE(length, 12);
  head.writeUInt32LE(checksum, 16);
  head.write(instanceVersion, versionAt, 'latin1');
  head.writeUInt32LE(crc32(head.subarray(0, headChecksumAt)), headChecksumAt);
  return head;
}

/** undefined for what was never written as a head, or has changed since. */
export function decodeHead(head: Buffer): RecordHead | undefined {
  if (head.readUInt32LE(0) !== magic) return undefined;
  if (crc32(head.subarray(0, headChecksumAt)) !== head.readUInt32LE(headChecksumAt)) return undefined;
  const kind = kinds[head.readUInt8(4)];
  if (!kind) return undefined;
  return {
    kind,
    instanceVersion: head.toString('latin1', versionAt, versionAt + head.readUInt8(5)),
    frameNumber: head.readUInt32LE(8),
    length: head.readUInt32LE(12),
    checksum: head.readUInt32LE(16),
  };
}
