import { TOTP, Secret } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeOnEngines } from '../../support/engines.ts';
import {
  errorCode,
  makePerson,
  password,
  signedIn,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

describeOnEngines('signing in over HTTP', (engine) => {
  let system: SignInSystem;
  let admin: Visitor;
  let adminLogin = '';
  let people = 0;
  beforeAll(async () => {
    system = await startSignInSystem(engine, { SMS_PROVIDER: 'outbox' });
  });
  afterAll(() => system.close());

  const somebody = (some: Record<string, unknown> = {}) => {
    people += 1;
    return makePerson(admin, { login: `person${people}`, role: 'radiologist', institutions: ['*'], ...some });
  };

  it('begins with the link of the terminal, which works once', async () => {
    expect(await system.visitor().session()).toEqual({ auth: 'local', signedIn: false, setup: true });
    const former = await system.server.setupLink();
    const link = (await system.server.setupLink()) ?? '';
    expect(link).toMatch(new RegExp(`^${system.url}/setup#[\\w-]{43}$`));
    const setUp = (url: string | undefined, login: string) =>
      system.visitor().post('/api/setup', { token: url?.split('#')[1], login, name: '管理员', password });
    // The one before is good no more.
    const refused = await setUp(former, 'evil');
    expect([refused.status, errorCode(refused), refused.headers['set-cookie']]).toEqual([
      401,
      'setup-refused',
      undefined,
    ]);
    const simple = await system.visitor().post('/api/setup', {
      ...{ token: link.split('#')[1], login: 'admin', name: 'x', password: 'short' },
    });
    expect([simple.status, errorCode(simple)]).toEqual([422, 'password']);
    expect(JSON.stringify(simple.body)).toContain('too-short');
    // Of two who come with it at once one gets in.
    const both = await Promise.all([setUp(link, 'one'), setUp(link, 'two')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    adminLogin = both[0]?.status === 200 ? 'one' : 'two';
    expect((await setUp(link, 'three')).status).toBe(401);
    expect(await system.server.setupLink()).toBeUndefined();
    admin = system.visitor();
    expect((await admin.signIn(adminLogin)).status).toBe(200);
    expect(await admin.session()).toMatchObject({
      signedIn: true,
      person: { login: adminLogin, name: '管理员', role: 'administrator', hasTotp: false },
      rights: ['read', 'download', 'upload', 'delete', 'share', 'administrate', 'audit', 'monitor'],
    });
    expect(await system.visitor().session()).toEqual({ auth: 'local', signedIn: false, setup: false });
  });

  it('gives a cookie that scripts and other sites do not get, and nothing of it in the body', async () => {
    const person = await somebody();
    const visitor = system.visitor();
    const reply = await visitor.signIn(person.login.toUpperCase());
    expect([reply.status, reply.body]).toEqual([200, { state: 'signed-in' }]);
    expect(visitor.setCookie).toMatch(/^yunying=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(reply.headers['cache-control']).toBe('no-store');
    expect((await visitor.get('/dicom-web/studies')).status).toBe(200);
    // A new one each time, which ends the one before.
    const former = visitor.cookie;
    await visitor.signIn(person.login);
    expect(visitor.cookie).not.toBe(former);
    expect((await system.visitor().get('/dicom-web/studies', { cookie: former ?? '' })).status).toBe(401);
    expect((await visitor.get('/dicom-web/studies')).status).toBe(200);
  });

  it('answers wrong, unknown, locked and disabled alike', async () => {
    const person = await somebody();
    const disabled = await somebody();
    expect((await admin.post(`/api/people/${disabled.id}/disable`)).status).toBe(200);
    const answers = [];
    for (const [login, secret] of [
      [person.login, 'wrong password'],
      ['nobody', password],
      [disabled.login, password],
    ] as const) {
      const { status, body, headers } = await system.visitor().signIn(login, secret);
      answers.push([status, body, headers['set-cookie']]);
    }
    const [first] = answers;
    expect(answers).toEqual([first, first, first]);
    expect(first?.[0]).toBe(401);
    expect(first?.[1]).toMatchObject({ error: { code: 'sign-in-refused' } });
    // Locked out after the fifth, then with the right password too; a quarter of an hour later in again.
    for (let n = 0; n < 4; n += 1) await system.visitor().signIn(person.login, 'wrong password');
    expect((await system.visitor().signIn(person.login)).body).toEqual(first?.[1]);
    const listed = (await admin.get('/api/people')).body as { id: string; lockedUntil: string | null }[];
    expect(listed.find(({ id }) => id === person.id)?.lockedUntil).toBe(
      new Date(system.clock.ms + 15 * 60_000).toISOString(),
    );
    system.clock.forward(15);
    expect((await system.visitor().signIn(person.login)).status).toBe(200);
  });

  it('takes so many tries with a name, whether there is somebody or not, and says when to come again', async () => {
    for (const login of ['no-such-name', (await somebody()).login]) {
      const statuses: number[] = [];
      let last;
      for (let n = 0; n < 12; n += 1) {
        last = await system.visitor().signIn(login, 'wrong password');
        statuses.push(last.status);
      }
      expect([login, statuses]).toEqual([login, [...Array(10).fill(401), 429, 429]]);
      expect(errorCode(last as never)).toBe('too-many-tries');
      expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    }
  });

  it('asks for the code of an authenticator app, once', async () => {
    const visitor = await signedIn(system, admin, { login: 'with-totp', role: 'radiologist' });
    const { secret, uri } = (await visitor.post('/api/session/totp')).body as { secret: string; uri: string };
    expect(uri).toContain(`secret=${secret}`);
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const code = () => totp.generate({ timestamp: system.clock.ms });
    expect(errorCode(await visitor.put('/api/session/totp', { secret, code: '000000' }))).toBe('wrong-code');
    expect((await visitor.put('/api/session/totp', { secret, code: code() })).status).toBe(204);
    expect(await visitor.session()).toMatchObject({ person: { hasTotp: true } });

    const other = system.visitor();
    const begun = (await other.signIn('with-totp')).body as { state: string; challenge: string };
    expect(begun).toEqual({ state: 'totp', challenge: expect.any(String) as string });
    // Not in yet, whatever is tried with what one has.
    expect(other.cookie).toBeUndefined();
    expect((await other.get('/dicom-web/studies')).status).toBe(401);
    const authorization = `Bearer ${begun.challenge}`;
    expect((await other.get('/dicom-web/studies', { authorization })).status).toBe(401);
    const { challenge } = begun;
    // That one was for setting it up.
    expect((await other.post('/api/session/code', { challenge, code: code() })).body).toEqual({
      state: 'totp',
      challenge,
      wrong: true,
    });
    system.clock.forward(1);
    expect((await other.post('/api/session/code', { challenge, code: code() })).body).toEqual({
      state: 'signed-in',
    });
    expect((await other.get('/dicom-web/studies')).status).toBe(200);
    const again = system.visitor();
    expect(errorCode(await again.post('/api/session/code', { challenge: 'x', code: code() }))).toBe(
      'sign-in-refused',
    );
    // Another secret over the one there is needs the password; so does having none.
    expect(errorCode(await other.put('/api/session/totp', { secret, code: code() }))).toBe('totp-there');
    expect((await other.delete('/api/session/totp', { password: 'wrong' })).status).toBe(401);
    expect((await other.delete('/api/session/totp', { password })).status).toBe(204);
    expect((await system.visitor().signIn('with-totp')).body).toEqual({ state: 'signed-in' });
  });

  it('sends a code by SMS to who has a number and no app', async () => {
    await somebody({ login: 'with-phone', phone: '138 0013 8000' });
    const visitor = system.visitor();
    const begun = (await visitor.signIn('with-phone')).body as { challenge: string };
    expect(begun).toMatchObject({ state: 'sms', phone: '+*********8000' });
    const outbox = join(system.dataDir, 'outbox', 'sms.jsonl');
    const line = (await readFile(outbox, 'utf8')).trim().split('\n').at(-1) ?? '';
    const { phone, code } = JSON.parse(line) as { phone: string; code: string };
    expect(phone).toBe('+8613800138000');
    expect(((await stat(outbox)).mode & 0o777).toString(8)).toBe('600');
    const wrong = code === '123456' ? '654321' : '123456';
    const { challenge } = begun;
    expect((await visitor.post('/api/session/code', { challenge, code: wrong })).body).toMatchObject({
      wrong: true,
    });
    expect((await visitor.post('/api/session/code', { challenge, code })).body).toEqual({
      state: 'signed-in',
    });
    expect(errorCode(await visitor.post('/api/session/code', { challenge, code }))).toBe('sign-in-refused');
  });

  it('ends when nothing was asked for half an hour, and after twelve hours whatever was asked', async () => {
    const idle = await signedIn(system, admin, { login: 'idle', role: 'radiologist' });
    const busy = await signedIn(system, admin, { login: 'busy', role: 'radiologist' });
    const status = async (visitor: Visitor) => (await visitor.get('/dicom-web/studies')).status;
    const hours = 12;
    for (let minutes = 20; minutes < hours * 60; minutes += 20) {
      system.clock.forward(20);
      expect([minutes, await status(busy)]).toEqual([minutes, 200]);
      if (minutes === 20) expect(await status(idle)).toBe(200);
      if (minutes === 60) expect(await status(idle)).toBe(401);
    }
    system.clock.forward(19.9);
    expect(await status(busy)).toBe(200);
    system.clock.forward(0.1);
    expect(await status(busy)).toBe(401);
    // The browser need not send it any more.
    expect(await busy.session()).toEqual({ auth: 'local', signedIn: false, setup: false });
    expect(busy.setCookie).toMatch(/^yunying=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await admin.signIn(adminLogin)).status).toBe(200);
  });

  it('is over at once when it is ended: by oneself, from another place, by an administrator', async () => {
    const here = await signedIn(system, admin, { login: 'several', role: 'radiologist' });
    const there = system.visitor();
    await there.signIn('several');
    const third = system.visitor();
    await third.signIn('several');
    type Listed = { id: string; current: boolean; userAgent: string; address: string };
    const own = async (visitor: Visitor) => (await visitor.get('/api/sessions')).body as Listed[];
    expect((await own(here)).map(({ current, address }) => [current, address]).sort()).toEqual([
      [false, '127.0.0.1'],
      [false, '127.0.0.1'],
      [true, '127.0.0.1'],
    ]);
    const idOf = async (visitor: Visitor) => (await own(visitor)).find(({ current }) => current)?.id ?? '';
    const [ofThere, ofThird, ofAdmin] = [await idOf(there), await idOf(third), await idOf(admin)];

    // Nobody ends somebody else's, and does not learn whether there is one.
    const other = await signedIn(system, admin, { login: 'other', role: 'radiologist' });
    for (const id of [ofThere, ofAdmin, 'x', '7d9f6d4e-1111-4222-8333-444455556666']) {
      const reply = await other.delete(`/api/sessions/${id}`);
      expect([reply.status, errorCode(reply)]).toEqual([404, 'no-such-session']);
    }
    expect((await here.delete(`/api/sessions/${ofThere}`)).status).toBe(204);
    expect((await there.get('/dicom-web/studies')).status).toBe(401);
    expect((await here.delete(`/api/sessions/${ofThere}`)).status).toBe(404);
    expect((await admin.delete(`/api/sessions/${ofThird}`)).status).toBe(204);
    expect((await third.get('/dicom-web/studies')).status).toBe(401);

    const cookie = here.cookie ?? '';
    const ended = await here.delete('/api/session');
    expect([ended.status, here.cookie]).toEqual([204, undefined]);
    expect((await system.visitor().get('/dicom-web/studies', { cookie })).status).toBe(401);
    expect((await system.visitor().get('/api/sessions', { cookie })).status).toBe(401);
  });

  it('follows what administrators change, in the next request', async () => {
    const visitor = await signedIn(system, admin, {
      ...{ login: 'changing', role: 'technician', institutions: ['*'] },
    });
    const { id } = visitor.person;
    const entered = { login: 'changing', name: 'x', role: 'technician', institutions: ['*'] };
    const update = (version: number, some: object) =>
      admin.put(`/api/people/${id}`, { version, ...entered, ...some });
    expect((await visitor.session()).rights).toEqual(['read', 'upload']);
    expect((await update(visitor.person.version, { role: 'radiologist' })).status).toBe(200);
    expect((await visitor.session()).rights).toEqual(['read', 'download', 'upload', 'share', 'report']);
    const stale = await update(visitor.person.version, { role: 'administrator' });
    expect([stale.status, errorCode(stale)]).toEqual([409, 'changed-meanwhile']);
    expect((await visitor.get('/api/people')).status).toBe(403);

    // A new password ends all their sessions.
    expect((await admin.put(`/api/people/${id}/password`, { password: 'another passphrase' })).status).toBe(
      204,
    );
    expect((await visitor.get('/dicom-web/studies')).status).toBe(401);
    expect((await visitor.signIn('changing')).status).toBe(401);
    expect((await visitor.signIn('changing', 'another passphrase')).status).toBe(200);
    // Disabled, and enabled: the session before does not come back.
    expect((await admin.post(`/api/people/${id}/disable`)).body).toMatchObject({
      disabledAt: new Date(system.clock.ms).toISOString(),
    });
    expect((await visitor.get('/dicom-web/studies')).status).toBe(401);
    expect((await admin.post(`/api/people/${id}/enable`)).body).toMatchObject({ disabledAt: null });
    expect((await visitor.get('/dicom-web/studies')).status).toBe(401);
    expect((await visitor.signIn('changing', 'another passphrase')).status).toBe(200);
    const sessions = (await admin.get(`/api/people/${id}/sessions`)).body as unknown[];
    expect(sessions).toHaveLength(1);
    expect((await admin.delete(`/api/people/${id}/sessions`)).status).toBe(204);
    expect((await visitor.get('/dicom-web/studies')).status).toBe(401);
  });

  it('lets people change their password, which ends their other sessions', async () => {
    const visitor = await signedIn(system, admin, { login: 'own', role: 'radiologist' });
    const elsewhere = system.visitor();
    await elsewhere.signIn('own');
    const change = (current: string, next: string) =>
      visitor.put('/api/session/password', { current, password: next });
    expect(errorCode(await change('wrong', 'another passphrase'))).toBe('sign-in-refused');
    const simple = await change(password, 'aaaaaaaaaaaa');
    expect([simple.status, errorCode(simple)]).toEqual([422, 'password']);
    expect((await elsewhere.get('/api/sessions')).status).toBe(200);
    expect((await change(password, 'another passphrase')).status).toBe(204);
    expect((await visitor.get('/api/sessions')).status).toBe(200);
    expect((await elsewhere.get('/api/sessions')).status).toBe(401);
    expect((await elsewhere.signIn('own')).status).toBe(401);
  });

  it('keeps one administrator, and one person to a login', async () => {
    const self = (await admin.session()).person as { id: string; login: string };
    const last = await admin.post(`/api/people/${self.id}/disable`);
    expect([last.status, errorCode(last)]).toEqual([409, 'last-administrator']);
    const taken = await admin.post('/api/people', { login: self.login, name: 'x', role: 'clinician' });
    expect([taken.status, errorCode(taken)]).toEqual([409, 'login-taken']);
    for (const [body, status, code] of [
      [{ login: 'a b', name: 'x', role: 'clinician' }, 422, 'not-allowed'],
      [{ login: 'ab', name: 'x', role: 'service' }, 422, 'not-allowed'],
      [{ login: 'ab', name: 'x', role: 'clinician', id: '1' }, 400, 'bad-body'],
      [{ login: 'ab', role: 'clinician' }, 400, 'bad-body'],
      [{ login: 'ab', name: 'x', role: 'clinician', password: 'short' }, 422, 'password'],
      [[], 400, 'bad-body'],
    ] as const) {
      const reply = await admin.post('/api/people', body);
      expect([body, reply.status, errorCode(reply)]).toEqual([body, status, code]);
    }
  });

  describe('by forged requests', () => {
    const evil = 'https://evil.example';

    it('changes nothing for pages of other sites', async () => {
      const person = await somebody();
      const body = { login: person.login, password };
      const tries: [Record<string, string>, number, string][] = [
        [{ origin: evil }, 403, 'other-origin'],
        [{ origin: 'null' }, 403, 'other-origin'],
        // Another port of this machine is another page, too.
        [{ origin: 'http://127.0.0.1:9' }, 403, 'other-origin'],
        [{ origin: 'http://localhost:9' }, 403, 'other-origin'],
        [{ 'sec-fetch-site': 'cross-site' }, 403, 'other-origin'],
        [{ 'sec-fetch-site': 'same-site' }, 403, 'other-origin'],
        [{ 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
        [{ 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported-media-type'],
        [{ 'content-type': 'application/json; charset=utf-16' }, 415, 'unsupported-media-type'],
      ];
      for (const [headers, status, code] of tries) {
        const visitor = system.visitor();
        const reply = await visitor.ask('POST', '/api/session', { body, headers });
        expect([headers, reply.status, errorCode(reply), visitor.cookie]).toEqual([
          headers,
          status,
          code,
          undefined,
        ]);
        const other = await admin.ask('POST', `/api/people/${person.id}/disable`, { body: {}, headers });
        expect([headers, other.status]).toEqual([headers, status]);
        if (status === 403) {
          const ended = await admin.ask('DELETE', '/api/session', { headers });
          expect([headers, ended.status]).toEqual([headers, 403]);
        }
      }
      expect((await admin.get('/api/people')).status).toBe(200);
      const own = { origin: system.url, 'sec-fetch-site': 'same-origin' };
      const reply = await system.visitor().ask('POST', '/api/session', { body, headers: own });
      expect(reply.status).toBe(200);
      // Nor does DICOMweb, for pages of other ports of this machine.
      const stow = await admin.ask('DELETE', '/dicom-web/studies/1.2.3', {
        headers: { origin: 'http://localhost:9' },
      });
      expect(stow.status).toBe(403);
    });

    it('is not had by odd bodies', async () => {
      for (const [body, status] of [
        ['{', 400],
        ['', 400],
        ['[]', 400],
        ['"x"', 400],
        ['{"login":"a","password":"b","role":"administrator"}', 400],
        ['{"login":"a","password":"b","__proto__":{"x":1}}', 400],
        ['{"login":["a"],"password":{"$ne":1}}', 400],
        [JSON.stringify({ login: 'a', password: 'x'.repeat(70_000) }), 413],
        [JSON.stringify({ login: 'a', password: 'x'.repeat(20_000) }), 422],
      ] as const) {
        const reply = await system
          .visitor()
          .ask('POST', '/api/session', { body, headers: { 'content-type': 'application/json' } });
        expect([body.slice(0, 60), reply.status]).toEqual([body.slice(0, 60), status]);
      }
    });

    it('is not had with what is no session', async () => {
      const token = admin.cookie?.replace('yunying=', '') ?? '';
      for (const authorization of [
        `Bearer ${token}`,
        'Bearer x',
        'Bearer',
        'Basic YWRtaW46YWRtaW4=',
        `Bearer ${'a'.repeat(43)}`,
        'Bearer yyk_aaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
      ]) {
        // Authorization counts, whatever cookie is there beside it.
        const reply = await admin.get('/dicom-web/studies', { authorization });
        expect([authorization, reply.status, errorCode(reply)]).toEqual([
          authorization,
          401,
          'session-ended',
        ]);
      }
      for (const cookie of [
        `yunying=${token}x`,
        `yunying=${token.slice(1)}`,
        `Yunying=${token}`,
        // For a page over TLS only.
        `__Host-yunying=${token}`,
        `other=1`,
        `yunying="${token}`,
      ]) {
        const reply = await system.visitor().get('/dicom-web/studies', { cookie });
        expect([cookie.replace(token, '…'), reply.status]).toEqual([cookie.replace(token, '…'), 401]);
        // The page itself is to be had all the same.
        expect((await system.visitor().get('/healthz', { cookie })).status).toBe(200);
      }
      const beside = `a=1; yunying=${token}; b=2`;
      expect((await system.visitor().get('/dicom-web/studies', { cookie: beside })).status).toBe(200);
    });
  });
});
