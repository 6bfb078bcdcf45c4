import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig, startServer, type RunningServer } from '../../../server/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { goodToken, postToken, register } from '../embedding/support.ts';
import { hospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  cheapHashes,
  databaseEnv,
  errorCode,
  signedIn,
  startSignInSystem,
  Visitor,
  type SignInSystem,
} from './support/signInSystem.ts';

const own = uidsOf(71);
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const frame = `/dicom-web/studies/${own.study}/series/${own.series}/instances/${own.instance}/frames/1`;

describeOnEngines('several processes on one database', (engine) => {
  // PGlite is one process'.
  if (engine.name === 'PGlite') return void it.skip('PGlite has one');
  let system: SignInSystem;
  let other: RunningServer;
  let dataDir = '';
  let admin: Visitor;
  beforeAll(async () => {
    const env = { ...databaseEnv(await engine.place()), ENCRYPTION_KEY: 'ab'.repeat(32) };
    system = await startSignInSystem(engine, env);
    dataDir = await mkdtemp(join(tmpdir(), 'yunying-other-'));
    other = await startServer({
      config: loadConfig({ AUTH: 'local', PORT: '0', DATA_DIR: dataDir, ...env }),
      archive: system.archive,
      logger: pino({ level: 'silent' }),
      clock: system.clock.read,
      passwordCosts: cheapHashes,
    });
    admin = await administratorOf(system);
    expect(await storeAs(admin, [studyFile(own, hospital, patient)])).toBe(200);
  });
  afterAll(async () => {
    await other.close();
    await rm(dataDir, { recursive: true, force: true });
    await system.close();
  });

  const there = (visitor: Visitor): Visitor => {
    const same = new Visitor(other.url);
    same.cookie = visitor.cookie;
    return same;
  };

  it('know the same sessions and people', async () => {
    expect((await there(admin).session()).signedIn).toBe(true);
    const doctor = await signedIn(system, admin, {
      login: 'doctor',
      role: 'radiologist',
      institutions: [hospital],
    });
    await expect
      .poll(async () => (await there(doctor).get(frame, stored)).status, { timeout: 10_000 })
      .toBe(200);
  });

  it('take a token of a HIS in one of them', async () => {
    await register(admin);
    const token = goodToken(system, { studyInstanceUid: own.study });
    const urls = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? system.url : other.url));
    const opened = await Promise.all(urls.map((url) => postToken(url, token)));
    const sessions = opened.flatMap(({ session }) => session ?? []);
    expect(sessions).toHaveLength(1);
    const headers = { authorization: `Bearer ${sessions[0]?.token}` };
    for (const url of [system.url, other.url])
      await expect
        .poll(async () => (await new Visitor(url).get(frame, { ...stored, ...headers })).status, {
          timeout: 10_000,
        })
        .toBe(200);
  });

  it('refuse within moments what another of them has ended or changed', async () => {
    const doctor = await signedIn(system, admin, {
      login: 'leaving',
      role: 'radiologist',
      institutions: [hospital],
    });
    const status = async () => (await there(doctor).get(frame, stored)).status;
    expect(await status()).toBe(200);
    const { id, version } = doctor.person;
    const entered = { login: 'leaving', name: 'x', role: 'radiologist', institutions: ['another'] };
    expect((await admin.put(`/api/people/${id}`, { version, ...entered })).status).toBe(200);
    await expect.poll(status, { timeout: 10_000 }).toBe(404);
    expect((await doctor.delete('/api/session')).status).toBe(204);
    await expect.poll(status, { timeout: 10_000 }).toBe(401);
  });

  it('answer that it is not known who asks while the database is away, and go on when it is back', async () => {
    const doctor = await signedIn(system, admin, {
      login: 'waiting',
      role: 'radiologist',
      institutions: [hospital],
    });
    const fresh = there(doctor);
    await engine.server()?.end();
    try {
      const reply = await fresh.get(frame, stored);
      expect([reply.status, errorCode(reply), reply.headers['retry-after']]).toEqual([
        503,
        'database-unavailable',
        '2',
      ]);
      expect((await system.visitor().signIn('waiting')).status).toBe(503);
      // Who has no session is told the same as ever, and the pages are there.
      expect((await new Visitor(other.url).get(frame, stored)).status).toBe(401);
      expect((await new Visitor(other.url).get('/healthz')).status).toBe(200);
    } finally {
      await engine.server()?.start();
    }
    await expect.poll(async () => (await fresh.get(frame, stored)).status, { timeout: 30_000 }).toBe(200);
    expect((await system.visitor().signIn('waiting')).status).toBe(200);
  });
});
