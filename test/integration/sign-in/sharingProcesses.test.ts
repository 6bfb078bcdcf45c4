import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig, startServer, type RunningServer } from '../../../server/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { hospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import { linkId, openShare, outboxOf, phone, shareStudy } from './support/shares.ts';
import {
  administratorOf,
  cheapHashes,
  databaseEnv,
  errorCode,
  startSignInSystem,
  Visitor,
  type SignInSystem,
} from './support/signInSystem.ts';

const own = uidsOf(71);
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const frame = `/dicom-web/studies/${own.study}/series/${own.series}/instances/${own.instance}/frames/1`;

describeOnEngines('shares of several processes', (engine) => {
  // PGlite is one process'.
  if (engine.name === 'PGlite') return void it.skip('PGlite has one');
  let system: SignInSystem;
  let other: RunningServer;
  let dataDir = '';
  let admin: Visitor;
  beforeAll(async () => {
    const env = { ...databaseEnv(await engine.place()), SMS_PROVIDER: 'outbox' };
    system = await startSignInSystem(engine, env);
    dataDir = await mkdtemp(join(tmpdir(), 'yunying-other-'));
    // One key for both, in a file: with ENCRYPTION_KEY the outbox would be sealed.
    await cp(join(system.dataDir, 'keys', 'main'), join(dataDir, 'keys', 'main'));
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

  it('are withdrawn in one and over in the other', async () => {
    const shared = await shareStudy(admin, own.study, system.clock.ms);
    // Shared here, opened there.
    const reply = await openShare(new Visitor(other.url), shared, dataDir);
    expect(reply.status).toBe(201);
    const { token } = reply.body as { token: string };
    const ask = async (url: string) => {
      const guest = new Visitor(url);
      return (await guest.get(frame, { ...stored, authorization: `Bearer ${token}` })).status;
    };
    await expect.poll(() => ask(other.url), { timeout: 10_000 }).toBe(200);
    expect(await ask(system.url)).toBe(200);
    expect((await admin.delete(`/api/shares/${shared.id}`)).status).toBe(204);
    expect(await ask(system.url)).toBe(401);
    await expect.poll(() => ask(other.url), { timeout: 10_000 }).toBe(401);
    const asked = await new Visitor(other.url).post(`/api/shares/${linkId(shared)}/codes`, { phone });
    expect([asked.status, errorCode(asked)]).toEqual([410, 'share-withdrawn']);
  });

  it('are opened no more often than said by all of them together', async () => {
    const shared = await shareStudy(admin, own.study, system.clock.ms, { maxOpenings: 1 });
    const open = `/api/shares/${linkId(shared)}/sessions`;
    const before = (await outboxOf(system.dataDir)).length;
    await new Visitor(system.url).post(`/api/shares/${linkId(shared)}/codes`, { phone });
    await expect.poll(async () => (await outboxOf(system.dataDir)).length).toBe(before + 1);
    const code = (await outboxOf(system.dataDir)).at(-1)?.code;
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        new Visitor(at % 2 === 0 ? system.url : other.url).post(open, { phone, code }),
      ),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});
