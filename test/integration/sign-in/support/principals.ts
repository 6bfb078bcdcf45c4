import { makeInstance, store } from '../../support/instances.ts';
import { administratorOf, signedIn, type SignInSystem, type Visitor } from './signInSystem.ts';

export const hospital = '市第一人民医院';
export const otherHospital = '县医院';
export const patient = 'P1';

export interface Uids {
  study: string;
  series: string;
  instance: string;
}

/** All UIDs of a kind are of one length, so that answers which name them can be alike to the byte. */
export const uidsOf = (number: number): Uids => {
  const study = `1.2.826.0.1.3680043.10.514.${number}`;
  return { study, series: `${study}.1`, instance: `${study}.1.1` };
};

/** A study of the hospital, or of another one. */
export const studyFile = (uids: Uids, institution: string, patientId: string): Buffer =>
  makeInstance({ ...uids, patientId, more: [[0x00080080, 'LO', institution]] }).file;

/** @returns the status */
export async function storeAs(visitor: Visitor, files: readonly Buffer[]): Promise<number> {
  return (await store(`${visitor.url}/dicom-web`, files, '/studies', visitor.headers)).status;
}

export type Name =
  | 'anonymous'
  | 'administrator'
  | 'radiologist'
  | 'clinician'
  | 'technician'
  | 'expert'
  | 'external'
  | 'service'
  | 'expired'
  | 'revoked'
  | 'foreigner';

/** What each sends with a request; a new session each time it is asked for. */
export type Principals = Readonly<Record<Name, () => Promise<Record<string, string>>>>;

/**
 * One of each kind, before a study of the hospital (`own`) and one of another hospital. The expert and the external one were
 * given `own`; the clinician treats its patient.
 */
export async function principalsOf(
  system: SignInSystem,
  own: string,
): Promise<{ administrator: Visitor; principals: Principals }> {
  const administrator = await administratorOf(system);
  const { services } = system.server;
  if (!services) throw new Error('nobody signs in');
  const here = { institutions: [hospital] };
  const made = {
    radiologist: await signedIn(system, administrator, {
      login: 'radiologist',
      role: 'radiologist',
      ...here,
    }),
    clinician: await signedIn(system, administrator, { login: 'clinician', role: 'clinician', ...here }),
    technician: await signedIn(system, administrator, { login: 'technician', role: 'technician', ...here }),
    foreigner: await signedIn(system, administrator, {
      ...{ login: 'foreigner', role: 'radiologist', institutions: [otherHospital] },
    }),
    expert: await signedIn(system, administrator, { login: 'expert', role: 'consulting expert' }),
  };
  await services.database.db
    .insertInto('care_relation')
    .values({
      ...{ person_id: made.clinician.person.id, patient_id: patient, patient_issuer: '', source: 'HIS' },
      until: null,
    })
    .execute();
  const share = await insertShare(services, administrator, own);
  const shared = async (personId?: string, lifeMs = 3_600_000): Promise<Record<string, string>> => {
    const { token } = await services.sessions.begin({
      owner: {
        kind: 'share',
        shareId: share,
        personId,
        grant: { studyInstanceUids: [own], rights: ['read', 'download'] },
      },
      ...{ address: '127.0.0.1', userAgent: '', now: new Date(system.clock.ms), idleMs: lifeMs, lifeMs },
    });
    return { authorization: `Bearer ${token}` };
  };
  const { text } = await services.keys.create(
    { name: 'a program', ruleIds: ['built-in:local-programs'] },
    new Date(system.clock.ms),
  );
  const again = (login: string) => async () => {
    const visitor = system.visitor();
    await visitor.signIn(login);
    return visitor.headers;
  };
  const browser = (personId: string, lifeMs: number) =>
    services.sessions.begin({
      owner: { kind: 'browser', personId },
      ...{ address: '127.0.0.1', userAgent: '', now: new Date(system.clock.ms), idleMs: lifeMs, lifeMs },
    });
  return {
    administrator,
    principals: {
      anonymous: async () => ({}),
      administrator: again('admin'),
      radiologist: again('radiologist'),
      clinician: again('clinician'),
      technician: again('technician'),
      foreigner: again('foreigner'),
      expert: () => shared(made.expert.person.id),
      external: () => shared(),
      service: async () => ({ authorization: `Bearer ${text}` }),
      expired: async () => ({ cookie: `yunying=${(await browser(made.radiologist.person.id, 0)).token}` }),
      revoked: async () => {
        const { token, session } = await browser(made.radiologist.person.id, 3_600_000);
        const cookie = `yunying=${token}`;
        // Known here before it is ended.
        await system.visitor().get('/dicom-web/studies', { cookie });
        await administrator.delete(`/api/sessions/${session.id}`);
        return { cookie };
      },
    },
  };
}

/** A session of a share belongs to one; what it may is in the session itself. */
async function insertShare(
  services: NonNullable<SignInSystem['server']['services']>,
  administrator: Visitor,
  study: string,
): Promise<string> {
  const id = '6f0c2d0e-5a55-4f0c-9a43-222222222222';
  const { person } = (await administrator.session()) as { person: { id: string } };
  const now = new Date();
  await services.database.db
    .insertInto('share')
    .values({
      ...{ id, public_id: 'x'.repeat(22), created_by: person.id, study_uid: study, patient: '{}' as never },
      ...{ history: false, report: false, download: true, phone: null, phone_ix: null, id_digits: null },
      ...{ valid_from: now, valid_until: new Date(now.getTime() + 86_400_000), max_openings: null },
      ...{ extraction_hash: null, extraction_until: null, revoked_at: null, revoked_by: null },
    })
    .execute();
  return id;
}
