import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAudit } from '../../../services/audit/index.ts';
import type { Services } from '../../../services/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { makeInstance } from '../support/instances.ts';
import { hospital, otherHospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  errorCode,
  makePerson,
  signedIn,
  startSignInSystem,
  type Made,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

const [own, foreign, ward] = [uidsOf(81), uidsOf(82), uidsOf(83)];
const frameOf = ({ study, series, instance }: typeof own): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/frames/1`;
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const rule = (some: object = {}) => ({
  ...{ name: '夜间不下载', effect: 'deny', enabled: true, rights: ['download'] },
  ...{ subjects: {}, studies: {}, circumstances: {} },
  ...some,
});
interface Listed {
  id: string;
  version: number;
  builtIn: boolean;
  enabled: boolean;
  name: string;
}

describeOnEngines('rules by their addresses', (engine) => {
  let system: SignInSystem;
  let services: Services;
  let admin: Visitor;
  let reader: Visitor & { person: Made };
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    if (!system.server.services) throw new Error('nobody signs in');
    services = system.server.services;
    admin = await administratorOf(system);
    reader = await signedIn(system, admin, {
      ...{ login: 'reader', name: '读片医生', role: 'radiologist', institutions: [hospital] },
    });
    const onWard = makeInstance({
      ...ward,
      patientId: 'P3',
      more: [
        [0x00080080, 'LO', hospital],
        [0x00081010, 'SH', 'CT-7F'],
      ],
    }).file;
    const files = [studyFile(own, hospital, patient), studyFile(foreign, otherHospital, 'P2'), onWard];
    expect(await storeAs(admin, files)).toBe(200);
  });
  afterAll(() => system.close());

  const listed = async (): Promise<Listed[]> =>
    ((await admin.get('/api/rules')).body as { rules: Listed[] }).rules;
  const ownRules = async (): Promise<Listed[]> => (await listed()).filter(({ builtIn }) => !builtIn);
  const may = async (question: object) => {
    const { status, body } = await admin.post('/api/rules/test', question);
    expect(status, JSON.stringify(body)).toBe(200);
    return body as {
      allowed: boolean;
      by: string | null;
      considered: { rule: string; matched: boolean; because: { code: string; found: string[] } }[];
      notAdmitted: string | null;
    };
  };

  describe('making them', () => {
    it('are made, edited, ordered, switched and removed, and hold at once', async () => {
      const download = () => reader.get(`/dicom-web/studies/${own.study}`);
      expect((await download()).status).toBe(200);
      const made = await admin.post('/api/rules', rule({ name: '<img src=x onerror=alert(1)>' }));
      expect(made.status).toBe(201);
      const first = made.body as Listed;
      expect((await download()).status).toBe(403);
      const second = (await admin.post('/api/rules', rule({ name: '第二', rights: ['share'] })))
        .body as Listed;
      const [a, b] = [first.id, second.id];
      expect((await ownRules()).map(({ id }) => id)).toEqual([a, b]);
      expect((await admin.put('/api/rules/order', { before: [a, b], after: [b, a] })).status).toBe(204);
      expect((await ownRules()).map(({ id }) => id)).toEqual([b, a]);
      for (const order of [
        { before: [a, b], after: [b, a] },
        { before: [b, a], after: [b] },
        { before: [b, a], after: [b, 'built-in:clinician'] },
      ])
        expect(errorCode(await admin.put('/api/rules/order', order))).toBe('changed-meanwhile');

      const edited = await admin.put(`/api/rules/${a}`, { ...rule({ rights: ['share'] }), version: 1 });
      expect(edited.body).toMatchObject({ id: a, version: 2, name: '夜间不下载', rights: ['share'] });
      expect((await download()).status).toBe(200);
      const late = await admin.put(`/api/rules/${a}`, { ...rule(), version: 1 });
      expect([late.status, errorCode(late)]).toEqual([409, 'changed-meanwhile']);
      expect((await admin.put(`/api/rules/${a}/enabled`, { version: 2, enabled: false })).status).toBe(204);
      expect((await ownRules())[1]).toMatchObject({ id: a, version: 3, enabled: false });
      expect(errorCode(await admin.delete(`/api/rules/${a}`, { version: 2 }))).toBe('changed-meanwhile');
      expect((await admin.delete(`/api/rules/${a}`, { version: 3 })).status).toBe(204);
      expect((await admin.delete(`/api/rules/${b}`, { version: 1 })).status).toBe(204);
      expect(errorCode(await admin.delete(`/api/rules/${b}`, { version: 1 }))).toBe('no-such-rule');
    });

    it('those of the program can be switched off and not changed', async () => {
      const id = 'built-in:radiologist';
      const version = async () => (await listed()).find((one) => one.id === id)?.version ?? -1;
      expect(errorCode(await admin.put(`/api/rules/${id}`, { ...rule(), version: 0 }))).toBe('built-in-rule');
      expect(errorCode(await admin.delete(`/api/rules/${id}`, { version: 0 }))).toBe('built-in-rule');
      const before = await version();
      const off = { version: before, enabled: false };
      expect((await admin.put(`/api/rules/${id}/enabled`, off)).status).toBe(204);
      expect((await reader.get(frameOf(own), stored)).status).toBe(404);
      expect(errorCode(await admin.put(`/api/rules/${id}/enabled`, off))).toBe('changed-meanwhile');
      const on = { version: await version(), enabled: true };
      expect((await admin.put(`/api/rules/${id}/enabled`, on)).status).toBe(204);
      expect((await reader.get(frameOf(own), stored)).status).toBe(200);
    });

    it('nobody can lock everybody out', async () => {
      const before = await listed();
      const lock = (some: object) => admin.post('/api/rules', rule({ rights: ['administrate'], ...some }));
      for (const some of [
        {},
        { subjects: { roles: ['administrator'] } },
        { circumstances: { addresses: { within: ['127.0.0.0/8'] } } },
        { circumstances: { hours: { within: [{ from: '00:00', until: '24:00' }] } } },
      ]) {
        const reply = await lock(some);
        expect([reply.status, errorCode(reply)]).toEqual([409, 'locks-out']);
      }
      const { version } = before.find(({ id }) => id === 'built-in:administrator') ?? { version: 0 };
      const off = await admin.put('/api/rules/built-in:administrator/enabled', { version, enabled: false });
      expect(errorCode(off)).toBe('locks-out');
      // Nothing of it is left.
      expect(await listed()).toEqual(before);
      // Where somebody else goes on, it is taken.
      const elsewhere = await lock({ circumstances: { addresses: { within: ['10.0.0.0/8'] } } });
      expect(elsewhere.status).toBe(201);
      const { id } = elsewhere.body as Listed;
      await admin.delete(`/api/rules/${id}`, { version: 1 });
    });

    it('nor by taking away the last one to whom a rule gives it', async () => {
      const { person } = (await admin.session()) as { person: { id: string } };
      const deputy = await makePerson(admin, { login: 'deputy', role: 'radiologist' });
      const others = await admin.post(
        '/api/rules',
        rule({ effect: 'allow', rights: ['administrate'], subjects: { people: [deputy.id] } }),
      );
      const notRole = await admin.post(
        '/api/rules',
        rule({ rights: ['administrate'], subjects: { people: [person.id] } }),
      );
      expect([others.status, notRole.status]).toEqual([201, 201]);
      const deputyVisitor = system.visitor();
      await deputyVisitor.signIn('deputy');
      expect((await admin.get('/api/rules')).status).toBe(403);
      const reply = await deputyVisitor.post(`/api/people/${deputy.id}/disable`);
      expect(errorCode(reply)).toBe('last-administrator');
      const { id } = notRole.body as Listed;
      expect((await deputyVisitor.delete(`/api/rules/${id}`, { version: 1 })).status).toBe(204);
      await admin.delete(`/api/rules/${(others.body as Listed).id}`, { version: 1 });
    });

    it.each([
      ['a field nobody knows', { ...rule(), everything: true }, 400],
      ['no rights', rule({ rights: [] }), 422],
      ['a right nobody knows', rule({ rights: ['write'] }), 422],
      ['a network that is none', rule({ circumstances: { addresses: { within: ['10.0.0.0/33'] } } }), 422],
      ['a month that is none', rule({ studies: { dates: { from: '20261301' } } }), 422],
      ['no name', rule({ name: ' ' }), 422],
    ])('is refused with %s', async (_, body, status) => {
      expect((await admin.post('/api/rules', body)).status).toBe(status);
    });

    it('is written down', async () => {
      const { events } = await searchAudit(services.database.db, { limit: 1000 }, services.sealer);
      const changes = events.filter(({ type }) => type === 'securityConfiguration').reverse();
      expect(changes[0]).toMatchObject({
        event: 'securityAlert',
        action: 'C',
        outcome: 0,
        actor: { name: 'admin' },
        detail: { what: 'new rule', rule: { name: '<img src=x onerror=alert(1)>' } },
      });
      expect(changes.filter(({ detail }) => detail?.failed === 'locks-out').length).toBe(5);
    });
  });

  describe('the question what comes of them', () => {
    it('is answered by the function that decides, as the guard then does', async () => {
      const subject = { person: reader.person.id };
      const mine = await may({ subject, right: 'read', study: own.study });
      expect(mine).toMatchObject({ allowed: true, by: 'built-in:radiologist', notAdmitted: null });
      const theirs = await may({ subject, right: 'read', study: foreign.study });
      expect(theirs).toMatchObject({ allowed: false, by: null });
      expect(theirs.considered.find((one) => one.rule === 'built-in:radiologist')).toEqual({
        rule: 'built-in:radiologist',
        effect: 'allow',
        matched: false,
        because: { code: 'institution', wanted: [hospital], found: [otherHospital] },
      });
      expect(theirs.considered.map((one) => one.rule)).toContain('built-in:administrator');
      expect((await reader.get(frameOf(foreign), stored)).status).toBe(404);
    });

    it('asks from where and when', async () => {
      const { body } = await admin.post(
        '/api/rules',
        rule({
          ...{ rights: ['read'], subjects: { roles: ['radiologist'] } },
          circumstances: {
            addresses: { outside: ['10.0.0.0/8', '127.0.0.0/8'] },
            hours: { within: [{ weekdays: [6, 7], from: '00:00', until: '24:00' }] },
          },
        }),
      );
      const { id } = body as Listed;
      const { timeZone } = (await admin.get('/api/rules')).body as { timeZone: string };
      expect(timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
      const ask = async (address: string, at: string) => {
        const { allowed, by } = await may({
          ...{ subject: { person: reader.person.id }, right: 'read', study: own.study },
          ...{ address, at },
        });
        return [allowed, by];
      };
      // 2026-11-28 is a Saturday, 2026-11-30 a Monday, wherever noon is.
      expect(await ask('203.0.113.5', '2026-11-28T12:00:00Z')).toEqual([false, id]);
      expect(await ask('10.1.2.3', '2026-11-28T12:00:00Z')).toEqual([true, 'built-in:radiologist']);
      expect(await ask('203.0.113.5', '2026-11-30T12:00:00Z')).toEqual([true, 'built-in:radiologist']);
      expect((await reader.get(frameOf(own), stored)).status).toBe(200);
      await admin.delete(`/api/rules/${id}`, { version: 1 });
    });

    it('knows who cannot sign in at all', async () => {
      const gone = await makePerson(admin, { login: 'gone', role: 'radiologist', institutions: ['*'] });
      const ask = () => may({ subject: { person: gone.id }, right: 'read', study: own.study });
      expect(await ask()).toMatchObject({ allowed: true, notAdmitted: null });
      await admin.post(`/api/people/${gone.id}/disable`);
      expect(await ask()).toMatchObject({ allowed: false, notAdmitted: 'disabled', by: null });
    });

    it('is refused where it makes no sense', async () => {
      const ask = (question: object) => admin.post('/api/rules/test', question);
      const subject = { person: reader.person.id };
      expect((await ask({ subject, right: 'read' })).status).toBe(422);
      expect((await ask({ subject, right: 'read', study: '1.2.3' })).status).toBe(404);
      expect((await ask({ subject, right: 'administrate', address: '10.0.0.0/8' })).status).toBe(422);
      expect(await may({ subject, right: 'administrate' })).toMatchObject({ allowed: false });
    });

    it('says nothing of a study to an administrator who may not see it', async () => {
      const closed = await admin.post(
        '/api/rules',
        rule({ rights: ['read'], subjects: { roles: ['administrator'] } }),
      );
      const { id } = closed.body as Listed;
      const question = { subject: { person: reader.person.id }, right: 'read', study: foreign.study };
      const answer = await may(question);
      expect(answer).toMatchObject({ allowed: false, study: null });
      expect(JSON.stringify(answer)).not.toContain(otherHospital);
      await admin.delete(`/api/rules/${id}`, { version: 1 });
      expect(JSON.stringify(await may(question))).toContain(otherHospital);
    });
  });

  it('knows the words of the archive', async () => {
    expect((await admin.get('/api/rules/words')).body).toMatchObject({
      institutions: expect.arrayContaining([hospital, otherHospital]) as unknown,
      modalities: ['CT'],
      stations: ['CT-7F'],
    });
  });

  it('departments follow the map, at once', async () => {
    const surgeon = await signedIn(system, admin, {
      ...{ login: 'surgeon', role: 'clinician', institutions: [hospital], departments: ['胸外科'] },
    });
    expect((await surgeon.get(frameOf(ward), stored)).status).toBe(404);
    const entry = { source: 'station', value: 'CT-7F', institution: hospital, department: '胸外科' };
    const put = (version: number, entries: object[]) => admin.put('/api/departments', { version, entries });
    expect((await put(0, [entry])).body).toEqual({ version: 1, entries: [entry] });
    expect((await surgeon.get(frameOf(ward), stored)).status).toBe(200);
    expect((await surgeon.get(frameOf(own), stored)).status).toBe(404);
    expect(errorCode(await put(0, []))).toBe('changed-meanwhile');
    expect((await put(1, [entry, { ...entry, value: ' ct-7f' }])).status).toBe(422);
    expect((await put(1, [])).body).toEqual({ version: 2, entries: [] });
    expect((await surgeon.get(frameOf(ward), stored)).status).toBe(404);
  });

  it('whom a clinician treats is entered, and holds at once', async () => {
    const clinician = await signedIn(system, admin, {
      ...{ login: 'clinician', role: 'clinician', institutions: [hospital] },
    });
    const path = `/api/people/${clinician.person.id}/patients`;
    expect((await clinician.get(frameOf(own), stored)).status).toBe(404);
    const until = new Date(system.clock.ms + 60_000).toISOString();
    expect((await admin.put(path, { patientId: patient, until })).body).toEqual([
      { patientId: patient, issuer: '', source: 'administrator', until },
    ]);
    expect((await clinician.get(frameOf(own), stored)).status).toBe(200);
    expect((await clinician.get(frameOf(ward), stored)).status).toBe(404);
    system.clock.ms += 60_000;
    expect((await clinician.get(frameOf(own), stored)).status).toBe(404);
    expect((await admin.put(path, { patientId: patient, until: null })).status).toBe(200);
    expect((await clinician.get(frameOf(own), stored)).status).toBe(200);
    const relation = { patientId: patient, issuer: '', source: 'administrator' };
    expect((await admin.delete(path, relation)).status).toBe(204);
    expect((await clinician.get(frameOf(own), stored)).status).toBe(404);
    expect((await admin.delete(path, relation)).status).toBe(404);
    // Not their own to give.
    expect((await clinician.put(path, { patientId: patient })).status).toBe(403);
  });

  it('keys are made for rules, addresses and a time, shown once, and revoked', async () => {
    const forPrograms = await admin.post(
      '/api/rules',
      rule({ name: '统计程序', effect: 'allow', rights: ['read'], subjects: { roles: ['service'] } }),
    );
    const { id: ruleId } = forPrograms.body as Listed;
    const make = (some: object) => admin.post('/api/keys', { name: '统计', ruleIds: [ruleId], ...some });
    const expiresAt = new Date(system.clock.ms + 3_600_000).toISOString();
    const made = await make({ addresses: ['127.0.0.0/8'], expiresAt });
    expect(made.status).toBe(201);
    const { id, text } = made.body as { id: string; text: string };
    const headers = { authorization: `Bearer ${text}` };
    const ask = async (some = headers) =>
      (await system.visitor().get(frameOf(own), { ...stored, ...some })).status;
    expect(await ask()).toBe(200);
    const list = (await admin.get('/api/keys')).body as { id: string; lastUsedAt: string | null }[];
    expect(list.find((key) => key.id === id)).toMatchObject({
      ...{ name: '统计', ruleIds: [ruleId], addresses: ['127.0.0.0/8'], expiresAt },
      lastUsedAt: new Date(system.clock.ms).toISOString(),
    });
    expect(JSON.stringify(list)).not.toContain(text);
    expect(await may({ subject: { key: id }, right: 'read', study: own.study })).toMatchObject({
      allowed: true,
      by: ruleId,
    });
    expect(
      await may({ subject: { key: id }, right: 'read', study: own.study, address: '10.0.0.1' }),
    ).toMatchObject({ allowed: false, notAdmitted: 'address' });
    // A key of a rule administrates nothing.
    expect((await system.visitor().get('/api/keys', headers)).status).toBe(403);
    expect((await reader.delete(`/api/keys/${id}`)).status).toBe(403);
    expect((await admin.delete(`/api/keys/${id}`)).status).toBe(204);
    expect(await ask()).toBe(401);
    expect((await admin.delete(`/api/keys/${id}`)).status).toBe(404);
    for (const bad of [
      { ruleIds: [] },
      { ruleIds: ['no-such-rule'] },
      { addresses: ['here'] },
      { expiresAt: new Date(system.clock.ms).toISOString() },
      { name: '' },
    ])
      expect([bad, (await make(bad)).status]).toEqual([bad, 422]);
  });

  it('shows everybody’s sessions, and ends one', async () => {
    const all = (await admin.get('/api/sessions/everybody')).body as {
      id: string;
      login: string;
      current: boolean;
    }[];
    expect(all.map(({ login }) => login)).toEqual(expect.arrayContaining(['admin', 'reader']));
    const theirs = all.filter(({ login }) => login === 'reader');
    expect(theirs).toHaveLength(1);
    expect((await reader.get('/api/sessions/everybody')).status).toBe(403);
    expect((await admin.delete(`/api/sessions/${theirs[0]?.id}`)).status).toBe(204);
    expect((await reader.get('/dicom-web/studies')).status).toBe(401);
  });
});
