import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { openssl, withoutOpenssl } from '../../../test/support/openssl.ts';
import {
  readEmbedKey,
  verifyEmbedToken,
  type EmbedIssuer,
  type EmbedTokenProblem,
  type EmbedTokenStore,
} from '../index.ts';

const now = Date.parse('2026-11-25T02:00:00Z');
const seconds = now / 1000;
const secret = 'the shared secret of hospital A, 32+ bytes';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = ({ publicKey }: { publicKey: (typeof rsa)['publicKey'] }) =>
  publicKey.export({ type: 'spki', format: 'pem' }).toString();

const claims = {
  iss: 'his-a',
  aud: 'yunying',
  iat: seconds - 5,
  exp: seconds + 60,
  jti: '0f8fad5b-d9cb-469f',
  sub: 'D1001',
  name: '王医生',
  patientId: 'P1',
  issuerOfPatientId: 'HIS',
  studyInstanceUid: '1.2.826.0.1',
  mode: 'compare',
};

const his = (issuer: string, some: Partial<EmbedIssuer>): EmbedIssuer => ({
  id: `id of ${issuer}`,
  issuer,
  audience: 'yunying',
  enabled: true,
  key: readEmbedKey('HS256', secret),
  ...some,
});

const registered = [
  his('his-a', {}),
  his('his-rsa', { key: readEmbedKey('RS256', pem(rsa)) }),
  his('his-ec', { key: readEmbedKey('ES256', pem(p256)) }),
  his('his-off', { enabled: false }),
];

const used = new Set<string>();
const store: EmbedTokenStore = {
  issuer: async (name) => registered.find(({ issuer }) => issuer === name),
  use: async ({ hisId, jtiHash }) => {
    const key = `${hisId} ${jtiHash.toString('hex')}`;
    if (used.has(key)) return false;
    used.add(key);
    return true;
  },
};

beforeEach(() => used.clear());

// Tokens are put together by hand, so that what is verified comes from no library that verifies.
const encoded = (part: unknown) =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
type Signer = (signed: Buffer) => Buffer;
const hmac: Signer = (signed) => createHmac('sha256', secret).update(signed).digest();
const byRsa: Signer = (signed) => sign('sha256', signed, rsa.privateKey);
const byP256: Signer = (signed) =>
  sign('sha256', signed, { key: p256.privateKey, dsaEncoding: 'ieee-p1363' });

const tokenOf = (header: unknown, payload: unknown, signer: Signer = hmac): string => {
  const signed = `${encoded(header)}.${encoded(payload)}`;
  return `${signed}.${signer(Buffer.from(signed)).toString('base64url')}`;
};
const hs256 = { alg: 'HS256', typ: 'JWT' };
const good = () => tokenOf(hs256, claims);
const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

describe('a token of a HIS', () => {
  it.each([
    ['HS256', () => good(), 'his-a'],
    ['RS256', () => tokenOf({ alg: 'RS256', kid: '1' }, { ...claims, iss: 'his-rsa' }, byRsa), 'his-rsa'],
    ['ES256', () => tokenOf({ alg: 'ES256' }, { ...claims, iss: 'his-ec' }, byP256), 'his-ec'],
  ])('is taken, signed with %s', async (_, token, issuer) => {
    expect(await verifyEmbedToken(token(), store, now)).toMatchObject({
      ok: true,
      his: { issuer },
      claims: { ...claims, iss: issuer },
    });
  });

  it('is taken with an accession number, one audience in a list, and no more than it must say', async () => {
    const least = {
      iss: 'his-a',
      aud: ['yunying'],
      iat: seconds,
      exp: seconds + 300,
      jti: 'jti-0001',
      sub: 'D1',
      patientId: 'P1',
      accessionNumber: 'A 1',
    };
    expect(await verifyEmbedToken(tokenOf({ alg: 'HS256' }, least), store, now)).toMatchObject({
      ok: true,
      claims: { aud: 'yunying', mode: 'read', accessionNumber: 'A 1' },
    });
  });

  it('is taken with clocks half a minute apart', async () => {
    const of = async (iat: number, exp: number, jti: string) =>
      (await verifyEmbedToken(tokenOf(hs256, { ...claims, iat, exp, jti }), store, now)).ok;
    expect(await of(seconds + 30, seconds + 90, 'ahead-30')).toBe(true);
    expect(await of(seconds + 31, seconds + 90, 'ahead-31')).toBe(false);
    expect(await of(seconds - 60, seconds - 29, 'behind-29')).toBe(true);
    expect(await of(seconds - 60, seconds - 30, 'behind-30')).toBe(false);
  });

  it('is taken once, of twenty at a time by one', async () => {
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, () => verifyEmbedToken(good(), store, now)),
    );
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1);
    expect(verdicts.filter((verdict) => !verdict.ok && verdict.problem === 'used')).toHaveLength(19);
  });

  it('is crossed off under its HIS until it would be expired anyway', async () => {
    const crossedOff: unknown[] = [];
    await verifyEmbedToken(good(), { ...store, use: async (token) => crossedOff.push(token) > 0 }, now);
    expect(crossedOff).toEqual([
      { hisId: 'id of his-a', jtiHash: expect.any(Buffer), expiresAt: new Date(now + 90_000) },
    ]);
  });

  it('that is bad does not use up its jti', async () => {
    await verifyEmbedToken(tokenOf(hs256, { ...claims, aud: 'other' }), store, now);
    expect(used.size).toBe(0);
  });
});

const bad: readonly [string, EmbedTokenProblem, () => unknown][] = [
  ['nothing', 'not-a-token', () => undefined],
  ['a list of two (parameter given twice)', 'not-a-token', () => [good(), good()]],
  ['an empty text', 'not-a-token', () => ''],
  ['two parts', 'not-a-token', () => good().split('.').slice(0, 2).join('.')],
  ['five parts, as an encrypted one', 'not-a-token', () => `${good()}.AA.AA`],
  ['a space in it', 'not-a-token', () => ` ${good()}`],
  ['padding', 'not-a-token', () => `${good()}=`],
  ['a header that is no JSON', 'not-a-token', () => tokenOf('{"alg":"HS256"', claims)],
  ['a header that is a list', 'not-a-token', () => tokenOf([hs256], claims)],
  ['claims that are no object', 'not-a-token', () => tokenOf(hs256, '"his-a"')],
  [
    'claims that are no UTF-8',
    'not-a-token',
    () => {
      const [head = '', body = '', signature = ''] = good().split('.');
      const bytes = Buffer.from(body, 'base64url');
      bytes[bytes.indexOf('P1')] = 0xff;
      return [head, bytes.toString('base64url'), signature].join('.');
    },
  ],
  ['more than 4096 characters', 'too-long', () => tokenOf(hs256, { ...claims, name: 'x'.repeat(4000) })],
  ['alg none and no signature', 'not-a-token', () => `${encoded({ alg: 'none' })}.${encoded(claims)}.`],
  ['alg none with some signature', 'algorithm', () => tokenOf({ alg: 'none' }, claims)],
  ['alg nOnE', 'algorithm', () => tokenOf({ alg: 'nOnE' }, claims)],
  ['no alg', 'algorithm', () => tokenOf({ typ: 'JWT' }, claims)],
  ['alg that is a list', 'algorithm', () => tokenOf({ alg: ['HS256'] }, claims)],
  ['HS512', 'algorithm', () => tokenOf({ alg: 'HS512' }, claims)],
  [
    'HS256 with the public RSA key as the secret',
    'algorithm',
    () =>
      tokenOf(hs256, { ...claims, iss: 'his-rsa' }, (signed) =>
        createHmac('sha256', pem(rsa)).update(signed).digest(),
      ),
  ],
  [
    'RS256 in the header, the HMAC of the public key behind',
    'signature',
    () =>
      tokenOf({ alg: 'RS256' }, { ...claims, iss: 'his-rsa' }, (signed) =>
        createHmac('sha256', pem(rsa)).update(signed).digest(),
      ),
  ],
  ['RS256 for a HIS with HS256', 'algorithm', () => tokenOf({ alg: 'RS256' }, claims, byRsa)],
  ['SM2 for a HIS with HS256', 'algorithm', () => tokenOf({ alg: 'SM2' }, claims)],
  [
    'its own key (jwk)',
    'header',
    () =>
      tokenOf(
        { alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) },
        { ...claims, iss: 'his-rsa' },
        byRsa,
      ),
  ],
  [
    'an address of keys (jku)',
    'header',
    () => tokenOf({ ...hs256, jku: 'https://evil.example/keys' }, claims),
  ],
  [
    'an address of certificates (x5u)',
    'header',
    () => tokenOf({ ...hs256, x5u: 'https://evil.example' }, claims),
  ],
  ['certificates (x5c)', 'header', () => tokenOf({ ...hs256, x5c: ['AAAA'] }, claims)],
  ['an extension (crit)', 'header', () => tokenOf({ ...hs256, crit: ['exp'], exp: 1 }, claims)],
  ['a payload that is not encoded (b64)', 'header', () => tokenOf({ ...hs256, b64: false }, claims)],
  ['compression (zip)', 'header', () => tokenOf({ ...hs256, zip: 'DEF' }, claims)],
  ['another typ', 'header', () => tokenOf({ alg: 'HS256', typ: 'at+jwt' }, claims)],
  [
    'another secret',
    'signature',
    () => tokenOf(hs256, claims, (signed) => createHmac('sha256', 'x').update(signed).digest()),
  ],
  [
    'one bit of the signature changed',
    'signature',
    () =>
      tokenOf(
        hs256,
        claims,
        (signed) => hmac(signed).map((byte, at) => (at === 9 ? byte ^ 1 : byte)) as Buffer,
      ),
  ],
  ['half a signature', 'signature', () => tokenOf(hs256, claims, (signed) => hmac(signed).subarray(0, 16))],
  [
    'another patient under the signature of the first',
    'signature',
    () => {
      const [head, , signature] = good().split('.');
      return [head, encoded({ ...claims, patientId: 'P2' }), signature].join('.');
    },
  ],
  [
    'a signature of ES256 as DER',
    'signature',
    () =>
      tokenOf({ alg: 'ES256' }, { ...claims, iss: 'his-ec' }, (signed) =>
        sign('sha256', signed, p256.privateKey),
      ),
  ],
  [
    'a signature of ES256 with zeros only (CVE-2022-21449)',
    'signature',
    () => tokenOf({ alg: 'ES256' }, { ...claims, iss: 'his-ec' }, () => Buffer.alloc(64)),
  ],
  ['no issuer', 'unknown-issuer', () => tokenOf(hs256, without('iss'))],
  ['an issuer that is a number', 'unknown-issuer', () => tokenOf(hs256, { ...claims, iss: 1 })],
  ['an issuer nobody registered', 'unknown-issuer', () => tokenOf(hs256, { ...claims, iss: 'his-b' })],
  ['an issuer that is switched off', 'disabled', () => tokenOf(hs256, { ...claims, iss: 'his-off' })],
  ['another audience', 'audience', () => tokenOf(hs256, { ...claims, aud: 'other' })],
  ['an audience with a slash more', 'audience', () => tokenOf(hs256, { ...claims, aud: 'yunying/' })],
  ['two audiences', 'claims', () => tokenOf(hs256, { ...claims, aud: ['yunying', 'other'] })],
  ['no audience', 'claims', () => tokenOf(hs256, without('aud'))],
  [
    'an expiry 30 s ago',
    'expired',
    () => tokenOf(hs256, { ...claims, iat: seconds - 90, exp: seconds - 30 }),
  ],
  [
    'an issue in a minute',
    'not-yet',
    () => tokenOf(hs256, { ...claims, iat: seconds + 60, exp: seconds + 90 }),
  ],
  ['a beginning in a minute (nbf)', 'not-yet', () => tokenOf(hs256, { ...claims, nbf: seconds + 60 })],
  ['301 s of life', 'too-long-lived', () => tokenOf(hs256, { ...claims, iat: seconds, exp: seconds + 301 })],
  [
    'an expiry before its issue',
    'claims',
    () => tokenOf(hs256, { ...claims, iat: seconds + 20, exp: seconds + 10 }),
  ],
  ['no expiry', 'claims', () => tokenOf(hs256, without('exp'))],
  ['no issue', 'claims', () => tokenOf(hs256, without('iat'))],
  ['an expiry as text', 'claims', () => tokenOf(hs256, { ...claims, exp: String(claims.exp) })],
  ['an expiry in milliseconds', 'claims', () => tokenOf(hs256, { ...claims, exp: claims.exp * 1000 })],
  [
    'an expiry of 1e999',
    'claims',
    () => tokenOf(hs256, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999')),
  ],
  ['no jti', 'claims', () => tokenOf(hs256, without('jti'))],
  ['a jti that is a number', 'claims', () => tokenOf(hs256, { ...claims, jti: 12_345_678 })],
  ['a jti of seven characters', 'claims', () => tokenOf(hs256, { ...claims, jti: '1234567' })],
  ['no doctor', 'claims', () => tokenOf(hs256, without('sub'))],
  ['no patient', 'claims', () => tokenOf(hs256, without('patientId'))],
  ['a patient of spaces', 'claims', () => tokenOf(hs256, { ...claims, patientId: '  ' })],
  ['a list of patients', 'claims', () => tokenOf(hs256, { ...claims, patientId: ['P1', 'P2'] })],
  ['two patients by a backslash', 'claims', () => tokenOf(hs256, { ...claims, patientId: 'P1\\P2' })],
  ['a line end in a name', 'claims', () => tokenOf(hs256, { ...claims, name: 'a\nb' })],
  ['neither study nor accession number', 'claims', () => tokenOf(hs256, without('studyInstanceUid'))],
  ['study and accession number', 'claims', () => tokenOf(hs256, { ...claims, accessionNumber: 'A1' })],
  ['a path for a study', 'claims', () => tokenOf(hs256, { ...claims, studyInstanceUid: '1.2/../3' })],
  ['a mode nobody knows', 'claims', () => tokenOf(hs256, { ...claims, mode: 'write' })],
  [
    'a claim that is misspelt',
    'claims',
    () =>
      tokenOf(hs256, { ...without('studyInstanceUid'), studyInstanceUID: '1.2.3', accessionNumber: 'A1' }),
  ],
  [
    'a prototype',
    'claims',
    () => tokenOf(hs256, JSON.stringify(claims).replace('{', '{"__proto__":{"mode":"read"},')),
  ],
];

describe('a bad token', () => {
  it(`there are ${bad.length} kinds of`, () => {
    expect(new Set(bad.map(([name]) => name)).size).toBe(bad.length);
    expect(bad.length).toBeGreaterThanOrEqual(25);
  });

  it.each(bad)('with %s is refused (%s)', async (_, problem, token) => {
    const verdict = await verifyEmbedToken(token(), store, now);
    expect(verdict).toMatchObject({ ok: false, problem });
    expect(used.size).toBe(0);
  });

  it('is explained without what it says', async () => {
    const verdict = await verifyEmbedToken(
      tokenOf(hs256, { ...claims, 'evil\r\nname': 1, patientId: 'SECRET\\1' }),
      store,
      now,
    );
    expect(verdict).toMatchObject({ problem: 'claims', claimedHis: 'id of his-a' });
    const { detail } = verdict as { detail: string };
    expect(detail).toContain('evil??name');
    expect(detail).not.toMatch(/SECRET|[\r\n]/);
    const patient = tokenOf(hs256, { ...claims, patientId: 'SECRET\\1' });
    const other = (await verifyEmbedToken(patient, store, now)) as { detail: string };
    expect(other.detail).toContain('patientId');
    expect(other.detail).not.toContain('SECRET');
  });

  it('is not mistaken for one when the store fails: that is an error', async () => {
    const broken = { ...store, use: () => Promise.reject(new Error('database gone')) };
    await expect(verifyEmbedToken(good(), broken, now)).rejects.toThrow('database gone');
  });
});

describe.skipIf(!openssl)(`a token signed with SM2 by openssl${withoutOpenssl}`, () => {
  const id = 'HIS-2';
  const pair = openssl?.keyPair(['-algorithm', 'SM2']) ?? { privateKey: '', publicKey: '' };
  const bySm2 =
    (identity: string): Signer =>
    (signed) =>
      openssl?.signSm2(pair.privateKey, signed, identity) ?? Buffer.alloc(0);
  const storeOf = (some: Partial<EmbedIssuer>): EmbedTokenStore => ({
    ...store,
    issuer: async (name) =>
      name === 'his-sm' ? his('his-sm', { key: readEmbedKey('SM2', pair.publicKey), ...some }) : undefined,
  });
  const sm = { ...claims, iss: 'his-sm' };
  const verdictOf = (token: string, some: Partial<EmbedIssuer> = {}) =>
    verifyEmbedToken(token, storeOf(some), now);

  /** r ‖ s of a DER signature. */
  const raw = (der: Buffer): Buffer => {
    const rLength = der[3] ?? 0;
    const r = der.subarray(4, 4 + rLength);
    const s = der.subarray(6 + rLength);
    const padded = (number: Buffer) => Buffer.concat([Buffer.alloc(32), number]).subarray(-32);
    return Buffer.concat([padded(r), padded(s)]);
  };

  it('is taken with the identity everybody uses, as DER or r ‖ s', async () => {
    const sign = bySm2('1234567812345678');
    expect((await verdictOf(tokenOf({ alg: 'SM2' }, sm, sign))).ok).toBe(true);
    used.clear();
    expect((await verdictOf(tokenOf({ alg: 'SM2' }, sm, (signed) => raw(sign(signed))))).ok).toBe(true);
  });

  it('is taken with the identity and the name of the algorithm that are registered', async () => {
    const registeredAs = { sm2Id: id, sm2Algorithm: 'SM2-SM3' };
    expect((await verdictOf(tokenOf({ alg: 'SM2-SM3' }, sm, bySm2(id)), registeredAs)).ok).toBe(true);
    expect(await verdictOf(tokenOf({ alg: 'SM2' }, sm, bySm2(id)), registeredAs)).toMatchObject({
      problem: 'algorithm',
    });
  });

  it.each([
    ['another identity', () => tokenOf({ alg: 'SM2' }, sm, bySm2(id))],
    ['an empty identity', () => tokenOf({ alg: 'SM2' }, sm, bySm2(''))],
    [
      'ECDSA over the same curve',
      () => tokenOf({ alg: 'SM2' }, sm, (signed) => sign('sha256', signed, p256.privateKey)),
    ],
    ['zeros', () => tokenOf({ alg: 'SM2' }, sm, () => Buffer.alloc(64))],
    [
      'the signature of other claims',
      () => {
        const [head, , signature] = tokenOf({ alg: 'SM2' }, sm, bySm2('1234567812345678')).split('.');
        return [head, encoded({ ...sm, patientId: 'P2' }), signature].join('.');
      },
    ],
  ])('is refused with %s', async (_, token) => {
    expect(await verdictOf(token())).toMatchObject({ ok: false, problem: 'signature' });
  });
});

describe('the key of a HIS', () => {
  const rsa1024 = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pemOf = (key: typeof rsa) => pem(key);

  it('may be a JWK', () => {
    expect(readEmbedKey('ES256', JSON.stringify(p256.publicKey.export({ format: 'jwk' }))).algorithm).toBe(
      'ES256',
    );
  });

  it.each([
    ['HS256', 'a short secret', 'x'.repeat(31)],
    ['HS256', 'a public key', pemOf(rsa)],
    ['RS256', 'a secret', secret],
    ['RS256', 'a key of 1024 bits', pemOf(rsa1024)],
    ['RS256', 'a key of ECDSA', pemOf(p256)],
    ['RS256', 'a private key', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['ES256', 'a key of RSA', pemOf(rsa)],
    ['ES256', 'a key on another curve', pemOf(p384)],
    ['ES256', 'a private JWK', JSON.stringify(p256.privateKey.export({ format: 'jwk' }))],
    ['ES256', 'half a JWK', '{"kty":"EC"}'],
    ['SM2', 'a key on another curve', pemOf(p256)],
  ] as const)('of %s is not %s', (algorithm, _, text) => {
    expect(() => readEmbedKey(algorithm, text)).toThrow(expect.objectContaining({ name: 'EmbedKeyError' }));
  });
});
