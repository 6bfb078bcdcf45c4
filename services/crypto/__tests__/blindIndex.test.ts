import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createBlindIndex, keyRing, mainKey } from '../index.ts';

const oldKey = mainKey(Buffer.alloc(32, 1));
const newKey = mainKey(Buffer.alloc(32, 2));

describe('a blind index', () => {
  const index = createBlindIndex(keyRing([newKey, oldKey]));

  it('is the same for the same value of the same field only', () => {
    expect(index.of('person.phone', '+8613800138000')).toEqual(index.of('person.phone', '+8613800138000'));
    expect(index.of('person.phone', '+8613800138001')).not.toEqual(
      index.of('person.phone', '+8613800138000'),
    );
    expect(index.of('share.phone', '+8613800138000')).not.toEqual(index.of('person.phone', '+8613800138000'));
    // Digits of full width are the same digits.
    expect(index.of('person.phone', '\uff11\uff13\uff18')).toEqual(index.of('person.phone', '138'));
  });

  it('is an HMAC-SHA-256 under a key that is only for that', () => {
    const digest = createHmac('sha256', newKey.derive('blind-index', 32))
      .update('person.phone\x00138')
      .digest();
    expect(index.of('person.phone', '138')).toEqual(digest);
  });

  it('finds what was written under the key and the algorithm before', () => {
    const before = createBlindIndex(keyRing([oldKey]), { national: true }).of('share.phone', '138');
    const candidates = index.candidates('share.phone', '138');
    expect(candidates[0]).toEqual(index.of('share.phone', '138'));
    expect(candidates).toContainEqual(before);
    expect(new Set(candidates.map((one) => one.toString('hex'))).size).toBe(4);
  });
});
