import { crc32 } from 'node:zlib';

const checksumBytes = 4;

/** The bytes with their CRC-32 behind them: what a disk or another machine gives back may not be what it was given. */
export function withChecksum(bytes: Uint8Array): Buffer {
  const sealed = Buffer.allocUnsafe(bytes.length + checksumBytes);
  sealed.set(bytes);
  sealed.writeUInt32LE(crc32(bytes), bytes.length);
  return sealed;
}

/** What `withChecksum` was given; undefined when it has changed since, was cut, or never had a checksum. */
export function checkedBytes(sealed: Buffer): Buffer | undefined {
  const length = sealed.length - checksumBytes;
  if (length < 0) return undefined;
  const bytes = sealed.subarray(0, length);
  return crc32(bytes) === sealed.readUInt32LE(length) ? bytes : undefined;
}
