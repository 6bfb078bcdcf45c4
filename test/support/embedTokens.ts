import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';

/** Tokens are put together by hand here, so that what verifies them is held against something else. */
export type Signer = (signed: Buffer) => Buffer;

export const byHmac =
  (secret: string): Signer =>
  (signed) =>
    createHmac('sha256', secret).update(signed).digest();

export const byP256 =
  (key: KeyObject): Signer =>
  (signed) =>
    sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' });

export const p256Pair = (): { privateKey: KeyObject; publicKey: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
};

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

export function tokenOf(header: object, claims: object, signer: Signer): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${signer(Buffer.from(signed)).toString('base64url')}`;
}

/** Claims of a good token of `his-a` for a study, but for what is given. @param now milliseconds since 1970 */
export const claimsOf = (now: number, more: object) => {
  const iat = Math.floor(now / 1000);
  return {
    ...{ iss: 'his-a', aud: 'yunying', iat, exp: iat + 60, jti: randomUUID(), sub: 'D1001', name: '王医生' },
    ...more,
  };
};
