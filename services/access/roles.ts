export const roles = [
  'administrator',
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'external',
  'service',
  /** Known, and allowed nothing: whoever has come by the hospital's own sign-in and was given no role yet. */
  'none',
] as const;

export type Role = (typeof roles)[number];
