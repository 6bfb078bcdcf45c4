import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openssl, withoutOpenssl } from '../../../test/support/openssl.ts';
import { createSealer, keyRing, mainKey, SealedValueError } from '../index.ts';

const firstKey = mainKey(Buffer.alloc(32, 1));
const secondKey = mainKey(Buffer.alloc(32, 2));
const context = 'person.phone 7d5c';
const clear = '张三 13800138000';

const problemOf = (open: () => string) => {
  try {
    return open();
  } catch (error) {
    if (error instanceof SealedValueError) return error.problem;
    throw error;
  }
};

describe.each([
  { national: false, name: 'a256gcm' },
  { national: true, name: 'sm4hsm3' },
])('a sealed value ($name)', ({ national, name }) => {
  const sealer = createSealer(keyRing([firstKey]), { national });

  it('opens to what it was, and hides it', () => {
    const sealed = sealer.seal(clear, context);
    expect(sealed).toMatch(new RegExp(`^v1\\.${name}\\.${firstKey.id}\\.`));
    expect(Buffer.from(sealed.split('.')[4] ?? '', 'base64url').toString('utf8')).not.toContain('138');
    expect(sealer.open(sealed, context)).toBe(clear);
    expect(sealer.open(sealer.seal('', context), context)).toBe('');
  });

  it('is another one each time', () => {
    const all = Array.from({ length: 100 }, () => sealer.seal(clear, context));
    expect(new Set(all.map((sealed) => sealed.split('.')[3])).size).toBe(100);
  });

  it('does not open with any one byte changed, in nonce, text or tag', () => {
    const parts = sealer.seal(clear, context).split('.');
    for (const part of [3, 4]) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      for (let at = 0; at < bytes.length; at += 1) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ 0x01;
        const text = parts.with(part, changed.toString('base64url')).join('.');
        expect(problemOf(() => sealer.open(text, context))).toBe('changed');
      }
    }
  });

  it('does not open shortened', () => {
    const parts = sealer.seal(clear, context).split('.');
    const bytes = Buffer.from(parts[4] ?? '', 'base64url');
    for (const length of [1, 15, 16, 31, 32, bytes.length - 1]) {
      const text = parts.with(4, bytes.subarray(0, length).toString('base64url')).join('.');
      expect(problemOf(() => sealer.open(text, context))).toBe('changed');
    }
  });

  it('opens in its own place only', () => {
    const sealed = sealer.seal(clear, context);
    expect(problemOf(() => sealer.open(sealed, 'person.phone 7d5d'))).toBe('changed');
  });

  it('does not open as the other algorithm', () => {
    const sealed = sealer.seal(clear, context);
    const renamed = sealed.replace(name, national ? 'a256gcm' : 'sm4hsm3');
    expect(problemOf(() => sealer.open(renamed, context))).toBe('changed');
  });

  it('names the key that is missing, and opens when it is at hand as a previous one', () => {
    const sealed = sealer.seal(clear, context);
    const other = createSealer(keyRing([secondKey]), { national });
    expect(problemOf(() => other.open(sealed, context))).toBe('unknown-key');
    expect(() => other.open(sealed, context)).toThrow(firstKey.id);
    const both = createSealer(keyRing([secondKey, firstKey]), { national });
    expect(both.open(sealed, context)).toBe(clear);
    expect([both.isOutdated(sealed), both.isOutdated(both.seal(clear, context))]).toEqual([true, false]);
  });

  it('does not open with another key under the same name', () => {
    const sealed = sealer.seal(clear, context).replace(firstKey.id, secondKey.id);
    expect(problemOf(() => createSealer(keyRing([firstKey, secondKey])).open(sealed, context))).toBe(
      'changed',
    );
  });

  it('opens whichever algorithm is configured now', () => {
    const other = createSealer(keyRing([firstKey]), { national: !national });
    expect(other.open(sealer.seal(clear, context), context)).toBe(clear);
    expect(other.isOutdated(sealer.seal(clear, context))).toBe(true);
  });

  it.each(['', clear, 'v1', 'v2.a256gcm.00000000.AA.AA', 'v1.none.00000000.AA.AA', 'v1.a256gcm.00000000.AA'])(
    'is told from %j',
    (text) => {
      expect(problemOf(() => sealer.open(text, context))).toBe('not-sealed');
    },
  );
});

describe('the national algorithms', () => {
  it('are SM4 as in GB/T 32907 A.1', () => {
    const key = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
    const block = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
    expect(block.update(key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
    // Counter mode adds the enciphered counter: over zeros that is what comes out.
    expect(createCipheriv('sm4-ctr', key, key).update(Buffer.alloc(16)).toString('hex')).toBe(
      '681edf34d206965e86b3e94f536e4246',
    );
  });

  it.skipIf(!openssl)(`make what openssl opens, with its MAC${withoutOpenssl}`, () => {
    const sealed = createSealer(keyRing([firstKey]), { national: true }).seal(clear, context);
    const [, , , nonceText = '', bytesText = ''] = sealed.split('.');
    const nonce = Buffer.from(nonceText, 'base64url');
    const bytes = Buffer.from(bytesText, 'base64url');
    const keys = firstKey.derive('sealed-values', 48, 'sm3');
    const hidden = bytes.subarray(0, -32);
    const opened = openssl?.run(
      ['enc', '-d', '-sm4-ctr', '-K', keys.subarray(0, 16).toString('hex'), '-iv', nonce.toString('hex')],
      hidden,
    );
    expect(opened?.toString('utf8')).toBe(clear);

    const associated = Buffer.from(`v1.sm4hsm3.${firstKey.id}\n${context}`);
    const length = Buffer.from(associated.length.toString(16).padStart(16, '0'), 'hex');
    const mac = openssl?.run(
      ['mac', '-digest', 'SM3', '-macopt', `hexkey:${keys.subarray(16).toString('hex')}`, '-binary', 'HMAC'],
      Buffer.concat([length, associated, nonce, hidden]),
    );
    expect(bytes.subarray(-32).equals(mac ?? Buffer.alloc(0))).toBe(true);
  });

  it('are SM3 as in GB/T 32905 A.1, also in an HMAC', () => {
    const sm3 = (bytes: Buffer) => createHash('sm3').update(bytes).digest('hex');
    expect(sm3(Buffer.from('abc'))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(sm3(Buffer.from('abcd'.repeat(16)))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
    // RFC 2104 by hand: H(key ^ opad ‖ H(key ^ ipad ‖ text)), blocks of 64 bytes.
    const padded = Buffer.concat([Buffer.from('key'), Buffer.alloc(61)]);
    const inner = sm3(Buffer.concat([padded.map((byte) => byte ^ 0x36), Buffer.from('text')]));
    const outer = sm3(Buffer.concat([padded.map((byte) => byte ^ 0x5c), Buffer.from(inner, 'hex')]));
    expect(createHmac('sm3', 'key').update('text').digest('hex')).toBe(outer);
  });
});
