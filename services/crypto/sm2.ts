import { createPublicKey, ECDH, X509Certificate } from 'node:crypto';

/**
 * A public key of SM2 (GB/T 32918.5's curve): the uncompressed point, 04 ‖ x ‖ y, as hexadecimal digits.
 * Only `readSm2PublicKey` makes one.
 */
export interface Sm2PublicKey {
  readonly point: string;
}

export class Sm2KeyError extends Error {
  override readonly name = 'Sm2KeyError';
}

/** The identity everybody signs with who was not told another one (GM/T 0009). */
export const defaultSm2Id = '1234567812345678';

/** Order of the group, GB/T 32918.5. */
const order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** What stands in front of the point in a SubjectPublicKeyInfo: id-ecPublicKey, sm2 (1.2.156.10197.1.301). */
const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');

/**
 * @param text PEM (`PUBLIC KEY` or `CERTIFICATE`); or the point as hexadecimal digits or base64: 04 ‖ x ‖ y (65 bytes),
 *   x ‖ y (64), or compressed (33)
 * @throws Sm2KeyError where it is another kind of key, or not on the curve
 */
export function readSm2PublicKey(text: string): Sm2PublicKey {
  const bytes = text.includes('-----BEGIN') ? pointOfPem(text) : pointOfText(text.trim());
  const point = bytes.length === 64 ? Buffer.concat([Buffer.from([4]), bytes]) : bytes;
  try {
    return { point: ECDH.convertKey(point, 'SM2', undefined, 'hex', 'uncompressed').toString() };
  } catch (error) {
    throw new Sm2KeyError('the SM2 public key is not a point of the curve', { cause: error });
  }
}

function pointOfPem(pem: string): Buffer {
  let spki: Buffer;
  try {
    const key = pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
    spki = key.export({ type: 'spki', format: 'der' });
  } catch (error) {
    throw new Sm2KeyError('the SM2 public key cannot be read: a PEM text "PUBLIC KEY" is expected', {
      cause: error,
    });
  }
  if (spki.length !== spkiHead.length + 65 || !spki.subarray(0, spkiHead.length).equals(spkiHead))
    throw new Sm2KeyError('the public key is not one of SM2');
  return spki.subarray(spkiHead.length);
}

function pointOfText(text: string): Buffer {
  const bytes = /^([0-9a-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  const known =
    (bytes.length === 65 && bytes[0] === 4) ||
    bytes.length === 64 ||
    (bytes.length === 33 && (bytes[0] === 2 || bytes[0] === 3));
  if (!known)
    throw new Sm2KeyError(
      'the SM2 public key must be PEM, or its point of 65, 64 or 33 bytes as hexadecimal digits or base64',
    );
  return bytes;
}

/**
 * Whether a signature of SM2 with SM3 (GB/T 32918.2) is right.
 * @param signature r ‖ s (64 bytes) or ASN.1 DER (GM/T 0009); anything else is a wrong one, not an error
 * @param id the distinguishing identifier of who signed
 */
export async function verifySm2(
  message: Uint8Array,
  signature: Uint8Array,
  key: Sm2PublicKey,
  { id = defaultSm2Id }: { id?: string } = {},
): Promise<boolean> {
  const numbers = signature.byteLength === 64 ? halves(signature) : derIntegers(signature);
  // GB/T 32918.2 7.1 B1, B2 and B5; checked here as the library takes what is outside for granted or throws.
  if (!numbers) return false;
  const [r, s] = numbers;
  if (r < 1n || r >= order || s < 1n || s >= order || (r + s) % order === 0n) return false;
  const hex = r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0');
  // Loaded with the first signature: most hospitals have none.
  const { sm2 } = await import('sm-crypto-v2');
  return sm2.doVerifySignature(message, hex, key.point, { hash: true, der: false, userId: id });
}

type Numbers = readonly [r: bigint, s: bigint];

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);

const halves = (bytes: Uint8Array): Numbers => [number(bytes.subarray(0, 32)), number(bytes.subarray(32))];

/** SEQUENCE of two positive INTEGERs in the one way DER allows (X.690 8.3.2, 10.1), nothing behind it. */
function derIntegers(bytes: Uint8Array): Numbers | undefined {
  if (bytes.length < 8 || bytes.length > 72 || bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2)
    return undefined;
  const first = derInteger(bytes, 2);
  const second = first && derInteger(bytes, first.end);
  return first && second && second.end === bytes.length ? [first.value, second.value] : undefined;
}

function derInteger(bytes: Uint8Array, at: number): { value: bigint; end: number } | undefined {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  if (bytes[at] !== 0x02 || length < 1 || length > 33 || end > bytes.length) return undefined;
  const body = bytes.subarray(at + 2, end);
  const [high = 0, next = 0] = body;
  const padded = high === 0 && length > 1 && next < 0x80;
  return high >= 0x80 || padded ? undefined : { value: number(body), end };
}
