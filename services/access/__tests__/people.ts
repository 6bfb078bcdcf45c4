import type { Grant, Principal, StudyFacts } from '../index.ts';
import { patientKey } from '../index.ts';

/** A hospital, another one, and who works there: for the tests of this folder. */
export const ownHospital = '市第一人民医院';
export const otherHospital = '县中医院';

export const study: StudyFacts = {
  studyInstanceUid: '1.2.826.1',
  institution: ownHospital,
  modalities: ['CT'],
  date: '20261120',
  patients: [{ id: 'P1', issuer: 'HIS' }],
  accessionNumber: 'A1',
  referringPhysician: 'Zhang^San',
  stations: ['CT01'],
  department: '胸外科',
};

export const person = (some: Partial<Principal>): Principal => ({
  kind: 'person',
  id: 'somebody',
  institutions: [ownHospital],
  departments: [],
  ownPatients: new Set(),
  given: [],
  ...some,
});

export const treating = (...ids: string[]): ReadonlySet<string> =>
  new Set(ids.map((id) => patientKey({ id, issuer: 'HIS' })));

export const grantOf = (some: Partial<Grant>): Grant => ({ rights: ['read'], ...some });

/** Wednesday 2026-11-25 10:00 in Shanghai. */
export const wednesdayMorning = Date.parse('2026-11-25T10:00:00+08:00');
