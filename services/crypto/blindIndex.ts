import { createHmac } from 'node:crypto';
import type { KeyRing, MainKey } from './keys.ts';

/**
 * Finds a sealed value without opening all of them: an HMAC over it under a key, equal for equal values and of no use
 * without the key. It tells who reads the column which rows have the same value, and nothing else.
 */
export interface BlindIndex {
  /**
   * What is written beside a new sealed value.
   * @param field for example `person.phone`: equal values of other fields have other indexes
   * @param value normalised by the caller; upper and lower case are different values
   * @returns 32 bytes
   */
  of(field: string, value: string): Buffer;
  /** What such a value may be found under: by each key at hand, and by both kinds of HMAC. The current one first. */
  candidates(field: string, value: string): Buffer[];
}

type Hash = 'sha256' | 'sm3';

/** @param national HMAC-SM3 (GB/T 32905) rather than HMAC-SHA-256 */
export function createBlindIndex(
  keys: KeyRing,
  { national = false }: { national?: boolean } = {},
): BlindIndex {
  const hashes: readonly Hash[] = national ? ['sm3', 'sha256'] : ['sha256', 'sm3'];
  return {
    of: (field, value) => index(keys.current, national ? 'sm3' : 'sha256', field, value),
    candidates: (field, value) =>
      keys.all.flatMap((key) => hashes.map((hash) => index(key, hash, field, value))),
  };
}

const index = (key: MainKey, hash: Hash, field: string, value: string): Buffer =>
  createHmac(hash, key.secret('blind-index', 32, hash))
    .update(`${field}\0${value.normalize('NFKC')}`, 'utf8')
    .digest();
