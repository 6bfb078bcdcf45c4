import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A secret nobody can guess: 256 random bits unless told otherwise, as base64url without padding (43 characters). */
export function randomToken(bytes = 32): string {
  if (bytes < 16) throw new RangeError(`a token of ${bytes} bytes can be guessed; at least 16`);
  return randomBytes(bytes).toString('base64url');
}

/**
 * What is kept of a random token: its SHA-256, 32 bytes. Enough for 256 random bits; never for what a person
 * chose or what has few digits (`passwordHash`, and an HMAC under a key, are for those).
 */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest();

/** Decimal digits, each as likely as the others; leading zeros belong to it. */
export function randomDigits(digits: number): string {
  if (!Number.isInteger(digits) || digits < 4 || digits > 12)
    throw new RangeError(`${digits} digits: 4 to 12 are possible`);
  return Array.from({ length: digits }, () => randomInt(10)).join('');
}
