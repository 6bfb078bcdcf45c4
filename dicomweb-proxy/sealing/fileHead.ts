import { randomBytes } from 'node:crypto';
import type { DiskKeys } from './DiskKeys.ts';

/** What a sealed file begins with: magic, id of the main key, salt; 24 bytes. */
export const sealHeadBytes = 24;

const magic = Buffer.from('YYS1', 'latin1');
const idAt = 4;
const saltAt = 8;

/** Of one file: its head, and the key that goes with it. */
export interface SealHead {
  readonly head: Buffer;
  readonly key: Buffer;
}

/** A new one: no two files have the same key, so that nonces need to be unique within a file only. */
export function newSealHead(keys: DiskKeys): SealHead {
  const salt = randomBytes(sealHeadBytes - saltAt);
  const key = keys.fileKey(salt);
  if (!key) throw new Error('the key that files are sealed with is not at hand');
  return { head: Buffer.concat([magic, Buffer.from(keys.id, 'hex'), salt]), key };
}

/** undefined where it is no head of a sealed file, or of a key that is not at hand. */
export function readSealHead(bytes: Buffer, keys: DiskKeys): SealHead | undefined {
  const id = sealedWith(bytes);
  if (id === undefined) return undefined;
  const head = bytes.subarray(0, sealHeadBytes);
  const key = keys.fileKey(head.subarray(saltAt), id);
  return key && { head, key };
}

/** The id of the key that the file which begins so was sealed with; undefined for a file in clear. */
export function sealedWith(bytes: Buffer): string | undefined {
  if (bytes.length < sealHeadBytes || !bytes.subarray(0, idAt).equals(magic)) return undefined;
  return bytes.toString('hex', idAt, saltAt);
}
