import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { readSm2PublicKey, Sm2KeyError, type Sm2PublicKey } from '../crypto/index.ts';

/** How a HIS signs its tokens: RFC 7518 3.1, or SM2 with SM3 (GB/T 32918.2). */
export const embedAlgorithms = ['HS256', 'RS256', 'ES256', 'SM2'] as const;
export type EmbedAlgorithm = (typeof embedAlgorithms)[number];

/** A key that fits its algorithm. Only `readEmbedKey` makes one. */
export type EmbedKey =
  | { readonly algorithm: 'HS256' | 'RS256' | 'ES256'; readonly key: KeyObject }
  | { readonly algorithm: 'SM2'; readonly key: Sm2PublicKey };

export class EmbedKeyError extends Error {
  override readonly name = 'EmbedKeyError';
}

const shortestSecretBytes = 32;
const shortestRsaBits = 2048;

/**
 * The key of a HIS as an administrator enters it.
 * @param text HS256: the shared secret, its UTF-8 bytes are the key. RS256, ES256: PEM `PUBLIC KEY` or JWK. SM2: PEM, or
 *   the point as `readSm2PublicKey` takes it
 * @throws EmbedKeyError that says what is expected, never what was given
 */
export function readEmbedKey(algorithm: EmbedAlgorithm, text: string): EmbedKey {
  if (/PRIVATE KEY/.test(text) || isPrivateJwk(text))
    throw new EmbedKeyError('this is a private key; it stays with the HIS, only its public key belongs here');
  switch (algorithm) {
    case 'HS256':
      return { algorithm, key: secretKey(text) };
    case 'SM2':
      try {
        return { algorithm, key: readSm2PublicKey(text) };
      } catch (error) {
        if (error instanceof Sm2KeyError) throw new EmbedKeyError(error.message, { cause: error });
        throw error;
      }
    case 'RS256':
    case 'ES256':
      return { algorithm, key: publicKey(algorithm, text) };
  }
}

function secretKey(text: string): KeyObject {
  // With a public key as the secret everybody who knows it could sign.
  if (text.includes('-----BEGIN')) throw new EmbedKeyError('HS256 takes a shared secret, not a public key');
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length < shortestSecretBytes)
    throw new EmbedKeyError(`the shared secret of HS256 must have at least ${shortestSecretBytes} bytes`);
  return createSecretKey(bytes);
}

function publicKey(algorithm: 'RS256' | 'ES256', text: string): KeyObject {
  let key: KeyObject;
  try {
    key = text.trimStart().startsWith('{')
      ? createPublicKey({ key: JSON.parse(text), format: 'jwk' })
      : createPublicKey(text);
  } catch (error) {
    throw new EmbedKeyError('the public key cannot be read: a PEM text "PUBLIC KEY" or a JWK is expected', {
      cause: error,
    });
  }
  const details = key.asymmetricKeyDetails;
  if (algorithm === 'RS256') {
    if (key.asymmetricKeyType !== 'rsa') throw new EmbedKeyError('RS256 takes an RSA key');
    if ((details?.modulusLength ?? 0) < shortestRsaBits)
      throw new EmbedKeyError(`the RSA key must have at least ${shortestRsaBits} bits`);
  } else if (key.asymmetricKeyType !== 'ec' || details?.namedCurve !== 'prime256v1')
    throw new EmbedKeyError('ES256 takes a key on the curve P-256');
  return key;
}

/** A JWK with the private part in it. */
function isPrivateJwk(text: string): boolean {
  try {
    const jwk: unknown = JSON.parse(text);
    return typeof jwk === 'object' && jwk !== null && 'd' in jwk;
  } catch {
    return false;
  }
}
