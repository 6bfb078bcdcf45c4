import { Secret, TOTP } from 'otpauth';

/** What authenticator apps understand without being told: SHA-1, six digits, 30 s (RFC 6238). */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after the present one that are taken: clocks of telephones are not exact. */
const window = 1;

/** A new secret: 160 random bits (RFC 4226 R6), as base32 for people to type. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** What the QR code holds that an authenticator app reads. */
export const totpUri = (secret: string, { login, issuer }: { login: string; issuer: string }): string =>
  new TOTP({ ...form, issuer, label: login, secret: Secret.fromBase32(secret) }).toString();

export type TotpVerdict =
  | { readonly ok: true; /** to be kept: none up to this one is taken again */ readonly step: number }
  | { readonly ok: false; readonly problem: 'wrong' | 'used' };

/**
 * @param secret base32
 * @param lastStep of the code that was taken last; null: none yet
 * @param now milliseconds since 1970
 */
export function verifyTotp(
  secret: string,
  code: string,
  { lastStep, now }: { lastStep: number | null; now: number },
): TotpVerdict {
  const digits = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return { ok: false, problem: 'wrong' };
  const totp = new TOTP({ ...form, secret: Secret.fromBase32(secret) });
  const delta = totp.validate({ token: digits, timestamp: now, window });
  if (delta === null) return { ok: false, problem: 'wrong' };
  const step = totp.counter({ timestamp: now }) + delta;
  return lastStep !== null && step <= lastStep ? { ok: false, problem: 'used' } : { ok: true, step };
}
