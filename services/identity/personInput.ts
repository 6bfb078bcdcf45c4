import { z } from 'zod';
import { roles } from '../access/index.ts';
import { phoneNumber } from './phoneNumber.ts';

const names = z.array(z.string().trim().min(1).max(128)).max(200);

/** What an administrator enters of a person. */
export const personInput = z.strictObject({
  /** Letters of any script, digits and . _ @ -; upper and lower case are the same person. */
  login: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u, 'letters, digits and . _ @ -, at most 64'),
  name: z.string().trim().min(1).max(128),
  phone: z
    .string()
    .transform((text, context) => {
      const phone = phoneNumber(text);
      if (phone === undefined) context.addIssue({ code: 'custom', message: 'a telephone number' });
      return phone ?? z.NEVER;
    })
    .nullable()
    .default(null),
  role: z.enum(roles).exclude(['external', 'service']),
  /** `*`: all */
  institutions: names.default([]),
  departments: names.default([]),
});

export type PersonInput = z.input<typeof personInput>;

/** NIST SP 800-63B 5.1.1.2: length counts, classes of characters do not. */
export const shortestPassword = 10;

/** @returns why a password is not taken; undefined: it is */
export function passwordProblem(
  password: string,
  login: string,
): 'too-short' | 'too-long' | 'too-simple' | undefined {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < shortestPassword) return 'too-short';
  if (Buffer.byteLength(password) > 1024) return 'too-long';
  const simple = new Set(characters).size < 5 || password.toLowerCase().includes(login.toLowerCase());
  return simple ? 'too-simple' : undefined;
}
