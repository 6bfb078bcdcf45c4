import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsQR from 'jsqr';
import sharp from 'sharp';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAudit } from '../../../services/audit/index.ts';
import type { Services } from '../../../services/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { makeInstance } from '../support/instances.ts';
import { hospital, otherHospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  anotherPhone,
  lastCode,
  linkId,
  openShare,
  outboxOf,
  phone,
  shareStudy,
  usualShare,
  type Listed,
} from './support/shares.ts';
import {
  administratorOf,
  errorCode,
  signedIn,
  startSignInSystem,
  type Visitor,
  type SignInSystem,
} from './support/signInSystem.ts';

const run = promisify(execFile);
const [own, prior, elsewhere, others] = [uidsOf(71), uidsOf(72), uidsOf(73), uidsOf(74)];
const reportSeries = `${own.study}.9`;
const pdfSeries = `${own.study}.8`;
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const frameOf = ({ study, series, instance }: typeof own): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/frames/1`;
const dayMs = 86_400_000;

/** SR in a series of its own, and a PDF in one that calls itself CT. */
const documents = [
  makeInstance({
    ...{ study: own.study, series: reportSeries, instance: `${reportSeries}.1`, patientId: patient },
    modality: 'SR',
    more: [
      [0x00080080, 'LO', hospital],
      [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11'],
    ],
  }).file,
  makeInstance({
    ...{ study: own.study, series: pdfSeries, instance: `${pdfSeries}.1`, patientId: patient },
    more: [
      [0x00080080, 'LO', hospital],
      [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.104.1'],
      [0x00420011, 'OB', Buffer.from('%PDF-1.4 secret finding ')],
    ],
  }).file,
];

describeOnEngines('shares', (engine) => {
  let system: SignInSystem;
  let services: Services;
  let admin: Visitor;
  let doctor: Visitor;
  beforeAll(async () => {
    system = await startSignInSystem(engine, { SMS_PROVIDER: 'outbox' });
    if (!system.server.services) throw new Error('nobody signs in');
    services = system.server.services;
    admin = await administratorOf(system);
    doctor = await signedIn(system, admin, {
      login: 'doctor',
      role: 'radiologist',
      institutions: [hospital],
    });
    const files = [
      studyFile(own, hospital, patient),
      studyFile(prior, hospital, patient),
      studyFile(elsewhere, otherHospital, patient),
      studyFile(others, hospital, 'P2'),
      ...documents,
    ];
    expect(await storeAs(admin, files)).toBe(200);
  });
  afterAll(() => system.close());

  const share = (choices: Record<string, unknown> = {}, by = doctor, study = own.study): Promise<Listed> =>
    shareStudy(by, study, system.clock.ms, choices);
  const visitor = (token?: string): Visitor => {
    const made = system.visitor();
    if (token !== undefined)
      Object.defineProperty(made, 'headers', { value: { authorization: `Bearer ${token}` } });
    return made;
  };
  /** Opened past the limits of asking, which one test is about. */
  async function opened(shared: Listed): Promise<Visitor> {
    const { id } = shared;
    const code = await codeFor(id);
    const reply = await visitor().post(`/api/shares/${linkId(shared)}/sessions`, { phone, code });
    expect(reply.status).toBe(201);
    return visitor((reply.body as { token: string }).token);
  }
  /** As the service makes it, without a message. */
  const codeFor = async (id: string): Promise<string> => {
    const { OneTimeCodes } = await import('../../../services/identity/index.ts');
    const { openKeys } = await import('../../../services/crypto/index.ts');
    const keys = await openKeys({
      encryptionKey: undefined,
      previousKeys: [],
      folder: join(system.dataDir, 'keys'),
    });
    return new OneTimeCodes(services.database.db, keys).issue(
      { purpose: 'share', subject: id },
      { now: new Date(system.clock.ms), validMs: 300_000 },
    );
  };
  const seriesSeen = async (who: Visitor, study = own.study): Promise<string[]> => {
    const { body } = await who.get(`/dicom-web/studies/${study}/series`);
    return (body as Record<string, { Value: string[] }>[])
      .map((one) => one['0020000E']?.Value[0] ?? '')
      .sort();
  };

  it('are opened with the code sent to the telephone, and show that study alone', async () => {
    const shared = await share();
    expect(shared).toMatchObject({ state: 'open', openings: 0, for: '+*********8000', studies: 1 });
    const state = await visitor().get(`/api/shares/${linkId(shared)}/state`);
    expect(state.body).toEqual({ state: 'open', proof: 'phone' });
    const reply = await openShare(visitor(), shared, system.dataDir);
    expect(reply.status).toBe(201);
    const guest = visitor((reply.body as { token: string }).token);
    expect((await guest.get('/api/share')).body).toMatchObject({
      ...{ studyInstanceUid: own.study, studies: [own.study], mark: '8000', report: true, download: false },
    });
    expect((await guest.get(frameOf(own), stored)).status).toBe(200);
    // Guessed UIDs: of the same patient, of another hospital, of another patient.
    for (const uids of [prior, elsewhere, others]) {
      const { status, body } = await guest.get(frameOf(uids), stored);
      const unknown = await guest.get(frameOf(uidsOf(79)), stored);
      expect([status, JSON.stringify(body).replaceAll(uids.study, uidsOf(79).study)]).toEqual([
        404,
        JSON.stringify(unknown.body),
      ]);
    }
    const { body } = await guest.get('/dicom-web/studies');
    expect(body).toHaveLength(1);
    // Files are another right, and everything else is nobody's who came by a link.
    expect((await guest.get(`/dicom-web/studies/${own.study}`)).status).toBe(403);
    expect((await guest.delete(`/dicom-web/studies/${own.study}`)).status).toBe(403);
    expect((await guest.get('/api/people')).status).toBe(403);
    expect((await guest.get('/api/shares')).status).toBe(403);
    expect((await guest.post(`/api/studies/${own.study}/shares`, usualShare(system.clock.ms))).status).toBe(
      403,
    );
    const again = (await doctor.get(`/api/shares?study=${own.study}`)).body as Listed[];
    expect(again.find(({ id }) => id === shared.id)?.openings).toBe(1);
  });

  it('are given to a consulting expert by name, who sees nothing else, until they are withdrawn', async () => {
    const expert = await signedIn(system, admin, {
      ...{ login: 'expert', role: 'consulting expert', institutions: [hospital] },
    });
    const listed = async (): Promise<string[]> => {
      const { status, body } = await expert.get('/dicom-web/studies');
      if (status === 204) return [];
      return (body as Record<string, { Value: string[] }>[])
        .map((one) => one['0020000D']?.Value[0] ?? '')
        .sort();
    };
    const statusOf = async (uids: typeof own): Promise<number> =>
      (await expert.get(frameOf(uids), stored)).status;
    expect(await listed()).toEqual([]);
    const { experts } = (await doctor.get('/api/sharing')).body as { experts: { id: string }[] };
    expect(experts).toHaveLength(1);
    const person = experts[0]?.id;
    const forExpert = { phone: undefined, person };
    const shared = await share({ ...forExpert, history: true });
    expect(shared).toMatchObject({
      ...{ proof: 'account', studies: 2, state: 'open', path: `/viewer?StudyInstanceUIDs=${own.study}` },
    });
    // In a session that was there before.
    expect(await listed()).toEqual([own.study, prior.study].sort());
    expect([await statusOf(own), await statusOf(prior)]).toEqual([200, 200]);
    expect([await statusOf(others), await statusOf(elsewhere)]).toEqual([404, 404]);
    // Files are another right. What was found is written down here, and nowhere else; images are not added.
    expect((await expert.get(`/dicom-web/studies/${own.study}`)).status).toBe(403);
    const reportOn = ({ study }: typeof own, patientId = patient, sopClassUid = '88.11'): Buffer =>
      makeInstance({
        ...{ study, series: `${study}.77`, instance: `${study}.77.1`, patientId, modality: 'SR' },
        more: [
          [0x00080080, 'LO', hospital],
          [0x00080016, 'UI', `1.2.840.10008.5.1.4.1.1.${sopClassUid}`],
        ],
      }).file;
    for (const refused of [
      studyFile({ ...prior, instance: `${prior.instance}.2` }, hospital, patient),
      reportOn(prior, patient, '2'),
      reportOn(prior, 'P2'),
      reportOn(others),
      reportOn(elsewhere),
      reportOn(uidsOf(78)),
    ])
      expect(await storeAs(expert, [refused])).toBe(409);
    expect(await storeAs(expert, [reportOn(prior)])).toBe(200);
    const passedOn = await expert.post(`/api/studies/${own.study}/shares`, usualShare(system.clock.ms));
    expect(passedOn.status).toBe(403);
    // To experts only, by one way, and not counted.
    const me = (await services.people.list()).find(({ login }) => login === 'doctor')?.id;
    for (const choices of [
      { phone: undefined, person: me },
      { person },
      { ...forExpert, maxOpenings: 3 },
      { ...forExpert, report: false },
      { ...forExpert, validFrom: new Date(system.clock.ms + dayMs / 2).toISOString() },
    ])
      await expect(share(choices)).rejects.toThrow('not-allowed');
    expect((await doctor.delete(`/api/shares/${shared.id}`)).status).toBe(204);
    expect(await listed()).toEqual([]);
    expect(await statusOf(own)).toBe(404);
    // And by itself when its time is over.
    const now = system.clock.ms;
    await share({ ...forExpert, validUntil: new Date(now + 60_000).toISOString() });
    expect(await statusOf(own)).toBe(200);
    system.clock.forward(1.1);
    expect(await statusOf(own)).toBe(404);
    system.clock.ms = now;
  });

  it('say the same, in the same time, to telephones they are for and to all others', async () => {
    const shared = await share();
    const before = (await outboxOf(system.dataDir)).length;
    const asked = async (number: string) => {
      const from = performance.now();
      const reply = await request(`${system.url}/api/shares/${linkId(shared)}/codes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ phone: number }),
      });
      const bytes = Buffer.from(await reply.body.arrayBuffer()).toString('hex');
      const ms = performance.now() - from;
      const { date, 'x-request-id': id, ...headers } = reply.headers;
      expect([typeof date, typeof id]).toEqual(['string', 'string']);
      return { reply: { status: reply.statusCode, headers, bytes }, ms };
    };
    const known = await asked(phone);
    const unknown = await asked('13700137000');
    const none = await asked('no telephone');
    expect(known.reply.status).toBe(202);
    expect(unknown.reply).toEqual(known.reply);
    expect(none.reply).toEqual(known.reply);
    // The answer waits longer than finding out takes.
    for (const { ms } of [known, unknown, none]) expect(ms).toBeGreaterThan(590);
    await lastCode(system.dataDir, 1);
    const sent = (await outboxOf(system.dataDir)).slice(before);
    expect(sent.map((message) => message.phone)).toEqual(['+8613800138000']);
    // Of who tries to open it, the same is said about a wrong telephone and a wrong code.
    const open = `/api/shares/${linkId(shared)}/sessions`;
    const wrongCode = await visitor().post(open, {
      phone,
      code: sent[0]?.code === '000000' ? '1' : '000000',
    });
    const wrongPhone = await visitor().post(open, { phone: anotherPhone, code: sent[0]?.code });
    expect([wrongCode.status, errorCode(wrongCode)]).toEqual([401, 'share-refused']);
    expect([wrongPhone.status, wrongPhone.body]).toEqual([401, wrongCode.body]);
  });

  it('take five tries of a code, and not one more when many come at once', async () => {
    const shared = await share();
    const code = await codeFor(shared.id);
    const wrong = code === '111111' ? '222222' : '111111';
    const open = `/api/shares/${linkId(shared)}/sessions`;
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => visitor().post(open, { phone, code: wrong })),
    );
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([401]));
    // The right one comes too late.
    expect((await visitor().post(open, { phone, code })).status).toBe(401);
    const { tries: counted } = await services.database.db
      .selectFrom('one_time')
      .select('tries')
      .where('subject', '=', shared.id)
      .executeTakeFirstOrThrow();
    expect(counted).toBe(5);
    for (let number = 0; number < 8; number += 1) await visitor().post(open, { phone, code: wrong });
    const { status, headers } = await visitor().post(open, { phone, code: wrong });
    expect([status, Number(headers['retry-after']) > 0]).toEqual([429, true]);
  });

  it('are opened as often as said and not once more, however many come at once', async () => {
    const shared = await share({ maxOpenings: 2 });
    // Each code is good once, so they are asked for in the service.
    const { visitDesk, database } = services;
    const client = { address: '127.0.0.1', userAgent: '' };
    await database.db.updateTable('share').set({ id_digits: null }).where('id', '=', shared.id).execute();
    const shares = await import('../../../services/sharing/index.ts');
    expect(shares.stateOf).toBeTypeOf('function');
    const begin = async () => {
      const code = await codeFor(shared.id);
      return visitDesk.open(linkId(shared), { phone, code }, client).then(
        () => 'opened',
        (error: { problem: string }) => error.problem,
      );
    };
    // One after the other up to the code, then all of them for the last opening.
    expect(await begin()).toBe('opened');
    const counted = await Promise.all(
      Array.from({ length: 8 }, () =>
        database.db
          .transaction()
          .execute((within) =>
            new shares.Shares({ database } as never).countOpening(
              within,
              shared.id,
              new Date(system.clock.ms),
            ),
          ),
      ),
    );
    expect(counted.filter(Boolean)).toHaveLength(1);
    expect(await begin()).toBe('share-used-up');
    const asked = await visitor().post(`/api/shares/${linkId(shared)}/codes`, { phone });
    expect([asked.status, errorCode(asked)]).toEqual([410, 'share-used-up']);
    const list = (await doctor.get(`/api/shares?study=${own.study}`)).body as Listed[];
    expect(list.find(({ id }) => id === shared.id)).toMatchObject({ openings: 2, state: 'used-up' });
  });

  it('end at once when they are withdrawn', async () => {
    const shared = await share();
    const guest = await opened(shared);
    expect((await guest.get(frameOf(own), stored)).status).toBe(200);
    // Not by somebody else who may share as well.
    const colleague = await signedIn(system, admin, {
      ...{ login: 'colleague', role: 'radiologist', institutions: [hospital] },
    });
    expect((await colleague.delete(`/api/shares/${shared.id}`)).status).toBe(404);
    expect((await doctor.delete(`/api/shares/${shared.id}`)).status).toBe(204);
    expect((await guest.get(frameOf(own), stored)).status).toBe(401);
    expect((await visitor().get(`/api/shares/${linkId(shared)}/state`)).body).toMatchObject({
      state: 'withdrawn',
    });
    const asked = await visitor().post(`/api/shares/${linkId(shared)}/codes`, { phone });
    expect([asked.status, errorCode(asked)]).toEqual([410, 'share-withdrawn']);
  });

  it('expire, with the sessions that are open', async () => {
    const now = system.clock.ms;
    const shared = await share({ validUntil: new Date(now + 20 * 60_000).toISOString() });
    const guest = await opened(shared);
    expect((await guest.get(frameOf(own), stored)).status).toBe(200);
    system.clock.forward(20);
    try {
      expect((await guest.get(frameOf(own), stored)).status).toBe(401);
      const asked = await visitor().post(`/api/shares/${linkId(shared)}/codes`, { phone });
      expect([asked.status, errorCode(asked)]).toEqual([410, 'share-expired']);
    } finally {
      system.clock.ms = now;
    }
    const later = await share({ validFrom: new Date(now + 3_600_000).toISOString() });
    const early = await visitor().post(`/api/shares/${linkId(later)}/codes`, { phone });
    expect([early.status, errorCode(early)]).toEqual([403, 'share-not-yet']);
  });

  it('without the report hold nothing of it', async () => {
    const all = [own.series, reportSeries, pdfSeries].sort();
    const withReport = await opened(await share({ download: true }));
    expect(await seriesSeen(withReport)).toEqual(all);
    const guest = await opened(await share({ report: false, download: true }));
    expect(await seriesSeen(guest)).toEqual([own.series]);
    for (const series of [reportSeries, pdfSeries]) {
      const base = `/dicom-web/studies/${own.study}/series/${series}`;
      for (const path of [
        base,
        `${base}/metadata`,
        `${base}/instances`,
        `${base}/thumbnail`,
        `${base}/instances/${series}.1`,
        `${base}/instances/${series}.1/metadata`,
        `${base}/instances/${series}.1/bulkdata/00420011`,
        `${base}/instances/${series}.1/rendered`,
      ]) {
        expect([path, (await guest.get(path)).status]).toEqual([path, 404]);
      }
      for (const path of [base, `${base}/metadata`, `${base}/instances`, `${base}/instances/${series}.1`])
        expect([path, (await withReport.get(path)).status]).toEqual([path, 200]);
    }
    for (const path of [
      `/dicom-web/studies/${own.study}/metadata`,
      `/dicom-web/studies/${own.study}/instances`,
      `/dicom-web/instances`,
      `/dicom-web/series`,
      `/dicom-web/studies`,
      `/dicom-web/studies/${own.study}`,
    ]) {
      const { status, body } = await guest.get(path);
      expect([path, status]).toEqual([path, 200]);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      expect(text).not.toContain(reportSeries);
      expect(text).not.toContain(pdfSeries);
      expect(text).not.toContain('secret finding');
    }
    const [study] = (await guest.get('/dicom-web/studies')).body as Record<string, { Value: unknown[] }>[];
    expect([study?.['00080061']?.Value, study?.['00201208']?.Value]).toEqual([['CT'], [1]]);
  });

  it('of a history hold what the one who shares may share, of that patient', async () => {
    const shared = await share({ history: true });
    expect(shared.studies).toBe(2);
    const guest = await opened(shared);
    const seen = await Promise.all(
      [own, prior, elsewhere, others].map(async (uids) => (await guest.get(frameOf(uids), stored)).status),
    );
    expect(seen).toEqual([200, 200, 404, 404]);
    // Whoever sees everything does not give other institutions' patients of the same number either.
    expect((await share({ history: true }, admin)).studies).toBe(2);
    // A study that comes later was not shared.
    const later = uidsOf(75);
    expect(await storeAs(admin, [studyFile(later, hospital, patient)])).toBe(200);
    expect((await guest.get(frameOf(later), stored)).status).toBe(404);
  });

  it('are given by who may, of what they have', async () => {
    const clinician = await signedIn(system, admin, {
      ...{ login: 'clinician', role: 'clinician', institutions: [hospital] },
    });
    const post = (who: Visitor, study: string, choices: Record<string, unknown> = {}) =>
      who.post(`/api/studies/${study}/shares`, { ...usualShare(system.clock.ms), ...choices });
    expect((await post(clinician, own.study)).status).toBe(404);
    await services.database.db
      .insertInto('care_relation')
      .values({
        ...{ person_id: clinician.person.id, patient_id: patient, patient_issuer: '', source: 'HIS' },
        until: null,
      })
      .execute();
    await admin.put(`/api/people/${clinician.person.id}`, {
      ...{ version: clinician.person.version, login: 'clinician', name: 'x', role: 'clinician' },
      institutions: [hospital],
    });
    expect((await post(clinician, own.study)).status).toBe(201);
    // They may share, and not download.
    const files = await post(clinician, own.study, { download: true });
    expect([files.status, errorCode(files)]).toEqual([403, 'not-permitted']);
    expect((await post(doctor, elsewhere.study)).status).toBe(404);
    expect((await post(visitor(), own.study)).status).toBe(401);
    const technician = await signedIn(system, admin, {
      ...{ login: 'technician', role: 'technician', institutions: [hospital] },
    });
    expect((await post(technician, own.study)).status).toBe(403);
    // Own ones, and all of them for administrators.
    const listed = async (who: Visitor) => ((await who.get('/api/shares')).body as Listed[]).length;
    expect(await listed(clinician)).toBe(1);
    expect(await listed(technician)).toBe(0);
    expect(await listed(admin)).toBe((await listed(doctor)) + 1 + 1);
  });

  it('keep to the limits that an administrator sets', async () => {
    const { limits, version } = (await admin.get('/api/sharing')).body as { limits: object; version: number };
    expect(limits).toMatchObject({ longestDays: 30, idDigits: false });
    const post = (choices: Record<string, unknown>) =>
      doctor.post(`/api/studies/${own.study}/shares`, { ...usualShare(system.clock.ms), ...choices });
    const after = (days: number) => new Date(system.clock.ms + days * dayMs).toISOString();
    const digits = { phone: undefined, idDigits: '12345x' };
    expect((await post({ validUntil: after(31) })).status).toBe(422);
    expect((await post({ validUntil: after(-1) })).status).toBe(422);
    expect((await post(digits)).status).toBe(422);
    expect((await post({ phone: undefined })).status).toBe(422);
    expect((await post({ idDigits: '12345x' })).status).toBe(422);
    expect((await post({ phone: 'abc' })).status).toBe(422);
    expect((await post({ openings: 5 })).status).toBe(400);
    expect((await doctor.put('/api/sharing', { version, limits })).status).toBe(403);
    const changed = { ...limits, longestDays: 60, idDigits: true, mostOpenings: 5, download: false };
    expect((await admin.put('/api/sharing', { version, limits: changed })).status).toBe(200);
    expect((await admin.put('/api/sharing', { version, limits: changed })).status).toBe(409);
    try {
      expect((await post({ validUntil: after(31), maxOpenings: 5 })).status).toBe(201);
      expect((await post({ maxOpenings: 6 })).status).toBe(422);
      expect((await post({ maxOpenings: null })).status).toBe(422);
      expect((await post({ download: true, maxOpenings: 1 })).status).toBe(422);
      const byId = await post({ ...digits, maxOpenings: 5 });
      expect(byId.status).toBe(201);
      await byIdDigits(byId.body as Listed);
    } finally {
      await admin.put('/api/sharing', { version: version + 1, limits });
    }
  });

  /** The last six characters of an ID: ten wrong ones and it is locked. */
  async function byIdDigits(shared: Listed): Promise<void> {
    const open = (idDigits: string) => visitor().post(`/api/shares/${linkId(shared)}/sessions`, { idDigits });
    expect((await visitor().get(`/api/shares/${linkId(shared)}/state`)).body).toEqual({
      state: 'open',
      proof: 'id',
    });
    expect((await open('12345X')).status).toBe(201);
    const wrong = await Promise.all(Array.from({ length: 15 }, () => open('123456')));
    // Who comes after the tenth may hear already that it is locked.
    for (const { status } of wrong) expect([401, 403]).toContain(status);
    const locked = await open('12345X');
    expect([locked.status, errorCode(locked)]).toEqual([403, 'share-locked']);
    const list = (await doctor.get('/api/shares')).body as Listed[];
    expect(list.find(({ id }) => id === shared.id)?.state).toBe('locked');
  }

  describe('as files', () => {
    let folder = '';
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'yunying-zip-'));
    });
    afterAll(() => rm(folder, { recursive: true, force: true }));

    it('are handed out for a code of extraction', async () => {
      const shared = await share({ download: true });
      const guest = await opened(shared);
      const none = await guest.post('/api/share/archive', { code: '12345678' });
      expect([none.status, errorCode(none)]).toEqual([410, 'extraction-expired']);
      const made = await doctor.post(`/api/shares/${shared.id}/extraction`, { hours: 24 });
      expect(made.status).toBe(201);
      const { code, until } = made.body as { code: string; until: string };
      expect(code).toMatch(/^\d{8}$/);
      expect(Date.parse(until)).toBe(system.clock.ms + 24 * 3_600_000);
      const wrong = await guest.post('/api/share/archive', { code: code === '00000000' ? '1' : '00000000' });
      expect([wrong.status, errorCode(wrong)]).toEqual([401, 'extraction-refused']);
      const right = await guest.post('/api/share/archive', { code: `${code.slice(0, 4)} ${code.slice(4)}` });
      expect(right.status).toBe(200);
      const { address } = right.body as { address: string };
      const reply = await request(system.url + address);
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'application/zip']);
      const zip = join(folder, 'images.zip');
      await writeFile(zip, Buffer.from(await reply.body.arrayBuffer()));
      expect((await run('unzip', ['-t', zip])).stdout).toContain('No errors detected');
      await run('unzip', ['-q', zip, '-d', folder]);
      expect(await readFile(join(folder, 'README.txt'), 'utf8')).toContain('Weasis');
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.dcm'));
      expect(files).toHaveLength(3);
      const uids = await Promise.all(
        files.map(async (name) => {
          const { stdout } = await run('dcmdump', ['+P', 'SOPInstanceUID', '-s', join(folder, name)]);
          return /\[(.*)\]/.exec(stdout)?.[1];
        }),
      );
      expect(uids.sort()).toEqual([`${own.instance}`, `${pdfSeries}.1`, `${reportSeries}.1`].sort());
      // The ticket ends soon, and with the session; one that was changed opens nothing.
      const status = async (path: string): Promise<number> => {
        const { statusCode, body } = await request(system.url + path, { method: 'HEAD' });
        await body.dump();
        return statusCode;
      };
      expect(await status(address)).toBe(200);
      expect(await status(address.slice(0, -3))).toBe(401);
      expect(await status('/api/share/archive')).toBe(401);
      system.clock.forward(2);
      expect(await status(address)).toBe(401);
      const again = await guest.post('/api/share/archive', { code });
      const next = (again.body as { address: string }).address;
      expect(await status(next)).toBe(200);
      expect((await doctor.delete(`/api/shares/${shared.id}`)).status).toBe(204);
      expect(await status(next)).toBe(401);
    });

    it('are not where they were not given, or the code is too old', async () => {
      const without = await share();
      const refused = await doctor.post(`/api/shares/${without.id}/extraction`, { hours: 1 });
      expect(refused.status).toBe(422);
      expect((await (await opened(without)).post('/api/share/archive', { code: '12345678' })).status).toBe(
        422,
      );
      const shared = await share({ download: true, report: false });
      const { code } = (await doctor.post(`/api/shares/${shared.id}/extraction`, { hours: 1 })).body as {
        code: string;
      };
      const now = system.clock.ms;
      system.clock.forward(60);
      const guest = await opened(shared);
      expect(errorCode(await guest.post('/api/share/archive', { code }))).toBe('extraction-expired');
      system.clock.ms = now;
      const { address } = (await guest.post('/api/share/archive', { code })).body as { address: string };
      const reply = await request(system.url + address);
      const zip = join(folder, 'without.zip');
      await writeFile(zip, Buffer.from(await reply.body.arrayBuffer()));
      const { stdout } = await run('unzip', ['-l', zip]);
      expect(stdout.match(/\.dcm/g)).toHaveLength(1);
    });
  });

  it('have a QR code that leads to them', async () => {
    const shared = await share();
    const png = await request(`${system.url}/api/shares/${shared.id}/qr.png?origin=https://pacs.example`, {
      headers: doctor.headers,
    });
    const { data, info } = await sharp(Buffer.from(await png.body.arrayBuffer()))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(
      `https://pacs.example${shared.path}`,
    );
    const svg = await request(`${system.url}/api/shares/${shared.id}/qr.svg`, { headers: doctor.headers });
    const drawn = await sharp(Buffer.from(await svg.body.arrayBuffer()), { density: 200 })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(jsQR(new Uint8ClampedArray(drawn.data), drawn.info.width, drawn.info.height)?.data).toBe(
      system.url + shared.path,
    );
    const odd = await doctor.get(`/api/shares/${shared.id}/qr.svg?origin=javascript:alert(1)`);
    expect(odd.status).toBe(400);
    expect((await visitor().get(`/api/shares/${shared.id}/qr.svg`)).status).toBe(401);
  });

  it('are written down from beginning to end', async () => {
    // By their places: the clock was turned on and back before.
    const everything = () => searchAudit(services.database.db, { limit: 1000 }, services.sealer);
    const from = Math.max(0, ...(await everything()).events.map(({ seq }) => seq));
    const shared = await share({ download: true });
    const guest = await opened(shared);
    await guest.get(frameOf(own), stored);
    await guest.get(frameOf(others), stored);
    await visitor().post(`/api/shares/${linkId(shared)}/sessions`, { phone: anotherPhone, code: '1' });
    await doctor.post(`/api/shares/${shared.id}/extraction`, { hours: 1 });
    await doctor.delete(`/api/shares/${shared.id}`);
    const { events } = await everything();
    const told = events
      .filter(({ seq }) => seq > from)
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ event, type, action, outcome, actor }) =>
        [event, type ?? '', action, outcome, actor.kind].join(' '),
      );
    expect(told).toEqual([
      'export  R 0 person',
      'securityAlert objectSecurityAttributesChanged C 0 person',
      'userAuthentication login E 0 share',
      'instancesAccessed  R 0 share',
      'securityAlert useOfRestrictedFunction E 4 share',
      'userAuthentication login E 4 share',
      'securityAlert objectSecurityAttributesChanged U 0 person',
      'instancesAccessed  R 0 share',
      'securityAlert objectSecurityAttributesChanged D 0 person',
    ]);
    // The link and the codes are in no row.
    expect(JSON.stringify(events)).not.toContain(linkId(shared));
  });

  it('send no more codes than anybody needs', async () => {
    // The last of all: it uses up what this address may ask.
    const shared = await share();
    const ask = (number: string, id = linkId(shared)) =>
      visitor().post(`/api/shares/${id}/codes`, { phone: number });
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await ask(`1360013600${at}`)).status);
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
    const limited = await ask('13600136009');
    expect([errorCode(limited), Number(limited.headers['retry-after']) > 0]).toEqual([
      'too-many-tries',
      true,
    ]);
    // Links that are not there count as well, and say no more than that.
    const nowhere = await ask(phone, 'x'.repeat(22));
    expect([nowhere.status, errorCode(nowhere)]).toEqual([404, 'no-such-share']);
  });
});
