import { z } from 'zod';
import { isAddressRange } from './addresses.ts';
import { rights } from './rights.ts';
import { roles } from './roles.ts';

const names = z.array(z.string().trim().min(1).max(128)).min(1).max(200);
const ownOrNames = z.union([z.literal('own'), names]);
const studyDate = z.string().regex(/^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/, 'a date as YYYYMMDD');
const ranges = z
  .array(z.string().trim().refine(isAddressRange, 'an address or a range, for example 10.0.0.0/8'))
  .min(1)
  .max(200);
const hours = z
  .array(
    z.strictObject({
      weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM'),
      until: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time as HH:MM, at most 24:00'),
    }),
  )
  .min(1)
  .max(50);

/** Whom a rule is for. All that is given must hold; nothing given: everybody who is signed in. */
const subjects = z.strictObject({
  roles: z
    .array(z.enum(roles).exclude(['none']))
    .min(1)
    .optional(),
  /** ids of people or keys */
  people: names.optional(),
  institutions: names.optional(),
  departments: names.optional(),
});

/**
 * Which studies a rule is for. All that is given must hold. A study has several modalities and may have several
 * patients: a rule that allows holds if all of them are meant, one that denies if any is.
 */
const studies = z.strictObject({
  /** `own`: those of the person */
  institutions: ownOrNames.optional(),
  departments: ownOrNames.optional(),
  modalities: z
    .array(z.string().regex(/^[A-Z0-9_ ]{1,16}$/, 'a modality as in DICOM, for example CT'))
    .min(1)
    .max(100)
    .optional(),
  /** Study Date, both ends included; `lastDays`: 1 is today only. A study without date is denied, not allowed. */
  dates: z
    .strictObject({
      from: studyDate.optional(),
      until: studyDate.optional(),
      lastDays: z.int().min(1).max(36_525).optional(),
    })
    .refine((dates) => Object.values(dates).some((value) => value !== undefined), 'from, until or lastDays')
    .optional(),
  /** whom the person treats */
  patients: z.literal('own').optional(),
  /** opened to the person by a share, by a HIS or in an emergency, with the right that is asked for */
  granted: z.literal(true).optional(),
  referringPhysicians: names.optional(),
  stations: names.optional(),
});

/** From where and when. An address that is not known is denied, not allowed. */
const circumstances = z.strictObject({
  addresses: z.strictObject({ within: ranges.optional(), outside: ranges.optional() }).optional(),
  hours: z.strictObject({ within: hours.optional(), outside: hours.optional() }).optional(),
});

/** One rule of who may do what, as it is kept, edited and explained. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9:._-]{1,64}$/),
  name: z.string().trim().min(1).max(200),
  effect: z.enum(['allow', 'deny']),
  enabled: z.boolean(),
  rights: z.array(z.enum(rights)).min(1),
  subjects,
  studies,
  circumstances,
});

export type Rule = z.infer<typeof ruleSchema>;
