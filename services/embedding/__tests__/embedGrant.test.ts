import { expect, it } from 'vitest';
import type { StudyFacts } from '../../access/index.ts';
import { embedScope, priorOf, type EmbedStudies } from '../embedGrant.ts';
import type { EmbedClaims } from '../embedClaims.ts';

const facts = (studyInstanceUid: string, more: Partial<StudyFacts> = {}): StudyFacts => ({
  ...{ studyInstanceUid, institution: '甲医院', modalities: ['CT'], date: '20260102', accessionNumber: '' },
  ...{ patients: [{ id: 'P1', issuer: '' }], referringPhysician: '', stations: [], department: '' },
  ...more,
});
const later = facts('1.1', { date: '20260301' });
const current = facts('1.2');
const otherKind = facts('1.3', { date: '20251201', modalities: ['MR'] });
const prior = facts('1.4', { date: '20250102' });
const foreign = facts('1.5', { patients: [{ id: 'P2', issuer: '' }] });
const mixed = facts('1.6', { patients: [...current.patients, ...foreign.patients] });
const elsewhere = facts('1.7', { institution: '乙医院' });
const nameless = facts('1.8', { institution: '' });
const issued = facts('1.9', { patients: [{ id: 'P1', issuer: 'HIS' }] });
const all = [later, current, otherKind, prior, foreign, mixed, elsewhere, nameless, issued];

const studies: EmbedStudies = {
  named: async ({ studyInstanceUid }) => all.filter((study) => study.studyInstanceUid === studyInstanceUid),
  ofPatient: async () => all,
};
const his = {
  institution: '甲医院' as string | null,
  scope: { modes: ['read', 'compare'] as const, download: false },
};
const scopeOf = (study: StudyFacts | string, more: Partial<EmbedClaims> = {}, registered: object = {}) =>
  embedScope(
    {
      ...{ patientId: 'P1', mode: 'read', ...more },
      studyInstanceUid: typeof study === 'string' ? study : study.studyInstanceUid,
    } as EmbedClaims,
    { ...his, scope: { ...his.scope, modes: [...his.scope.modes] }, ...registered },
    studies,
  );

it('is the study that is named, or all of the patient in its institution', async () => {
  expect(await scopeOf(current)).toMatchObject({
    grant: { studyInstanceUids: ['1.2'], rights: ['read'] },
  });
  expect((await scopeOf(current)) as object).not.toHaveProperty('grant.patients');
  expect(await scopeOf(current, { mode: 'compare' })).toMatchObject({
    grant: { patients: [{ patientId: 'P1', issuer: '', institution: '甲医院' }] },
  });
  const scope = { modes: ['read'], download: true };
  expect(await scopeOf(current, {}, { scope })).toMatchObject({ grant: { rights: ['read', 'download'] } });
  expect(await scopeOf(current, { mode: 'compare' }, { scope })).toEqual({ ok: false, problem: 'mode' });
});

it.each([
  ['what is not there', '9.9', {}, {}, 'no-study'],
  ['another patient’s', foreign, {}, {}, 'patient'],
  ['one with something of another patient in it', mixed, {}, {}, 'patient'],
  ['one of another institution', elsewhere, {}, {}, 'institution'],
  ['one that does not say of which', nameless, {}, {}, 'institution'],
  ['one of another issuer', issued, { issuerOfPatientId: 'LAB' }, {}, 'patient'],
] as const)('is not %s', async (_, study, claims, registered, problem) => {
  expect(await scopeOf(study, claims, registered)).toEqual({ ok: false, problem });
});

it('goes by the issuer where study and token have one, and by the institution of the study where the HIS is of several', async () => {
  expect(await scopeOf(issued, { issuerOfPatientId: 'HIS' })).toMatchObject({ ok: true });
  expect(await scopeOf(current, { issuerOfPatientId: 'HIS' })).toMatchObject({ ok: true });
  expect(await scopeOf(elsewhere, { mode: 'compare' }, { institution: null })).toMatchObject({
    grant: { patients: [{ patientId: 'P1', institution: '乙医院' }] },
  });
});

it('is compared with the latest earlier study of the same modality', () => {
  expect(priorOf(current, [later, current, otherKind, prior])).toBe(prior);
  expect(priorOf(prior, [later, current, otherKind, prior])).toBeUndefined();
  expect(priorOf(otherKind, [later, current, otherKind, prior])).toBeUndefined();
});
