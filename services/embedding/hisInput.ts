import { z } from 'zod';
import type { Role } from '../access/index.ts';
import { embedAlgorithms } from './embedKey.ts';

const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    // eslint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'a text without control characters');

/** As browsers write it (HTML 7.1.1): no path, no slash at the end, no port that is the scheme's own. */
const origin = z
  .string()
  .max(300)
  .refine((value) => {
    const url = URL.parse(value);
    const shape = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d+)?$/;
    // It stands in a header: there are hosts with a semicolon.
    return url?.origin === value && shape.test(value);
  }, 'an origin, for example https://his.hospital.example');

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** Roles that a HIS may give to its doctors: whoever administrates has an account here. */
export const embedRoles = [
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'external',
] as const satisfies readonly Role[];

/** What tokens of the HIS may open. */
const scope = z.strictObject({
  /** `read`: the one study; `compare`: all studies of the patient in that institution. */
  modes: z
    .array(z.enum(['read', 'compare']))
    .min(1)
    .refine(unique, 'each once'),
  /** Whether whole files may be fetched. */
  download: z.boolean(),
});

/** A HIS as administrators enter it. */
export const hisInput = z
  .strictObject({
    name: text(128),
    /** `iss` of its tokens */
    issuer: text(256),
    algorithm: z.enum(embedAlgorithms),
    /** As `readEmbedKey` takes it; left out: the one that is there stays. */
    key: z.string().min(1).max(16_384).optional(),
    /** SM2: the identity it signs with, where that is not the usual one */
    sm2Id: text(128).nullable().default(null),
    /** SM2: `alg` of its headers, where that is not SM2 */
    sm2Algorithm: z
      .string()
      .regex(/^[\w-]{1,32}$/, 'letters, digits, _ and -')
      .refine((name) => !/^(none|HS|RS|ES|PS|EdDSA)/i.test(name), 'the name of another algorithm')
      .nullable()
      .default(null),
    /** `aud` of its tokens */
    audience: text(256),
    /** Of its pages: they may hold the viewer in a frame and talk to it. */
    origins: z.array(origin).min(1).max(20).refine(unique, 'each once'),
    /** Only studies of this institution; null: of any. */
    institution: text(128).nullable(),
    scope,
    /** Of doctors who have no account here. */
    defaultRole: z.enum(embedRoles),
    /** Ids of people here by what the HIS calls them. */
    personMapping: z
      .record(text(128), z.uuid())
      .refine((map) => Object.keys(map).length <= 500, 'at most 500'),
    enabled: z.boolean(),
  })
  .refine(({ algorithm, sm2Id, sm2Algorithm }) => algorithm === 'SM2' || (!sm2Id && !sm2Algorithm), {
    message: 'for SM2 alone',
    path: ['sm2Id'],
  });

export type HisInput = z.input<typeof hisInput>;
export type HisValues = z.output<typeof hisInput>;
