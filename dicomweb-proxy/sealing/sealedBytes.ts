import type { DiskKeys } from './DiskKeys.ts';
import { newSealHead, readSealHead, sealHeadBytes } from './fileHead.ts';
import { gcmOpen, gcmSeal, nonceBytes, tagBytes } from './gcm.ts';

/** Each file has a key of its own, and seals once. */
const onlyNonce = Buffer.alloc(nonceBytes);

/**
 * Small files as a whole: head, what is sealed, tag.
 * @param context where they belong, for example a path: they open there only
 */
export function sealBytes(keys: DiskKeys, clear: Uint8Array, context: string): Buffer {
  const { head, key } = newSealHead(keys);
  const [sealed, tag] = gcmSeal(key, onlyNonce, clear, associated(head, context));
  return Buffer.concat([head, sealed, tag]);
}

/** What `sealBytes` was given; undefined when it has changed or was moved since, or its key is not at hand. */
export function openBytes(keys: DiskKeys, bytes: Buffer, context: string): Buffer | undefined {
  const opened = readSealHead(bytes, keys);
  const tagAt = bytes.length - tagBytes;
  if (!opened || tagAt < sealHeadBytes) return undefined;
  const { head, key } = opened;
  return gcmOpen(
    key,
    onlyNonce,
    bytes.subarray(sealHeadBytes, tagAt),
    bytes.subarray(tagAt),
    associated(head, context),
  );
}

const associated = (head: Buffer, context: string): Buffer =>
  Buffer.concat([head, Buffer.from(context, 'utf8')]);
