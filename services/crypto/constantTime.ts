import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether both are the same, in a time that does not tell how much of them is. Lengths are not secret. */
export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && timingSafeEqual(one, other);

/** As `sameBytes` for texts, of any length: what is compared are their digests. */
export const sameText = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
