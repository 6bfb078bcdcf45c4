import { describe, expect, it } from 'vitest';
import { randomDigits, randomToken, sameBytes, sameText, tokenHash } from '../index.ts';

describe('a random token', () => {
  it('has 256 bits in 43 characters that go into a header or an address as they are', () => {
    const tokens = Array.from({ length: 1000 }, () => randomToken());
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens).size).toBe(1000);
  });

  it('is not made so short that it can be guessed', () => {
    expect(randomToken(16)).toHaveLength(22);
    expect(() => randomToken(15)).toThrow(RangeError);
  });

  it('is kept as its SHA-256', () => {
    // FIPS 180-2 B.1
    expect(tokenHash('abc').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('random digits', () => {
  it('are as many as asked for, zeros in front too, and each is as likely', () => {
    const counts = new Array<number>(10).fill(0);
    let leadingZeros = 0;
    for (let time = 0; time < 5000; time += 1) {
      const code = randomDigits(6);
      expect(code).toMatch(/^\d{6}$/);
      if (code.startsWith('0')) leadingZeros += 1;
      for (const digit of code) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
    }
    // 30,000 digits: 3,000 of each, with a standard deviation of 52; eight of them aside is no chance.
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(8 * 52);
    expect(leadingZeros).toBeGreaterThan(0);
  });

  it('are four to twelve', () => {
    expect(() => randomDigits(3)).toThrow(RangeError);
    expect(() => randomDigits(13)).toThrow(RangeError);
  });
});

describe('comparing', () => {
  it('says whether bytes and texts are the same, of whatever length', () => {
    expect([
      sameBytes(Buffer.from('ab'), Buffer.from('ab')),
      sameBytes(Buffer.from('ab'), Buffer.from('ac')),
    ]).toEqual([true, false]);
    expect(sameBytes(Buffer.from('ab'), Buffer.from('abc'))).toBe(false);
    expect([sameText('x', 'x'), sameText('x', 'xy'), sameText('', '')]).toEqual([true, false, true]);
  });
});
