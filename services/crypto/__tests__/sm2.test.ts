import { describe, expect, it } from 'vitest';
import { openssl, withoutOpenssl } from '../../../test/support/openssl.ts';
import { readSm2PublicKey, Sm2KeyError, verifySm2 } from '../index.ts';

/** GB/T 32918.5 annex A.2: "message digest", signed by the identity everybody uses. */
const example = {
  message: Buffer.from('message digest'),
  x: '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020',
  y: 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const signature = Buffer.from(example.r + example.s, 'hex');
const der = Buffer.from(`3046022100${example.r}022100${example.s}`, 'hex');
const key = readSm2PublicKey(`04${example.x}${example.y}`);

/** The order of the group, GB/T 32918.5 2. */
const order = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';
const zero = '00'.repeat(32);

describe('SM2 of GB/T 32918.5', () => {
  it('takes the signature of its example, as r and s or as DER', async () => {
    expect(await verifySm2(example.message, signature, key)).toBe(true);
    expect(await verifySm2(example.message, der, key)).toBe(true);
  });

  it.each([
    ['another message', Buffer.from('message digesT'), signature],
    ['no message', Buffer.alloc(0), signature],
    ['r of 0', example.message, Buffer.from(zero + example.s, 'hex')],
    ['s of 0', example.message, Buffer.from(example.r + zero, 'hex')],
    ['r the order of the group', example.message, Buffer.from(order + example.s, 'hex')],
    ['s the order of the group', example.message, Buffer.from(example.r + order, 'hex')],
    ['r and s with ones only', example.message, Buffer.alloc(64, 0xff)],
    ['r + s = the order', example.message, Buffer.from(`${'0'.repeat(63)}1${order.slice(0, 63)}2`, 'hex')],
    ['nothing', example.message, Buffer.alloc(0)],
    ['a byte too few', example.message, signature.subarray(1)],
    ['a byte too many', example.message, Buffer.concat([signature, Buffer.alloc(1)])],
    ['DER with something behind', example.message, Buffer.concat([der, Buffer.alloc(1)])],
    ['DER cut off', example.message, der.subarray(0, -1)],
    [
      'DER with a zero too many',
      example.message,
      Buffer.from(`304702220000${example.r}022100${example.s}`, 'hex'),
    ],
    ['DER with a negative r', example.message, Buffer.from(`30450220${example.r}022100${example.s}`, 'hex')],
  ])('refuses %s', async (_, message, given) => {
    expect(await verifySm2(message, given, key)).toBe(false);
  });

  it('refuses every signature with one bit changed', async () => {
    for (let at = 0; at < 64; at += 7) {
      const changed = Buffer.from(signature);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(await verifySm2(example.message, changed, key)).toBe(false);
    }
  });

  it('refuses another identity', async () => {
    expect(await verifySm2(example.message, signature, key, { id: '' })).toBe(false);
    expect(await verifySm2(example.message, signature, key, { id: 'ALICE123@YAHOO.COM' })).toBe(false);
  });
});

describe('a public key of SM2', () => {
  const point = { point: `04${example.x}${example.y}` };
  const bytes = Buffer.from(point.point, 'hex');

  it.each([
    ['hexadecimal', point.point],
    ['hexadecimal in capitals', point.point.toUpperCase()],
    ['without the 04', example.x + example.y],
    ['base64', bytes.toString('base64')],
    ['base64url', bytes.toString('base64url')],
    ['compressed', `03${example.x}`],
    [
      'PEM',
      `-----BEGIN PUBLIC KEY-----\n${Buffer.concat([
        Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex'),
        bytes,
      ]).toString('base64')}\n-----END PUBLIC KEY-----\n`,
    ],
  ])('may be %s', (_, text) => {
    expect(readSm2PublicKey(text)).toEqual(point);
  });

  it.each([
    ['nothing', ''],
    ['a word', 'secret'],
    ['a point beside the curve', `04${example.y}${example.x}`],
    ['the other end of the y axis', `05${example.x}`],
    ['PEM of nonsense', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'],
    [
      'PEM of P-256',
      '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n-----END PUBLIC KEY-----',
    ],
  ])('is not %s', (_, text) => {
    expect(() => readSm2PublicKey(text)).toThrow(Sm2KeyError);
  });
});

describe.skipIf(!openssl)(`signatures of openssl${withoutOpenssl}`, () => {
  it('are taken with the identity they were made with, and with no other', async () => {
    const pair = openssl?.keyPair(['-algorithm', 'SM2']);
    const publicKey = readSm2PublicKey(pair?.publicKey ?? '');
    for (const [message, id] of [
      ['eyJhbGciOiJTTTIifQ.e30', '1234567812345678'],
      ['', '1234567812345678'],
      ['医院信息系统', 'HIS-浙一'],
    ] as const) {
      const made = openssl?.signSm2(pair?.privateKey ?? '', Buffer.from(message), id) ?? Buffer.alloc(0);
      expect(await verifySm2(Buffer.from(message), made, publicKey, { id })).toBe(true);
      expect(await verifySm2(Buffer.from(message), made, publicKey, { id: `${id}x` })).toBe(false);
      expect(await verifySm2(Buffer.from(`${message}.`), made, publicKey, { id })).toBe(false);
      expect(await verifySm2(Buffer.from(message), made, key, { id })).toBe(false);
    }
  });
});
