import { z } from 'zod';

/** A text that is shown and searched for: no control characters, and no backslash, which separates values in DICOM. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\\\u0000-\u001f\u007f]*$/, 'a text without control characters and backslash')
    .refine((value) => value.trim() !== '', 'a text');

const seconds = z.int().min(0).max(253_402_300_799);

/**
 * What a token of a HIS says. What is not listed is refused rather than passed over: a claim that is misspelt would
 * open more than was meant.
 */
export const embedClaims = z
  .strictObject({
    iss: text(256),
    aud: z.union([text(256), z.tuple([text(256)]).transform(([one]) => one)]),
    /** NumericDate (RFC 7519 2): seconds since 1970 */
    iat: seconds,
    exp: seconds,
    nbf: seconds.optional(),
    /** Different for each token: it is taken once. */
    jti: text(128).refine((id) => id.length >= 8, 'at least 8 characters'),
    /** The doctor, as the HIS knows them. */
    sub: text(128),
    /** The doctor's name, to be shown and written into the audit trail. */
    name: text(128).optional(),
    /** Patient ID (0010,0020) */
    patientId: text(64),
    /** Issuer of Patient ID (0010,0021) */
    issuerOfPatientId: text(64).optional(),
    /** Study Instance UID (0020,000D) */
    studyInstanceUid: z
      .string()
      .max(64)
      .regex(/^(0|[1-9]\d*)(\.(0|[1-9]\d*))+$/, 'a UID (PS3.5 9.1)')
      .optional(),
    /** Accession Number (0008,0050) */
    accessionNumber: text(64).optional(),
    /** Reading the study, or comparing it with the patient's earlier ones. */
    mode: z.enum(['read', 'compare']).default('read'),
  })
  .refine(
    ({ studyInstanceUid, accessionNumber }) =>
      (studyInstanceUid === undefined) !== (accessionNumber === undefined),
    { message: 'one of studyInstanceUid and accessionNumber', path: ['studyInstanceUid'] },
  );

export type EmbedClaims = z.infer<typeof embedClaims>;
