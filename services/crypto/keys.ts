import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a key is for. Each purpose has a key of its own, so that what is known of one says nothing of another. */
export type KeyPurpose =
  'sealed-values' | 'blind-index' | 'one-time-codes' | 'audit-chain' | 'frames' | 'backup';

/** One main key, and what is derived of it (HKDF, RFC 5869). */
export interface MainKey {
  /** 8 hexadecimal digits that name the key and say nothing of it. */
  readonly id: string;
  /** @param hash the hash HKDF works with; national algorithms take `sm3` (GB/T 32905) */
  derive(purpose: KeyPurpose, bytes: number, hash?: 'sha256' | 'sm3'): Buffer;
  /** The same for ciphers and HMACs of node:crypto, which take it in a fifth of the time that bytes need. */
  secret(purpose: KeyPurpose, bytes: number, hash?: 'sha256' | 'sm3'): KeyObject;
}

/** The keys at hand: what is new is made with the current one, what is there already opens with any. */
export interface KeyRing {
  readonly current: MainKey;
  /** The current one first. */
  readonly all: readonly MainKey[];
  byId(id: string): MainKey | undefined;
}

export class KeyError extends Error {
  override readonly name = 'KeyError';
}

/** Length of a main key. */
export const mainKeyBytes = 32;

/**
 * @param text 32 bytes as 64 hexadecimal digits or as base64 (plain or url-safe), as `openssl rand -hex 32` gives them
 * @param name of the variable, for the error
 * @throws KeyError that says what is expected, never what was given
 */
export function parseEncryptionKey(text: string, name = 'ENCRYPTION_KEY'): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) {
    const bytes = Buffer.from(trimmed, 'base64');
    if (bytes.length === mainKeyBytes) return bytes;
  }
  throw new KeyError(
    `${name} must be 32 random bytes as 64 hexadecimal digits or as base64, for example from: openssl rand -hex 32`,
  );
}

/** @param bytes at least 32, random */
export function mainKey(bytes: Uint8Array): MainKey {
  if (bytes.byteLength < mainKeyBytes)
    throw new KeyError(`a main key has at least ${mainKeyBytes} bytes, not ${bytes.byteLength}`);
  const derived = new Map<string, Buffer>();
  const hkdf = (info: string, length: number, hash: string) =>
    Buffer.from(hkdfSync(hash, bytes, new Uint8Array(), `yunying ${info}`, length));
  const secrets = new Map<string, KeyObject>();
  const key: MainKey = {
    id: hkdf('key id', 4, 'sha256').toString('hex'),
    derive(purpose, length, hash = 'sha256') {
      const name = `${purpose} ${hash} ${length}`;
      const known = derived.get(name);
      if (known) return known;
      const made = hkdf(name, length, hash);
      derived.set(name, made);
      return made;
    },
    secret(purpose, length, hash = 'sha256') {
      const name = `${purpose} ${hash} ${length}`;
      const known = secrets.get(name);
      if (known) return known;
      const made = createSecretKey(key.derive(purpose, length, hash));
      secrets.set(name, made);
      return made;
    },
  };
  return key;
}

/** @param keys the current one first; the same key twice counts once */
export function keyRing(keys: readonly [MainKey, ...MainKey[]]): KeyRing {
  const byId = new Map<string, MainKey>();
  for (const key of keys) if (!byId.has(key.id)) byId.set(key.id, key);
  return { current: keys[0], all: [...byId.values()], byId: (id) => byId.get(id) };
}
