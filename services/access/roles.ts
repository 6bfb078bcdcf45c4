export const roles = [
  'administrator',
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'external',
  'service',
] as const;

export type Role = (typeof roles)[number];
