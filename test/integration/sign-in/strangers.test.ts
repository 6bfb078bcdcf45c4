import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { hospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  errorCode,
  password,
  startSignInSystem,
  type Reply,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

/** So often within a minute an address may ask for what it does not get. */
const most = 3000;
const own = uidsOf(91);
const frame = `/dicom-web/studies/${own.study}/series/${own.series}/instances/${own.instance}/frames/1`;
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const paths = ['/dicom-web/studies', '/api/people', '/metrics', '/no-such-page', frame];

describeOnEngines('who asks on and on without having signed in', (engine) => {
  let system: SignInSystem;
  let reader: Visitor;
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    reader = await administratorOf(system);
    expect(await storeAs(reader, [studyFile(own, hospital, patient)])).toBe(200);
  });
  afterAll(() => system.close());

  it('is told to wait, and nobody else', async () => {
    // In memory from now on: it is answered by the short way.
    await expect.poll(async () => (await reader.get(frame, stored)).status, { timeout: 60_000 }).toBe(200);
    const stranger = system.visitor();
    const ask = (at: number): Promise<Reply> => stranger.get(paths[at % paths.length] ?? '', stored);
    const statuses: number[] = [];
    for (let asked = 0; asked < most; asked += 50) {
      const replies = await Promise.all(Array.from({ length: 50 }, (_, at) => ask(at)));
      statuses.push(...replies.map(({ status }) => status));
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(most);
    for (const [at, path] of paths.entries()) {
      const reply = await ask(at);
      expect([path, reply.status, errorCode(reply)]).toEqual([path, 429, 'too-many-tries']);
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    // From the same address: who is signed in, who signs in, the pages and their scripts.
    expect((await reader.get(frame, stored)).status).toBe(200);
    expect((await reader.get('/dicom-web/studies')).status).toBe(200);
    expect((await stranger.get('/healthz')).status).toBe(200);
    expect((await stranger.session()).state).not.toBe('signed-in');
    const another = system.visitor();
    expect((await another.signIn('admin', password)).status).toBe(200);
    expect((await another.get('/api/people')).status).toBe(200);
  });

  it('the same key that is good no more counts too, and a good one does not', async () => {
    const worthless = { authorization: `Bearer ${'x'.repeat(43)}` };
    const stranger = system.visitor();
    // It is looked for once, which is counted elsewhere.
    expect((await stranger.get('/dicom-web/studies', worthless)).status).toBe(401);
    expect((await stranger.get('/dicom-web/studies', worthless)).status).toBe(429);
    expect((await reader.get('/dicom-web/studies')).status).toBe(200);
  });

  it('is in the audit trail once a minute', async () => {
    const { body } = await reader.get('/api/audit/events?outcome=4');
    const { events } = body as { events: { detail: Record<string, unknown> | null }[] };
    const told = events.filter(({ detail }) => detail?.why === 'too-many-tries' && detail.of === 'anonymous');
    expect(told).toMatchObject([{ detail: { key: '127.0.0.1' } }]);
  });
});
