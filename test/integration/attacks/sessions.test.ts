import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { makeInstance, store } from '../support/instances.ts';
import {
  administratorOf,
  signedIn,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from '../sign-in/support/signInSystem.ts';

const own = makeInstance({ study: '1.2.826.0.1.3680043.10.517.1', more: [[0x00080080, 'LO', 'Hospital A']] });
const foreign = makeInstance({
  study: '1.2.826.0.1.3680043.10.517.2',
  more: [[0x00080080, 'LO', 'Hospital B']],
});
const unknown = '1.2.826.0.1.3680043.10.517.3';

describeOnEngines('whoever is not let in', (engine) => {
  let system: SignInSystem;
  let administrator: Visitor;
  let doctor: Visitor;
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    administrator = await administratorOf(system);
    doctor = await signedIn(system, administrator, {
      login: 'doctor',
      role: 'radiologist',
      institutions: ['Hospital A'],
    });
    const { cookie = '' } = administrator;
    const reply = await store(`${system.url}/dicom-web`, [own.file, foreign.file], '/studies', { cookie });
    expect(reply.status).toBe(200);
  }, 90_000);
  afterAll(() => system.close());

  const studiesWith = async (headers: Record<string, string>): Promise<number> =>
    (await system.visitor().get('/dicom-web/studies', headers)).status;

  describe('with a session that is none', () => {
    const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'admin', role: 'administrator', exp: 9_999_999_999 };
    const unsigned = `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`;
    const body = `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64(claims)}`;
    const signed = `${body}.${createHmac('sha256', 'secret').update(body).digest('base64url')}`;

    it.each([
      ['of the right length', () => randomBytes(32).toString('base64url')],
      ['that is a JWT without a signature', () => unsigned],
      ['that is a JWT signed with a guess', () => signed],
      ['that is the beginning of a good one', () => token().slice(0, -1)],
      ['that is a good one and a letter', () => `${token()}A`],
      ['that is a good one in another case', () => token().toLowerCase()],
      ['that is empty', () => ''],
      ['with what ends a line', () => `${token()}%0d%0aX-Admin:%201`],
      ['with SQL', () => `' OR '1'='1`],
    ])('%s', async (_, made) => {
      const text = made();
      expect(await studiesWith({ cookie: `yunying=${encodeURIComponent(text)}` })).toBe(401);
      expect(await studiesWith({ authorization: `Bearer ${text}` })).toBe(401);
      // It does not become one by being there beside the good one.
      expect(await studiesWith({ cookie: doctor.cookie ?? '', authorization: `Bearer ${text}` })).toBe(401);
    });

    const token = (): string => doctor.cookie?.split('=')[1] ?? '';
  });

  it('cannot use one again that has ended, nor bring one of their own', async () => {
    const visitor = system.visitor();
    // Fixation: what the browser had before signing in is not what it has after.
    visitor.cookie = `yunying=${randomBytes(32).toString('base64url')}`;
    const planted = visitor.cookie;
    expect((await visitor.signIn('doctor')).status).toBe(200);
    const { cookie = '' } = visitor;
    expect(cookie).not.toBe(planted);
    expect(await studiesWith({ cookie: planted })).toBe(401);
    expect(await studiesWith({ cookie })).toBe(200);
    expect((await visitor.delete('/api/session')).status).toBe(204);
    for (let again = 0; again < 3; again += 1) expect(await studiesWith({ cookie })).toBe(401);
  });

  it('finds out nothing of a foreign study by its UIDs, which are all right', async () => {
    const below = (study: string): string[] => [
      `/dicom-web/studies/${study}`,
      `/dicom-web/studies/${study}/metadata`,
      `/dicom-web/studies/${study}/series`,
      `/dicom-web/studies/${study}/thumbnail`,
      `/dicom-web/studies/${study}/series/${study}.1/metadata`,
      `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.1`,
      `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.1/frames/1`,
      `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.1/rendered`,
      `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.1/bulkdata/7FE00010`,
    ];
    const told = async (visitor: Visitor, study: string) =>
      Promise.all(
        below(study).map(async (path) => {
          const { status, body } = await visitor.get(path, { accept: '*/*' });
          return [status, JSON.stringify(body).replaceAll(study, 'study')];
        }),
      );
    const [there, nowhere] = [await told(doctor, foreign.study), await told(doctor, unknown)];
    expect(there).toEqual(nowhere);
    expect(there.every(([status]) => status === 404)).toBe(true);
    // The series of a foreign study under the name of one's own.
    const mixed = `/dicom-web/studies/${own.study}/series/${foreign.series}`;
    for (const path of ['/metadata', `/instances/${foreign.instance}/frames/1`])
      expect((await doctor.get(mixed + path, { accept: '*/*' })).status).toBe(404);
    // In searches it does not count either.
    for (const query of [
      `StudyInstanceUID=${foreign.study}`,
      'InstitutionName=Hospital%20B',
      `SeriesInstanceUID=${foreign.series}`,
    ])
      for (const level of ['studies', 'series', 'instances']) {
        const reply = await doctor.get(`/dicom-web/${level}?${query}`);
        const text = JSON.stringify(reply.body);
        expect([level, query, text.includes(foreign.study)]).toEqual([level, query, false]);
      }
  });

  it('gets no further by parameters or headers that name somebody else', async () => {
    const path = `/dicom-web/studies/${foreign.study}/metadata`;
    for (const query of [
      '?user=admin',
      '?role=administrator',
      '?access_token=x',
      '?institution=Hospital%20B',
      '?_method=DELETE',
    ])
      expect((await doctor.get(path + query)).status).toBe(404);
    for (const name of [
      'x-user',
      'x-remote-user',
      'remote-user',
      'x-forwarded-user',
      'x-original-url',
      'x-rewrite-url',
      'x-http-method-override',
    ])
      expect((await doctor.get(path, { [name]: 'admin' })).status).toBe(404);
    expect(await studiesWith({ 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' })).toBe(401);
  });

  it('changes nothing from a page of another site, whatever the form of it', async () => {
    const { cookie = '' } = doctor;
    const fields = JSON.stringify({ current: 'x', password: 'y' });
    // What a form can send without being asked first (Fetch, "CORS-safelisted").
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      undefined,
    ]) {
      const headers = { cookie, ...(type && { 'content-type': type }) };
      for (const origin of ['https://evil.example', 'null', `${system.url}.evil.example`]) {
        const reply = await doctor.ask('POST', '/api/session/totp', {
          body: fields,
          headers: { ...headers, origin },
        });
        expect([type, origin, reply.status]).toEqual([type, origin, 403]);
      }
    }
    const changed = await administrator.ask('POST', '/api/people', {
      body: JSON.stringify({
        login: 'planted',
        name: 'x',
        role: 'administrator',
        password: 'correct horse battery',
      }),
      headers: { 'content-type': 'text/plain' },
    });
    expect([400, 415]).toContain(changed.status);
    const { body } = await administrator.get('/api/people');
    expect(JSON.stringify(body)).not.toContain('planted');
    const stow = await store(`${system.url}/dicom-web`, [own.file], '/studies', {
      cookie,
      origin: 'https://evil.example',
    });
    expect(stow.status).toBe(403);
  });

  it('is never given a connection of another protocol, and no answer that a request would not get', async () => {
    for (const [path, cookie, status] of [
      ['/dicom-web/studies', undefined, 401],
      ['/api/sessions', undefined, 401],
      ['/api/session', undefined, 200],
      [`/dicom-web/studies/${foreign.study}/metadata`, doctor.cookie, 404],
    ] as const) {
      const { hostname, port, host } = new URL(system.url);
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.on('data', (bytes: Buffer) => (text += bytes.toString('latin1')));
      await once(socket, 'connect');
      const lines = [
        `GET ${path} HTTP/1.1`,
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
      ];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      await expect.poll(() => text.includes('\r\n\r\n')).toBe(true);
      socket.destroy();
      expect([path, Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1])]).toEqual([path, status]);
    }
  });

  it('cannot put our pages into theirs, or send people elsewhere', async () => {
    for (const path of ['/', '/sign-in', '/sign-in?next=https://evil.example', '/viewer', '/no-such-page']) {
      const { status, headers } = await system.visitor().get(path);
      const policy = String(headers['content-security-policy']);
      expect([path, headers['x-frame-options'], /frame-ancestors 'self'/.test(policy)]).toEqual([
        path,
        'SAMEORIGIN',
        true,
      ]);
      expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval'(;|$)/);
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect([path, status >= 300 && status < 400, headers.location]).toEqual([path, false, undefined]);
    }
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      '/%2f%2fevil.example',
      '/https://evil.example',
    ]) {
      const { headers } = await system.visitor().get(path);
      expect([path, headers.location]).toEqual([path, undefined]);
    }
    const { headers } = await doctor.get(`/dicom-web/studies/${own.study}/metadata`);
    expect(headers['content-security-policy']).toBe("default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
  });
});
