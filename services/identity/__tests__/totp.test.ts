import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpUri, verifyTotp } from '../index.ts';

/** "12345678901234567890", the secret of RFC 6238 appendix B, in base32. */
const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('TOTP', () => {
  // Appendix B for SHA-1 gives eight digits; six are the last six of them (RFC 4226 5.3).
  it.each([
    [59, '94287082', 1],
    [1_111_111_109, '07081804', 37_037_036],
    [1_111_111_111, '14050471', 37_037_037],
    [1_234_567_890, '89005924', 41_152_263],
    [2_000_000_000, '69279037', 66_666_666],
    [20_000_000_000, '65353130', 666_666_666],
  ])('takes the code of RFC 6238 at %d s', (seconds, digits, step) => {
    const verdict = verifyTotp(rfcSecret, digits.slice(2), { lastStep: null, now: seconds * 1000 });
    expect(verdict).toEqual({ ok: true, step });
  });

  /** RFC 4226 5.3 by hand. */
  const codeOf = (step: number): string => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', '12345678901234567890').update(counter).digest();
    const offset = (mac[19] ?? 0) & 0xf;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  };
  const now = 50_000_000 * 30_000;

  it('takes one step before and after, and no more', () => {
    const taken = [-2, -1, 0, 1, 2].map(
      (away) => verifyTotp(rfcSecret, codeOf(50_000_000 + away), { lastStep: null, now }).ok,
    );
    expect(taken).toEqual([false, true, true, true, false]);
  });

  it('takes no code twice, nor one from before the last', () => {
    const verdict = (away: number) =>
      verifyTotp(rfcSecret, codeOf(50_000_000 + away), { lastStep: 50_000_000, now });
    expect(verdict(0)).toEqual({ ok: false, problem: 'used' });
    expect(verdict(-1)).toEqual({ ok: false, problem: 'used' });
    expect(verdict(1)).toEqual({ ok: true, step: 50_000_001 });
  });

  it.each([
    '',
    '12345',
    '1234567',
    'abcdef',
    '12345a',
    '-12345',
    '1e5000',
    '\u0661\u0662\u0663\u0664\u0665\u0666',
  ])('takes %j for no code', (code) => {
    expect(verifyTotp(rfcSecret, code, { lastStep: null, now })).toEqual({ ok: false, problem: 'wrong' });
  });

  it('takes a code with a space in the middle, as apps show it', () => {
    const code = codeOf(50_000_000);
    expect(verifyTotp(rfcSecret, `${code.slice(0, 3)} ${code.slice(3)}`, { lastStep: null, now }).ok).toBe(
      true,
    );
  });

  it('makes secrets of 160 bits and what a QR code holds', () => {
    const secret = newTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri(secret, { login: 'wang@市一', issuer: '云影' }));
    expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe('/云影:wang@市一');
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: '云影',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
  });
});
