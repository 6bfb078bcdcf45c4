import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchAudit, type RecordedEvent } from '../../../services/audit/index.ts';
import type { Services } from '../../../services/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { makeInstance } from '../support/instances.ts';
import { hospital, otherHospital, storeAs, uidsOf, type Uids } from './support/principals.ts';
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

const [now, before, meanwhile, elsewhere, other] = [61, 62, 63, 64, 65].map(uidsOf) as [
  Uids,
  Uids,
  Uids,
  Uids,
  Uids,
];
const reason = '患者昏迷，需急诊手术';
const frameOf = ({ study, series, instance }: Uids): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/frames/1`;
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };

describeOnEngines('access in an emergency', (engine) => {
  let system: SignInSystem;
  let services: Services;
  let admin: Visitor;
  let doctor: Visitor & { person: Made };
  let last = 0;
  beforeAll(async () => {
    system = await startSignInSystem(engine, { SESSION_IDLE_MINUTES: '600', SMS_PROVIDER: 'outbox' });
    if (!system.server.services) throw new Error('nobody signs in');
    services = system.server.services;
    admin = await administratorOf(system);
    const file = (uids: Uids, institution: string, patientId: string, accessionNumber: string) =>
      makeInstance({
        ...uids,
        ...{ patientId, accessionNumber, patientName: 'Li^Si=李^四' },
        more: [[0x00080080, 'LO', institution]],
      }).file;
    const files = [
      file(now, hospital, 'E1', 'ACC-1'),
      file(before, hospital, 'E1', 'ACC-2'),
      file(elsewhere, otherHospital, 'E1', 'ACC-4'),
      file(other, hospital, 'E2', 'ACC-5'),
    ];
    expect(await storeAs(admin, files)).toBe(200);
    doctor = await signedIn(system, admin, {
      ...{ login: 'doctor', name: '李医生', role: 'clinician', institutions: [hospital] },
    });
    await makePerson(admin, {
      ...{ login: 'auditor', name: '审计员', role: 'administrator', phone: '+8613800000001' },
    });
  });
  afterAll(() => system.close());

  async function news(): Promise<RecordedEvent[]> {
    const { events } = await searchAudit(services.database.db, { limit: 1000 }, services.sealer);
    const found = events.filter(({ seq }) => seq > last).reverse();
    last = found.at(-1)?.seq ?? last;
    return found;
  }
  const found = async (visitor: Visitor): Promise<string[]> => {
    const { status, body } = await visitor.get('/dicom-web/studies');
    if (status === 204) return [];
    return (body as Record<string, { Value: string[] }>[])
      .map((study) => study['0020000D']?.Value[0] ?? '')
      .sort();
  };
  const search = (by: string, value: string) => doctor.post('/api/emergency/search', { by, value });

  it('is looked for by what names a patient or a study exactly, and shows the least', async () => {
    await news();
    expect(await found(doctor)).toEqual([]);
    expect((await search('accession-number', 'ACC-1')).body).toEqual([
      {
        studyInstanceUid: now.study,
        patientName: '李**',
        patientSex: 'M',
        date: '20260102',
        modalities: ['CT'],
        readable: false,
      },
    ]);
    const ofPatient = (await search('patient-id', 'E1')).body as { studyInstanceUid: string }[];
    // Nothing of the other hospital, in which they do not work.
    expect(ofPatient.map(({ studyInstanceUid }) => studyInstanceUid).sort()).toEqual([
      now.study,
      before.study,
    ]);
    for (const [by, value] of [
      ['accession-number', 'ACC'],
      ['accession-number', 'acc-1'],
      ['accession-number', '*'],
      ['accession-number', 'ACC-4'],
      ['patient-id', 'E?'],
      ['patient-id', 'E9'],
    ] as const)
      expect([value, (await search(by, value)).body]).toEqual([value, []]);
    expect((await doctor.post('/api/emergency/search', { by: 'patient-name', value: 'Li' })).status).toBe(
      422,
    );
    expect((await search('patient-id', ' ')).status).toBe(422);
    // Looking is no opening.
    expect(await found(doctor)).toEqual([]);
    expect((await doctor.get(frameOf(now), stored)).status).toBe(404);
    const searches = (await news()).filter(({ detail }) => detail?.emergency === true);
    expect(searches).toHaveLength(8);
    expect(searches[0]).toMatchObject({
      event: 'query',
      actor: { name: 'doctor' },
      detail: { by: 'accession-number', value: 'ACC-1' },
    });
  });

  it('is not for who lacks the right, nor for studies on which they lack it', async () => {
    const technician = await signedIn(system, admin, {
      ...{ login: 'technician', role: 'technician', institutions: [hospital] },
    });
    const asked = { by: 'patient-id', value: 'E1' };
    expect((await technician.post('/api/emergency/search', asked)).status).toBe(403);
    expect((await technician.post('/api/emergency', { study: elsewhere.study, reason })).status).toBe(403);
    const foreign = await doctor.post('/api/emergency', { study: elsewhere.study, reason });
    const unknown = await doctor.post('/api/emergency', { study: '1.2.3', reason });
    expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
    expect(await services.database.db.selectFrom('break_glass').selectAll().execute()).toEqual([]);
    for (const bad of ['', ' a ', 'x'.repeat(1001)])
      expect((await doctor.post('/api/emergency', { study: now.study, reason: bad })).status).toBe(422);
    expect(errorCode(await admin.post('/api/emergency', { study: now.study, reason }))).toBe('not-permitted');
  });

  it('opens the patient for a time, for reading alone, and says why', async () => {
    await news();
    const began = system.clock.ms;
    const reply = await doctor.post('/api/emergency', { study: now.study, reason });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      studyInstanceUid: now.study,
      beganAt: new Date(began).toISOString(),
      until: new Date(began + 60 * 60_000).toISOString(),
    });
    expect(await found(doctor)).toEqual([now.study, before.study].sort());
    expect((await doctor.get(frameOf(now), stored)).status).toBe(200);
    expect((await doctor.get(frameOf(before), stored)).status).toBe(200);
    expect((await doctor.get(frameOf(other), stored)).status).toBe(404);
    expect((await doctor.get(frameOf(elsewhere), stored)).status).toBe(404);
    expect((await doctor.get(`/dicom-web/studies/${now.study}`)).status).toBe(403);
    expect((await doctor.delete(`/dicom-web/studies/${now.study}`)).status).toBe(403);
    // What is being made of the patient meanwhile is open too.
    const coming = makeInstance({
      ...meanwhile,
      patientId: 'E1',
      more: [[0x00080080, 'LO', hospital]],
    }).file;
    expect(await storeAs(admin, [coming])).toBe(200);
    expect(await found(doctor)).toEqual([now.study, before.study, meanwhile.study].sort());
    expect((await doctor.get('/api/emergency')).body).toMatchObject([
      { studyInstanceUid: now.study, studies: expect.arrayContaining([now.study, before.study]) as unknown },
    ]);
    const again = await doctor.post('/api/emergency', { study: before.study, reason });
    expect([again.status, errorCode(again)]).toEqual([409, 'readable']);

    const events = await news();
    expect(events.find(({ type }) => type === 'emergencyOverrideStarted')).toMatchObject({
      event: 'securityAlert',
      outcome: 0,
      actor: { name: 'doctor' },
      address: '127.0.0.1',
      studyInstanceUid: now.study,
      patientIndex: services.patientIndex('E1'),
      rule: 'built-in:clinician-emergency',
      detail: { reason },
    });
    const views = events.filter(
      ({ event, actor }) => event === 'instancesAccessed' && actor.name === 'doctor',
    );
    expect(views.length).toBeGreaterThan(1);
    for (const view of views) expect(view.rule).toBe('break-glass');
  });

  it('is told to who administrates and audits, and to nobody else', async () => {
    const notices = (await admin.get('/api/notices')).body as Record<string, unknown>[];
    expect(notices).toMatchObject([{ kind: 'emergency', isRead: false, person: '李医生' }]);
    // Nothing of the patient is in it.
    expect(JSON.stringify(notices)).not.toMatch(/E1|ACC|李四|昏迷/);
    expect((await admin.get('/api/notices/unread')).body).toEqual({ unread: 1 });
    expect((await admin.post('/api/notices/read')).status).toBe(204);
    expect((await admin.get('/api/notices/unread')).body).toEqual({ unread: 0 });
    expect((await doctor.get('/api/notices')).body).toEqual([]);
    const auditor = system.visitor();
    await auditor.signIn('auditor');
    const rows = await services.database.db.selectFrom('notice').selectAll().execute();
    expect(rows).toHaveLength(2);
    const outbox = async () =>
      (await readFile(join(system.dataDir, 'outbox', 'sms.jsonl'), 'utf8').catch(() => ''))
        .split('\n')
        .filter((line) => line.includes('emergency'));
    await expect.poll(async () => (await outbox()).length).toBe(1);
    expect(JSON.parse((await outbox())[0] ?? '')).toMatchObject({
      phone: '+8613800000001',
      text: '【云影】李医生紧急打开了患者影像，请登录系统审核。',
    });
    const [row] = await services.database.db.selectFrom('break_glass').selectAll().execute();
    expect(row?.notified_at?.getTime()).toBe(system.clock.ms);
    // The reason lies there sealed.
    expect(row?.reason).not.toContain('昏迷');
  });

  it('ends on the second, and is told to have ended once', async () => {
    system.clock.ms += 60 * 60_000 - 1;
    expect((await doctor.get(frameOf(now), stored)).status).toBe(200);
    await services.emergencyDesk.tellEnded();
    await news();
    system.clock.ms += 1;
    expect((await doctor.get(frameOf(now), stored)).status).toBe(404);
    expect((await doctor.get(`/dicom-web/studies/${before.study}/series`)).status).toBe(404);
    expect(await found(doctor)).toEqual([]);
    expect((await doctor.get('/api/emergency')).body).toEqual([]);
    await services.emergencyDesk.tellEnded();
    await services.emergencyDesk.tellEnded();
    expect(
      (await news())
        .filter(({ type }) => type === 'emergencyOverrideStopped')
        .map(({ studyInstanceUid, actor, detail }) => [studyInstanceUid, actor.id, detail]),
    ).toEqual([[now.study, doctor.person.id, { why: 'time' }]]);
  });

  it('is reviewed by somebody else, once', async () => {
    const { emergencies, settings } = (await admin.get('/api/emergencies')).body as {
      emergencies: { id: string }[];
      settings: { minutes: number; version: number };
    };
    expect(emergencies).toMatchObject([
      { person: '李医生', patientId: 'E1', reason, isRunning: false, reviewedBy: null },
    ]);
    const path = `/api/emergencies/${emergencies[0]?.id}/review`;
    expect((await doctor.post(path, { note: 'ok' })).status).toBe(403);
    expect((await admin.post(path, { note: '已核实' })).status).toBe(204);
    expect(errorCode(await admin.post(path, { note: '又一次' }))).toBe('reviewed');
    expect((await admin.get('/api/emergencies')).body).toMatchObject({
      emergencies: [{ reviewer: '管理员', reviewNote: '已核实' }],
    });
    expect(settings).toEqual({ minutes: 60, version: 0 });
    const set = (body: object) => admin.put('/api/emergencies/settings', body);
    expect((await set({ version: 0, minutes: 4 })).status).toBe(422);
    expect((await set({ version: 0, minutes: 30 })).body).toEqual({ minutes: 30, version: 1 });
    expect(errorCode(await set({ version: 0, minutes: 90 }))).toBe('changed-meanwhile');
    expect((await set({ version: 1, minutes: 15 })).body).toEqual({ minutes: 15, version: 2 });
  });

  it('ends at once when who has it, or who reviews it, says so', async () => {
    const open = async (): Promise<string> => {
      const reply = await doctor.post('/api/emergency', { study: now.study, reason });
      expect(Date.parse((reply.body as { until: string }).until) - system.clock.ms).toBe(15 * 60_000);
      expect((await doctor.get(frameOf(now), stored)).status).toBe(200);
      return (reply.body as { id: string }).id;
    };
    const mine = await open();
    const colleague = await signedIn(system, admin, {
      ...{ login: 'colleague', role: 'clinician', institutions: [hospital] },
    });
    // Not theirs: neither to end, nor to use.
    expect((await colleague.delete(`/api/emergency/${mine}`)).status).toBe(404);
    expect((await colleague.get(frameOf(now), stored)).status).toBe(404);
    expect((await doctor.delete(`/api/emergency/${mine}`)).status).toBe(204);
    expect((await doctor.get(frameOf(now), stored)).status).toBe(404);
    const another = await open();
    expect((await colleague.post(`/api/emergencies/${another}/end`)).status).toBe(403);
    expect((await admin.post(`/api/emergencies/${another}/end`)).status).toBe(204);
    expect((await doctor.get(frameOf(now), stored)).status).toBe(404);
    const stops = (await news()).filter(({ type }) => type === 'emergencyOverrideStopped');
    expect(stops.map(({ actor }) => actor.name)).toEqual(['doctor', 'admin']);
  });

  it('gives way to a rule that denies', async () => {
    const deny = {
      ...{ name: '此人不可查看', effect: 'deny', enabled: true, rights: ['read'] },
      ...{ subjects: { people: [doctor.person.id] }, studies: {}, circumstances: {} },
    };
    expect((await doctor.post('/api/emergency', { study: now.study, reason })).status).toBe(201);
    const { body } = await admin.post('/api/rules', deny);
    const { id, version } = body as { id: string; version: number };
    expect((await doctor.get(frameOf(now), stored)).status).toBe(404);
    expect(await found(doctor)).toEqual([]);
    await admin.delete(`/api/rules/${id}`, { version });
    expect((await doctor.get(frameOf(now), stored)).status).toBe(200);
  });

  it('is not looked for again and again', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) statuses.push((await search('patient-id', `E${n}`)).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
