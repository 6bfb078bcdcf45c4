import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hkdfSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openssl, withoutOpenssl } from '../../../test/support/openssl.ts';
import { KeyError, keyRing, mainKey, openKeys, parseEncryptionKey } from '../index.ts';

const one = 'a1'.repeat(32);
const other = 'b2'.repeat(32);

describe('derived keys', () => {
  it('come from an HKDF that gives test case 1 of RFC 5869', () => {
    const okm = hkdfSync(
      'sha256',
      Buffer.from('0b'.repeat(22), 'hex'),
      Buffer.from('000102030405060708090a0b0c', 'hex'),
      Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'),
      42,
    );
    expect(Buffer.from(okm).toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
  });

  it.skipIf(!openssl)(`are those of openssl's HKDF${withoutOpenssl}`, () => {
    const key = mainKey(parseEncryptionKey(one));
    const ofOpenssl = (digest: string, info: string, bytes: number) =>
      openssl
        ?.run([
          ...['kdf', '-keylen', String(bytes), '-kdfopt', `digest:${digest}`, '-kdfopt', `hexkey:${one}`],
          ...['-kdfopt', `info:${info}`, '-binary', 'HKDF'],
        ])
        .toString('hex');
    expect(key.derive('audit-chain', 32).toString('hex')).toBe(
      ofOpenssl('SHA256', 'yunying audit-chain sha256 32', 32),
    );
    expect(key.derive('sealed-values', 48, 'sm3').toString('hex')).toBe(
      ofOpenssl('SM3', 'yunying sealed-values sm3 48', 48),
    );
    expect(key.id).toBe(ofOpenssl('SHA256', 'yunying key id', 4));
  });

  it('differ by purpose, hash and main key', () => {
    const [first, second] = [mainKey(Buffer.from(one, 'hex')), mainKey(Buffer.from(other, 'hex'))];
    const all = [
      first.derive('frames', 32),
      first.derive('backup', 32),
      first.derive('frames', 32, 'sm3'),
      second.derive('frames', 32),
    ];
    expect(new Set(all.map((key) => key.toString('hex'))).size).toBe(4);
    expect(first.derive('frames', 32)).toEqual(all[0]);
  });
});

describe('ENCRYPTION_KEY', () => {
  it.each([
    ['hexadecimal', one],
    ['hexadecimal in capitals', one.toUpperCase()],
    ['base64', Buffer.from(one, 'hex').toString('base64')],
    ['base64url', Buffer.from(one, 'hex').toString('base64url')],
    ['with the line end of a file', `${one}\n`],
  ])('may be %s', (_, text) => {
    expect(parseEncryptionKey(text).toString('hex')).toBe(one);
  });

  it.each(['', 'secret', one.slice(2), `${one}00`, 'x'.repeat(64)])(
    'that is %j is refused without being repeated',
    (text) => {
      expect(() => parseEncryptionKey(text)).toThrow(KeyError);
      expect(() => parseEncryptionKey(text)).toThrow(/^ENCRYPTION_KEY must be 32 random bytes/);
      if (text) expect(() => parseEncryptionKey(text)).not.toThrow(text);
    },
  );
});

describe('the ring of keys', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yunying-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const keys = () => join(folder, 'keys');

  it('makes a file for its owner alone, and finds the same key in it again', async () => {
    const first = await openKeys({ folder: keys() });
    expect((await stat(join(keys(), 'main'))).mode & 0o777).toBe(0o600);
    expect((await stat(keys())).mode & 0o777).toBe(0o700);
    expect((await openKeys({ folder: keys() })).current.id).toBe(first.current.id);
  });

  it('makes one key though twenty start at once', async () => {
    const rings = await Promise.all(Array.from({ length: 20 }, () => openKeys({ folder: keys() })));
    expect(new Set(rings.map((ring) => ring.current.id)).size).toBe(1);
  });

  it('makes no file where the environment has a key', async () => {
    const ring = await openKeys({ folder: keys(), encryptionKey: one });
    expect(ring.current.id).toBe(mainKey(Buffer.from(one, 'hex')).id);
    await expect(stat(keys())).rejects.toThrow('ENOENT');
  });

  it('still knows the file and the previous keys when ENCRYPTION_KEY comes', async () => {
    const file = await openKeys({ folder: keys() });
    const ring = await openKeys({ folder: keys(), encryptionKey: one, previousKeys: [other] });
    const previous = mainKey(Buffer.from(other, 'hex'));
    expect(ring.all.map((key) => key.id)).toEqual([
      mainKey(Buffer.from(one, 'hex')).id,
      previous.id,
      file.current.id,
    ]);
    expect(ring.byId(previous.id)?.derive('frames', 32)).toEqual(previous.derive('frames', 32));
    expect(ring.byId('00000000')).toBeUndefined();
  });

  it('takes a key that is named twice once', () => {
    const key = mainKey(Buffer.from(one, 'hex'));
    expect(keyRing([key, mainKey(Buffer.from(one, 'hex'))]).all).toHaveLength(1);
  });

  it('closes a file that others could read', async () => {
    await openKeys({ folder: keys() });
    await chmod(join(keys(), 'main'), 0o644);
    await openKeys({ folder: keys() });
    expect((await stat(join(keys(), 'main'))).mode & 0o777).toBe(0o600);
  });

  it('names a file that was cut, and leaves it', async () => {
    await openKeys({ folder: keys() });
    await writeFile(join(keys(), 'main'), 'abc');
    await expect(openKeys({ folder: keys() })).rejects.toThrow(join(keys(), 'main'));
    expect(await readFile(join(keys(), 'main'), 'utf8')).toBe('abc');
  });
});
