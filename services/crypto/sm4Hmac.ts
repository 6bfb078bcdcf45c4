import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { sameBytes } from './constantTime.ts';

/** For one purpose: the key of the cipher (16 bytes) and another one of the HMAC (32 bytes). */
export interface Sm4HmacKeys {
  readonly cipher: Uint8Array;
  readonly mac: Uint8Array;
}

const counterBytes = 16;
export const sm3MacBytes = 32;

/**
 * SM4 in counter mode (GB/T 32907), then HMAC-SM3 (GB/T 32905, GB/T 15852.2) over what comes out and what belongs to
 * it: encrypt, then authenticate, as OpenSSL has no GCM of SM4.
 * @param associated what is not hidden but must be the same when it is opened
 * @returns the counter's start (16 bytes), and ciphertext with the MAC (32 bytes) behind it
 */
export function sealSm4Hmac(
  keys: Sm4HmacKeys,
  clear: Uint8Array,
  associated: Uint8Array,
): { nonce: Buffer; sealed: Buffer } {
  const nonce = randomBytes(counterBytes);
  const cipher = createCipheriv('sm4-ctr', keys.cipher, nonce);
  const hidden = Buffer.concat([cipher.update(clear), cipher.final()]);
  return { nonce, sealed: Buffer.concat([hidden, mac(keys.mac, associated, nonce, hidden)]) };
}

/** @returns the clear bytes, or undefined where anything was changed or the key is another one */
export function openSm4Hmac(
  keys: Sm4HmacKeys,
  nonce: Uint8Array,
  sealed: Uint8Array,
  associated: Uint8Array,
): Buffer | undefined {
  if (nonce.byteLength !== counterBytes || sealed.byteLength < sm3MacBytes) return undefined;
  const hidden = sealed.subarray(0, sealed.byteLength - sm3MacBytes);
  if (!sameBytes(sealed.subarray(hidden.byteLength), mac(keys.mac, associated, nonce, hidden)))
    return undefined;
  const decipher = createDecipheriv('sm4-ctr', keys.cipher, nonce);
  return Buffer.concat([decipher.update(hidden), decipher.final()]);
}

/** The length in front keeps what belongs to it apart from the rest. */
function mac(key: Uint8Array, associated: Uint8Array, nonce: Uint8Array, hidden: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(associated.byteLength));
  return createHmac('sm3', key).update(length).update(associated).update(nonce).update(hidden).digest();
}
