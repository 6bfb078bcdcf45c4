import { z } from 'zod';
import { phoneNumber } from '../identity/index.ts';

/** The last six characters of a Chinese ID (GB 11643): digits, the last one may be X. */
export const idDigits = z
  .string()
  .max(20)
  .transform((text, context) => {
    const plain = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
    if (/^\d{5}[\dX]$/.test(plain)) return plain;
    context.addIssue({ code: 'custom', message: 'the last six characters of an ID' });
    return z.NEVER;
  });

const phone = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = phoneNumber(text);
    if (number !== undefined) return number;
    context.addIssue({ code: 'custom', message: 'a telephone number' });
    return z.NEVER;
  });

/** What somebody chooses who shares a study. */
export const shareInput = z.strictObject({
  /** who may open it: exactly one of these; the id of somebody with an account */
  phone: phone.optional(),
  idDigits: idDigits.optional(),
  person: z.uuid().optional(),
  /** the patient's other studies as well */
  history: z.boolean(),
  report: z.boolean(),
  download: z.boolean(),
  /** ISO 8601; default: now */
  validFrom: z.iso.datetime({ offset: true }).optional(),
  validUntil: z.iso.datetime({ offset: true }),
  maxOpenings: z.int().min(1).max(10_000).nullable(),
});

export type ShareInput = z.output<typeof shareInput>;
