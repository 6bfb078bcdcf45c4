import type { Right } from './rights.ts';
import type { Role } from './roles.ts';
import type { Rule } from './Rule.ts';

/**
 * What roles may do before anybody made a rule. They are rules like the others: shown, explained, and switched off on
 * the page. A `service` (key) has none of them but those that the key names.
 */
export const builtInRules: readonly Rule[] = [
  allow('administrator', 'Administrators run the archive', ['administrator'], {}, [
    ...['read', 'download', 'upload', 'delete', 'share', 'administrate', 'audit', 'monitor'],
  ] as Right[]),
  allow(
    'radiologist',
    'Radiologists read and report the studies of their institutions',
    ['radiologist'],
    { institutions: 'own' },
    ['read', 'download', 'upload', 'share', 'report'],
  ),
  allow(
    'clinician-patients',
    'Clinicians see and share the studies of whom they treat',
    ['clinician'],
    { institutions: 'own', patients: 'own' },
    ['read', 'share'],
  ),
  allow(
    'clinician-department',
    'Clinicians see the studies of their department',
    ['clinician'],
    { institutions: 'own', departments: 'own' },
    ['read'],
  ),
  allow(
    'clinician-emergency',
    'Clinicians may open a study of their institutions in an emergency, with a reason',
    ['clinician'],
    { institutions: 'own' },
    ['break-glass'],
  ),
  allow(
    'technician',
    'Technicians store and check the studies of their institutions',
    ['technician'],
    { institutions: 'own' },
    ['read', 'upload'],
  ),
  allow(
    'granted',
    'What was shared with somebody, opened by the HIS or in an emergency',
    ['radiologist', 'clinician', 'technician', 'consulting expert'],
    { granted: true },
    ['read', 'download', 'report'],
  ),
  allow(
    'local-programs',
    'Programs of this machine (import, demo studies) store studies and see what is there',
    ['service'],
    {},
    ['read', 'upload'],
  ),
  allow('external', 'Who holds a share sees what it is about', ['external'], { granted: true }, [
    'read',
    'download',
  ]),
];

function allow(
  id: string,
  name: string,
  roles: Exclude<Role, 'none'>[],
  studies: Rule['studies'],
  rights: Right[],
): Rule {
  return {
    id: `built-in:${id}`,
    name,
    effect: 'allow',
    enabled: true,
    rights,
    subjects: { roles },
    studies,
    circumstances: {},
  };
}
