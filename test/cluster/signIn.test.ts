import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodToken, postToken, register } from '../integration/embedding/support.ts';
import { viewerBuilt } from '../integration/sign-in/support/apiRequests.ts';
import { linkId, phone, shareStudy } from '../integration/sign-in/support/shares.ts';
import { hospital, patient, storeAs, studyFile, uidsOf } from '../integration/sign-in/support/principals.ts';
import { errorCode, makePerson, Visitor, type Made } from '../integration/sign-in/support/signInSystem.ts';
import type { ProxyServer } from './support/proxyServer.ts';
import { missingPackages } from './support/programs.ts';
import { runBeside, startCluster, type Cluster } from './support/startCluster.ts';

const missing = missingPackages();
const why = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

const own = uidsOf(91);
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const frame = `/dicom-web/studies/${own.study}/series/${own.series}/instances/${own.instance}/frames/1`;
/** Longer than what is "at once" for anybody, for a machine that is busy. */
const soon = { timeout: 10_000, interval: 5 };

let cluster: Cluster;
let admin: Visitor;
let first: ProxyServer;
let second: ProxyServer;

interface Found {
  seq: number;
  event: string;
  address?: string;
  actor: { kind: string; name?: string };
  detail?: Record<string, unknown>;
}

async function trail(query: Record<string, string>, reader = admin): Promise<Found[]> {
  const { status, body } = await reader.get(
    `/api/audit/events?${new URLSearchParams({ limit: '200', ...query })}`,
  );
  expect(status).toBe(200);
  return (body as { events: Found[] }).events;
}

/** Made by the administrator, and signed in through the door. */
async function doctor(login: string, address?: string): Promise<Visitor & { person: Made }> {
  const person = await makePerson(admin, { login, role: 'radiologist', institutions: [hospital] });
  const visitor = cluster.visitor(address);
  expect((await visitor.signIn(login)).status).toBe(200);
  return Object.assign(visitor, { person });
}

const frameStatus = async (visitor: Visitor): Promise<number> => (await visitor.get(frame, stored)).status;

describe.skipIf(missing.length > 0)(`signing in before two proxies behind nginx${why}`, () => {
  beforeAll(async () => {
    cluster = await startCluster();
    admin = cluster.administrator;
    [first, second] = cluster.proxies;
    expect(await storeAs(cluster.at(first), [studyFile(own, hospital, patient)])).toBe(200);
  });
  afterAll(() => cluster?.close());

  it('the first administrator comes by a link that names the door', async () => {
    expect(cluster.adminLink).toMatch(/^https:\/\/pacs\.hospital\.example:\d+\/setup#[\w-]{43}$/);
    expect(cluster.adminLink).toContain(`${cluster.gateway.url}/setup#`);
    expect(admin.setCookie).toMatch(/^__Host-yunying=.*; HttpOnly; Secure; SameSite=Strict$/);
    // A page of another site is none of ours behind the door either.
    const foreign = { origin: 'https://evil.example' };
    const refused = await admin.ask('POST', '/api/people', { body: {}, headers: foreign });
    expect([refused.status, errorCode(refused)]).toEqual([403, 'other-origin']);
    const ours = await admin.ask('POST', '/api/people', { body: {}, headers: { origin: admin.url } });
    expect(ours.status).toBe(400);
  });

  it('asks who comes, itself', async () => {
    const anonymous = cluster.visitor();
    for (const path of ['/dicom-web/studies', frame, '/api/people', '/api/audit/events']) {
      const reply = await anonymous.get(path);
      expect([path, reply.status, errorCode(reply)]).toEqual([path, 401, 'not-signed-in']);
      expect(reply.headers['www-authenticate']).toBe('Bearer');
    }
    expect(await anonymous.session()).toMatchObject({ auth: 'local', signedIn: false, setup: false });
    // What people have at nginx, from before, is nothing to Yunying.
    const authorization = `Basic ${Buffer.from('reader:secret').toString('base64')}`;
    expect((await anonymous.get('/dicom-web/studies', { authorization })).status).toBe(401);
  });

  it('who has signed in through one has signed in at the other', async () => {
    await makePerson(admin, { login: 'anywhere', role: 'radiologist', institutions: [hospital] });
    for (const [here, there] of [
      [first, second],
      [second, first],
    ] as const) {
      const visitor = new Visitor(here.url);
      expect((await visitor.signIn('anywhere')).status).toBe(200);
      expect(await frameStatus(cluster.at(there, visitor))).toBe(200);
      expect(await cluster.at(there, visitor).session()).toMatchObject({ person: { login: 'anywhere' } });
    }
  });

  it('a session ends everywhere: signed out, ended by an administrator', async () => {
    const ways: [string, (visitor: Visitor & { person: Made }) => Promise<{ status: number }>][] = [
      ['signs.out', (visitor) => cluster.at(first, visitor).delete('/api/session')],
      [
        'is.ended',
        async (visitor) => {
          const { session } = (await visitor.session()) as { session: { id: string } };
          return cluster.at(first).delete(`/api/sessions/${session.id}`);
        },
      ],
    ];
    for (const [login, end] of ways) {
      const visitor = await doctor(login);
      const there = cluster.at(second, visitor);
      // Known to both, so that it is the news of the end that counts.
      for (const proxy of [first, second]) expect(await frameStatus(cluster.at(proxy, visitor))).toBe(200);
      expect((await end(visitor)).status).toBe(204);
      expect([login, await frameStatus(cluster.at(first, visitor))]).toEqual([login, 401]);
      await expect.poll(() => frameStatus(there), soon).toBe(401);
      expect(await frameStatus(visitor)).toBe(401);
    }
  });

  it('counts wrong passwords together', async () => {
    await makePerson(admin, { login: 'guessed', role: 'radiologist', institutions: [hospital] });
    for (let tries = 0; tries < 5; tries += 1)
      await new Visitor((tries % 2 ? first : second).url).signIn('guessed', 'not the password');
    for (const proxy of [first, second])
      expect((await new Visitor(proxy.url).signIn('guessed')).status).not.toBe(200);
  });

  it('what is changed of rules through one holds at the other', async () => {
    const reader = await doctor('ruled');
    for (const proxy of [first, second]) expect(await frameStatus(cluster.at(proxy, reader))).toBe(200);
    const denied = {
      ...{
        name: '不得阅片',
        effect: 'deny',
        enabled: true,
        rights: ['read'],
        studies: {},
        circumstances: {},
      },
      subjects: { people: [reader.person.id] },
    };
    const made = await cluster.at(first).post('/api/rules', denied);
    expect(made.status).toBe(201);
    expect(await frameStatus(cluster.at(first, reader))).toBe(404);
    await expect.poll(() => frameStatus(cluster.at(second, reader)), soon).toBe(404);
    const { id, version } = made.body as { id: string; version: number };
    expect((await cluster.at(second).delete(`/api/rules/${id}`, { version })).status).toBe(204);
    await expect.poll(() => frameStatus(cluster.at(first, reader)), soon).toBe(200);
  });

  it('a share that is withdrawn through one is over at the other', async () => {
    const shared = await shareStudy(cluster.at(first), own.study, Date.now());
    const guest = new Visitor(second.url);
    expect((await guest.post(`/api/shares/${linkId(shared)}/codes`, { phone })).status).toBe(202);
    await expect.poll(() => cluster.sms.messages.length, soon).toBe(1);
    const [message] = cluster.sms.messages;
    expect(message?.phone).toBe(`+86${phone}`);
    // Asked for at one, given at the other.
    const opened = await new Visitor(first.url).post(`/api/shares/${linkId(shared)}/sessions`, {
      ...{ phone, code: message?.code },
    });
    expect(opened.status).toBe(201);
    const { token } = opened.body as { token: string };
    const ask = async (url: string): Promise<number> =>
      (await new Visitor(url).get(frame, { ...stored, authorization: `Bearer ${token}` })).status;
    for (const { url } of [first, second]) await expect.poll(() => ask(url), soon).toBe(200);
    expect((await cluster.at(first).delete(`/api/shares/${shared.id}`)).status).toBe(204);
    expect(await ask(first.url)).toBe(401);
    await expect.poll(() => ask(second.url), soon).toBe(401);
    const again = await guest.post(`/api/shares/${linkId(shared)}/codes`, { phone });
    expect([again.status, errorCode(again)]).toEqual([410, 'share-withdrawn']);
  });

  const notBuilt = viewerBuilt ? '' : ' (skipped: the viewer is not built)';
  it.skipIf(!viewerBuilt)(
    `a token of a HIS that was used at one is refused by the other${notBuilt}`,
    async () => {
      await register(cluster.at(first));
      const clock = { clock: { ms: Date.now() } as never };
      const token = goodToken(clock, { studyInstanceUid: own.study });
      const opened = await postToken(first.url, token);
      expect([opened.status, opened.session?.studyInstanceUids]).toEqual([200, [own.study]]);
      const headers = { ...stored, authorization: `Bearer ${opened.session?.token}` };
      expect((await new Visitor(second.url).get(frame, headers)).status).toBe(200);
      const again = await postToken(second.url, token);
      expect([again.status, again.session]).toEqual([401, undefined]);
    },
  );

  it('the trail says from where nginx saw a reader come, whatever they say themselves', async () => {
    const reader = await doctor('from.afar', '127.0.0.7');
    const forged = { 'x-forwarded-for': '10.9.8.7', forwarded: 'for=10.9.8.7', 'x-real-ip': '10.9.8.7' };
    const search = '/dicom-web/studies?PatientID=from-afar';
    expect((await reader.get(search, forged)).status).toBe(200);
    const events = await trail({ event: 'query', address: '127.0.0.7' });
    expect(events).toMatchObject([{ detail: { query: 'PatientID=from-afar' }, address: '127.0.0.7' }]);
    expect(await trail({ address: '10.9.8.7' })).toEqual([]);
  });

  it('both write one trail, whose chain is whole while they write', async () => {
    const asked = Array.from({ length: 40 }, (_, at) => `both-${at}`);
    await Promise.all(
      asked.map((id, at) =>
        cluster.at(at % 2 === 0 ? first : second).get(`/dicom-web/studies?PatientID=${id}`),
      ),
    );
    const read = await Promise.all(
      [first, second].map((proxy) => trail({ event: 'query' }, cluster.at(proxy))),
    );
    for (const events of read) {
      const found = JSON.stringify(events);
      for (const id of asked) expect(found).toContain(`${id}`);
    }
    for (const proxy of [first, second])
      expect(runBeside(proxy, 'verify-audit')).toMatch(
        /^\d+ events of the audit trail, 1 to \d+: whole\.\n$/,
      );
  });

  it('whose proxy is killed reads on at the other, and the trail stays whole', async () => {
    const reader = await doctor('reads.on');
    const answers: number[] = [];
    let isReading = true;
    const reading = (async () => {
      while (isReading) {
        answers.push(await frameStatus(reader));
        await sleep(5);
      }
    })();
    while (answers.length < 20) await sleep(5);
    await first.process.kill();
    const before = answers.length;
    while (answers.length < before + 50) await sleep(5);
    expect(await reader.session()).toMatchObject({ signedIn: true, person: { login: 'reads.on' } });
    expect(runBeside(second, 'verify-audit')).toContain(': whole.');
    await first.process.start();
    isReading = false;
    await reading;
    expect([...new Set(answers)]).toEqual([200]);
    expect(await frameStatus(cluster.at(first, reader))).toBe(200);
    expect(runBeside(first, 'verify-audit')).toContain(': whole.');
  });
});
