import { afterAll, beforeAll, expect, it } from 'vitest';
import { searchAudit } from '../../../services/audit/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import {
  administratorOf,
  errorCode,
  makePerson,
  password,
  startSignInSystem,
  type SignInSystem,
} from './support/signInSystem.ts';

/** What the server says that ends TLS in front. */
const outer = (client: string, more: Record<string, string> = {}) => ({
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'pacs.hospital.example',
  'x-forwarded-for': client,
  ...more,
});

describeOnEngines('behind a server that ends TLS', (engine) => {
  let system: SignInSystem;
  beforeAll(async () => {
    system = await startSignInSystem(engine, { TRUST_PROXY: 'loopback' });
    await makePerson(await administratorOf(system), {
      login: 'doctor',
      role: 'radiologist',
      institutions: ['*'],
    });
  });
  afterAll(() => system.close());

  const signIn = async (headers: Record<string, string>) => {
    const visitor = system.visitor();
    const reply = await visitor.ask('POST', '/api/session', { body: { login: 'doctor', password }, headers });
    return { visitor, reply };
  };

  it('the cookie is one that no plain connection and no neighbour can set', async () => {
    const { visitor, reply } = await signIn(outer('10.9.8.7', { origin: 'https://pacs.hospital.example' }));
    expect(reply.status).toBe(200);
    expect(visitor.setCookie).toMatch(
      /^__Host-yunying=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const ask = (headers: Record<string, string>) => visitor.get('/dicom-web/studies', headers);
    expect((await ask(outer('10.9.8.7'))).status).toBe(200);
    // The same token under the name of plain connections is none.
    const cookie = visitor.cookie?.replace('__Host-', '') ?? '';
    expect((await ask(outer('10.9.8.7', { cookie }))).status).toBe(401);
    expect((await system.visitor().get('/dicom-web/studies', { cookie })).status).toBe(200);
  });

  it('pages of our own are those of the outer address', async () => {
    for (const [origin, status] of [
      ['https://pacs.hospital.example', 200],
      ['http://pacs.hospital.example', 403],
      ['https://pacs.hospital.example.evil.example', 403],
      [system.url, 403],
    ] as const) {
      const { reply } = await signIn(outer('10.9.8.7', { origin }));
      expect([origin, reply.status]).toEqual([origin, status]);
    }
  });

  it('a password does not pass the network in clear', async () => {
    const { visitor, reply } = await signIn({ ...outer('10.9.8.7'), 'x-forwarded-proto': 'http' });
    expect([reply.status, errorCode(reply), visitor.cookie]).toEqual([403, 'tls-needed', undefined]);
  });

  it('sessions and the audit trail have the address of the client', async () => {
    const { visitor } = await signIn(outer('203.0.113.5'));
    const headers = outer('203.0.113.5');
    const sessions = (await visitor.ask('GET', '/api/sessions', { headers })).body as {
      address: string;
      current: boolean;
    }[];
    expect(sessions.find(({ current }) => current)?.address).toBe('203.0.113.5');
    await visitor.ask('GET', '/dicom-web/studies', { headers: outer('203.0.113.6') });
    const services = system.server.services;
    if (!services) throw new Error('nobody signs in');
    const { events } = await searchAudit(services.database.db, { limit: 2 }, services.sealer);
    expect(events.map(({ event, address }) => [event, address])).toEqual([
      ['query', '203.0.113.6'],
      ['userAuthentication', '203.0.113.5'],
    ]);
  });

  it('two of one header are refused, as who stands in front may have looked at the other', async () => {
    const { visitor } = await signIn(outer('10.9.8.7'));
    const { request } = await import('node:http');
    const statusOf = (headers: string[]) =>
      new Promise<number>((resolve, reject) => {
        request(`${system.url}/dicom-web/studies`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .on('error', reject)
          .end();
      });
    const host = ['Host', new URL(system.url).host, 'X-Forwarded-Proto', 'https'];
    const [cookie, bearer] = [visitor.cookie ?? '', `Bearer ${'a'.repeat(43)}`];
    expect(await statusOf([...host, 'Cookie', cookie])).toBe(200);
    expect(await statusOf([...host, 'Cookie', cookie, 'Cookie', 'a=1'])).toBe(400);
    expect(await statusOf([...host, 'Authorization', bearer, 'authorization', bearer])).toBe(400);
  });
});
