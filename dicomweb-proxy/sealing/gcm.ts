import { createCipheriv, createDecipheriv } from 'node:crypto';

/** AES-256-GCM as NIST SP 800-38D has it: nonces of 96 bits, tags of 128. */
export const nonceBytes = 12;
export const tagBytes = 16;

/** @returns what was sealed and its tag */
export function gcmSeal(
  key: Buffer,
  nonce: Buffer,
  clear: Uint8Array,
  associated: Uint8Array,
): readonly [sealed: Buffer, tag: Buffer] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associated);
  const sealed = cipher.update(clear);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

/** @returns what was sealed; undefined when a bit of it, of the tag or of what is associated has changed */
export function gcmOpen(
  key: Buffer,
  nonce: Buffer,
  sealed: Uint8Array,
  tag: Uint8Array,
  associated: Uint8Array,
): Buffer | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(associated);
  decipher.setAuthTag(tag);
  const clear = decipher.update(sealed);
  try {
    decipher.final();
    return clear;
  } catch {
    return undefined;
  }
}
