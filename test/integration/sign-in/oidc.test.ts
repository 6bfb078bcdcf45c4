import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import {
  freePort,
  oidcClient,
  oidcEnv,
  startOidcProvider,
  type TestProvider,
} from '../../support/oidcProvider.ts';
import { Browser } from './support/Browser.ts';
import { startHostileProvider, type Answering, type HostileProvider } from './support/hostileProvider.ts';
import { begin, pathOf, sessionIn, signInByOidc, signInThere } from './support/oidcSignIn.ts';
import { hospital, otherHospital, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  errorCode,
  makePerson,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

const flow = 'yunying-oidc';
const [own, foreign] = [uidsOf(81), uidsOf(82)];

interface Listed {
  id: string;
  login: string;
  name: string;
  role: string;
  version: number;
  hasPassword: boolean;
}

const listed = async (administrator: Visitor): Promise<Listed[]> =>
  (await administrator.get('/api/people')).body as Listed[];

/** What the audit trail tells of an event, the newest first. */
async function told(administrator: Visitor, event: string): Promise<Record<string, unknown>[]> {
  const { body } = await administrator.get(`/api/audit/events?event=${event}&limit=20`);
  return (body as { events: { detail: Record<string, unknown> }[] }).events.map(({ detail }) => detail);
}

describeOnEngines('signing in at the hospital’s own provider', (engine) => {
  let system: SignInSystem;
  let provider: TestProvider;
  let administrator: Visitor;
  beforeAll(async () => {
    const port = await freePort();
    provider = await startOidcProvider(`http://127.0.0.1:${port}`, {
      doctor: { name: '李娜', preferred_username: 'li.na', groups: ['staff', 'radiology'] },
      nobody: { name: '某人', preferred_username: 'mou.ren', groups: ['staff'] },
      namesake: { name: '冒名', preferred_username: 'ADMIN' },
      nameless: { name: '', preferred_username: '<img onerror=alert(1)>' },
      twin: { name: '双', preferred_username: 'twin' },
      leaving: { name: '走', preferred_username: 'leaving', groups: ['radiology'] },
    });
    system = await startSignInSystem(engine, {
      ...oidcEnv(provider.issuer, port),
      ...{ OIDC_NAME: '统一身份认证', OIDC_SCOPES: 'openid profile groups', OIDC_LOGOUT: '1' },
      ...{ OIDC_ROLE_CLAIM: 'groups', OIDC_ROLES: 'it=administrator, radiology=radiologist' },
      OIDC_INSTITUTIONS: hospital,
    });
    administrator = await administratorOf(system);
    const files = [studyFile(own, hospital, 'P1'), studyFile(foreign, otherHospital, 'P2')];
    expect(await storeAs(administrator, files)).toBe(200);
  });
  afterAll(async () => {
    await system.close();
    await provider.close();
  });

  const studiesSeenIn = async (browser: Browser) => {
    const { status, text } = await browser.open(`${system.url}/dicom-web/studies`, { from: system.url });
    return status === 200
      ? (JSON.parse(text) as Record<string, { Value: string[] }>[]).map((one) => one['0020000D']?.Value[0])
      : status;
  };

  it('is told of beside passwords', async () => {
    expect(await system.visitor().session()).toEqual({
      ...{ auth: 'local', signedIn: false, setup: false },
      oidc: { name: '统一身份认证', alone: false },
    });
  });

  it('lets somebody in with the role that a claim gives, to the studies of their institutions', async () => {
    const browser = new Browser();
    const page = await signInByOidc(browser, system, 'doctor', '/viewer?StudyInstanceUIDs=1.2');
    expect([page.status, pathOf(page)]).toEqual([
      303,
      `/sign-in?${new URLSearchParams({ by: 'oidc', to: '/viewer?StudyInstanceUIDs=1.2' })}`,
    ]);
    expect(page.setCookie).toEqual([
      expect.stringMatching(/^yunying=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
      expect.stringMatching(/^yunying-oidc=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect(await sessionIn(browser, system)).toMatchObject({
      signedIn: true,
      person: {
        ...{ login: 'li.na', name: '李娜', role: 'radiologist', institutions: [hospital] },
        ...{ hasPassword: false, hasTotp: false },
      },
    });
    expect(await studiesSeenIn(browser)).toEqual([own.study]);
    const [signedIn] = await told(administrator, 'userAuthentication');
    expect(signedIn).toEqual({ role: 'radiologist', by: { oidc: provider.issuer } });
    const made = (await told(administrator, 'securityAlert'))[0];
    expect(made).toMatchObject({ what: 'new person', login: 'li.na', role: 'radiologist' });

    // Again: the same person; the session before ends.
    const former = browser.cookie(system.url, 'yunying') ?? '';
    await signInByOidc(browser, system, 'doctor');
    expect((await listed(administrator)).filter(({ login }) => login.startsWith('li.na'))).toHaveLength(1);
    const cookie = `yunying=${former}`;
    expect((await system.visitor().get('/dicom-web/studies', { cookie })).status).toBe(401);
    expect(await studiesSeenIn(browser)).toEqual([own.study]);
  });

  it('lets who has no role see nothing, until the provider gives one, and no more when it takes it', async () => {
    const browser = new Browser();
    await signInByOidc(browser, system, 'nobody');
    expect(await sessionIn(browser, system)).toMatchObject({ person: { role: 'none' }, rights: [] });
    expect(await studiesSeenIn(browser)).toBe(403);
    const study = `${system.url}/dicom-web/studies/${own.study}`;
    for (const path of ['/metadata', `/series/${own.series}/instances/${own.instance}/frames/1`, ''])
      expect([path, (await browser.open(study + path)).status]).toEqual([path, 404]);
    expect((await browser.open(`${system.url}/api/people`)).status).toBe(403);

    const account = provider.accounts.get('nobody');
    provider.accounts.set('nobody', { ...account, name: '某人', groups: ['radiology', 'it'] });
    const elsewhere = new Browser();
    // The first of OIDC_ROLES that fits, whatever the order of the claim.
    await signInByOidc(elsewhere, system, 'nobody');
    expect(await sessionIn(elsewhere, system)).toMatchObject({ person: { role: 'administrator' } });
    expect((await told(administrator, 'securityAlert'))[0]).toMatchObject({
      ...{ role: 'administrator', former: 'none', by: { oidc: provider.issuer } },
    });
    provider.accounts.set('nobody', { ...account, name: '某人' });
    const later = new Browser();
    await signInByOidc(later, system, 'nobody');
    // In the sessions that were begun before as well.
    expect((await elsewhere.open(`${system.url}/api/people`)).status).toBe(403);
    expect(await studiesSeenIn(elsewhere)).toBe(403);
  });

  it('gives nobody the account of a namesake, and takes names that none can have', async () => {
    const browser = new Browser();
    await signInByOidc(browser, system, 'namesake');
    const session = await sessionIn(browser, system);
    expect(session).toMatchObject({ person: { name: '冒名', role: 'none' } });
    const { login } = (session as { person: Listed }).person;
    expect(login).toMatch(/^ADMIN-[0-9a-f]{16}$/);
    const admin = (await listed(administrator)).find((one) => one.login === 'admin');
    expect(admin).toMatchObject({ role: 'administrator', name: '管理员' });

    const another = new Browser();
    await signInByOidc(another, system, 'nameless');
    expect(await sessionIn(another, system)).toMatchObject({
      person: {
        login: expect.stringMatching(/^oidc-[0-9a-f]{16}$/) as string,
        name: '<img onerror=alert(1)>',
      },
    });
  });

  it('makes one person of two who come at the same time', async () => {
    const browsers = [new Browser(), new Browser(), new Browser()];
    const addresses = await Promise.all(
      browsers.map(async (browser) => signInThere(browser, system, await begin(browser, system), 'twin')),
    );
    const pages = await Promise.all(
      browsers.map((browser, index) =>
        browser.open(addresses[index] ?? '', { from: 'http://provider.example' }),
      ),
    );
    expect(pages.map(pathOf)).toEqual(Array(3).fill('/sign-in?by=oidc&to=%2F'));
    expect((await listed(administrator)).filter(({ login }) => login.startsWith('twin'))).toHaveLength(1);
  });

  it('takes an answer once, in the browser that has asked, and in time', async () => {
    const browser = new Browser();
    const over = '/sign-in?problem=over';
    const address = await begin(browser, system, '/account');
    const sealed = browser.cookie(system.url, flow) ?? '';
    const back = await signInThere(browser, system, address, 'doctor');
    // Another browser, as that of somebody who is to be signed in as somebody else.
    expect(pathOf(await new Browser().open(back))).toBe(over);
    // A state of whoever; twice; none. What was begun goes on.
    const forged = (change: (query: URLSearchParams) => void): string => {
      const url = new URL(back);
      change(url.searchParams);
      return url.href;
    };
    for (const wrong of [
      forged((query) => query.set('state', 'x'.repeat(43))),
      forged((query) => query.append('state', 'x')),
      forged((query) => query.delete('state')),
    ])
      expect(pathOf(await browser.open(wrong))).toBe(`${over}&to=%2Faccount`);
    // Who asks for the headers alone uses nothing up.
    const head = await browser.open(back, { method: 'HEAD' });
    expect([head.status, head.setCookie]).toEqual([303, []]);
    expect(browser.cookie(system.url, flow)).toBe(sealed);
    expect(pathOf(await browser.open(back))).toBe('/sign-in?by=oidc&to=%2Faccount');

    // Replayed: without what was begun, and with it.
    const session = browser.cookie(system.url, 'yunying');
    expect(pathOf(await browser.open(back))).toBe(over);
    browser.setCookie(system.url, flow, sealed);
    expect(pathOf(await browser.open(back))).toBe(`${over}&to=%2Faccount`);
    expect(browser.cookie(system.url, 'yunying')).toBe(session);
    expect((await told(administrator, 'userAuthentication'))[0]).toMatchObject({ why: 'used-or-too-late' });

    // A byte of it changed; too late.
    const slow = new Browser();
    const answer = await signInThere(slow, system, await begin(slow, system), 'doctor');
    const whole = slow.cookie(system.url, flow) ?? '';
    slow.setCookie(system.url, flow, `${whole.slice(0, -2)}${whole.endsWith('AA') ? 'BB' : 'AA'}`);
    expect(pathOf(await slow.open(answer))).toBe(over);
    slow.setCookie(system.url, flow, whole);
    system.clock.forward(10);
    expect(pathOf(await slow.open(answer))).toBe(`${over}&to=%2F`);
    expect(slow.cookie(system.url, 'yunying')).toBeUndefined();
  });

  it('says what the provider has refused', async () => {
    const browser = new Browser();
    const cancelled = async (error: string) => {
      const address = new URL(await begin(browser, system));
      const query = new URLSearchParams({ error, state: address.searchParams.get('state') ?? '' });
      query.set('iss', provider.issuer);
      return pathOf(await browser.open(`${system.url}/api/session/oidc/callback?${query}`));
    };
    expect(await cancelled('access_denied')).toBe('/sign-in?problem=cancelled&to=%2F');
    expect(await cancelled('server_error')).toBe('/sign-in?problem=provider-refused&to=%2F');
    // A code that it has not given.
    const address = new URL(await begin(browser, system));
    const query = new URLSearchParams({ code: 'x', state: address.searchParams.get('state') ?? '' });
    query.set('iss', provider.issuer);
    expect(pathOf(await browser.open(`${system.url}/api/session/oidc/callback?${query}`))).toBe(
      '/sign-in?problem=provider-refused&to=%2F',
    );
    // One of its own in the name of another provider (RFC 9207).
    const back = new URL(await signInThere(browser, system, await begin(browser, system), 'doctor'));
    back.searchParams.set('iss', 'http://127.0.0.1:1');
    expect(pathOf(await browser.open(back.href))).toBe('/sign-in?problem=provider-refused&to=%2F');
    expect(browser.cookie(system.url, 'yunying')).toBeUndefined();
    expect((await told(administrator, 'userAuthentication'))[0]).toMatchObject({
      ...{ why: 'provider-refused', by: { oidc: provider.issuer } },
    });
  });

  it('goes on with pages of ours alone', async () => {
    for (const [to, path] of [
      ['/audit?x=1', '/audit?x=1'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['https://evil.example', '/'],
      ['/\t/evil.example', '/'],
      [`/${'x'.repeat(2000)}`, '/'],
    ] as const) {
      const page = await signInByOidc(new Browser(), system, 'doctor', to);
      expect(page.location).toBe(`${system.url}/sign-in?${new URLSearchParams({ by: 'oidc', to: path })}`);
    }
  });

  it('keeps out who is disabled or locked out here', async () => {
    const browser = new Browser();
    await signInByOidc(browser, system, 'leaving');
    const former = browser.cookie(system.url, 'yunying');
    const person = (await listed(administrator)).find(({ login }) => login === 'leaving');
    expect((await administrator.post(`/api/people/${person?.id}/disable`)).status).toBe(200);
    expect(await studiesSeenIn(browser)).toBe(401);
    expect(pathOf(await signInByOidc(browser, system, 'leaving'))).toBe('/sign-in?problem=refused&to=%2F');
    expect(browser.cookie(system.url, 'yunying')).toBe(former);
    expect((await told(administrator, 'userAuthentication'))[0]).toMatchObject({ why: 'disabled' });
    expect((await administrator.post(`/api/people/${person?.id}/enable`)).status).toBe(200);
    expect(pathOf(await signInByOidc(browser, system, 'leaving'))).toBe('/sign-in?by=oidc&to=%2F');

    // Five wrong passwords, where they have one, lock them out here too.
    await administrator.put(`/api/people/${person?.id}/password`, { password: 'correct horse battery' });
    for (let n = 0; n < 5; n += 1) await system.visitor().signIn('leaving', 'wrong password');
    expect(pathOf(await signInByOidc(browser, system, 'leaving'))).toBe('/sign-in?problem=refused&to=%2F');
    expect((await told(administrator, 'userAuthentication'))[0]).toMatchObject({ why: 'locked-out' });
  });

  it('signs out there as well, if that is wanted', async () => {
    const browser = new Browser();
    await signInByOidc(browser, system, 'doctor');
    const page = await browser.open(`${system.url}/api/session`, { method: 'DELETE' });
    expect([page.status, browser.cookie(system.url, 'yunying')]).toEqual([200, undefined]);
    const address = new URL((JSON.parse(page.text) as { address: string }).address);
    expect(address.origin).toBe(provider.issuer);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      ...{ client_id: oidcClient.id, post_logout_redirect_uri: `${system.url}/sign-in` },
    });
    const asked = await browser.open(address.href, { from: system.url });
    const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
    const out = await browser.open(new URL(action, asked.url).href, {
      form: { xsrf, logout: 'yes' },
      from: asked.url,
    });
    expect((await browser.follow(out, system.url)).location).toBe(`${system.url}/sign-in`);
    // Who has signed in with a password has nothing to do with it.
    await makePerson(administrator, { login: 'local', role: 'technician' });
    const visitor = system.visitor();
    await visitor.signIn('local');
    expect((await visitor.delete('/api/session')).status).toBe(204);
  });
});

describe('a provider that cannot be trusted, and the only way to sign in', () => {
  let system: SignInSystem;
  let provider: HostileProvider;
  let administrator: Visitor;
  beforeAll(async () => {
    provider = await startHostileProvider(oidcClient.id);
    const env = { ...oidcEnv(provider.issuer, await freePort()), AUTH: 'oidc' };
    system = await startSignInSystem(undefined, env);
    administrator = await administratorOf(system);
  });
  afterAll(async () => {
    await system.close();
    await provider.close();
  });

  async function answered(answering: Answering, change: (nonce: string) => string = (nonce) => nonce) {
    const browser = new Browser();
    const { searchParams } = new URL(await begin(browser, system));
    provider.answering = answering;
    provider.nonce = change(searchParams.get('nonce') ?? '');
    const query = new URLSearchParams({ code: 'x', state: searchParams.get('state') ?? '' });
    const page = await browser.open(`${system.url}/api/session/oidc/callback?${query}`);
    return { browser, path: pathOf(page) };
  }

  it('asks for PKCE, state and nonce, all different each time', async () => {
    const asked = [];
    for (let n = 0; n < 2; n += 1) {
      const { searchParams } = new URL(await begin(new Browser(), system));
      const { state, nonce, code_challenge: challenge, ...fixed } = Object.fromEntries(searchParams);
      expect(fixed).toEqual({
        ...{ client_id: oidcClient.id, response_type: 'code', scope: 'openid profile' },
        ...{ redirect_uri: `${system.url}/api/session/oidc/callback`, code_challenge_method: 'S256' },
      });
      asked.push(state, nonce, challenge);
    }
    for (const value of asked) expect(value).toMatch(/^[\w-]{43}$/);
    expect(new Set(asked).size).toBe(6);
  });

  it('takes no password', async () => {
    expect(await system.visitor().session()).toMatchObject({ oidc: { alone: true } });
    const reply = await system.visitor().signIn('admin');
    expect([reply.status, errorCode(reply)]).toEqual([403, 'no-passwords']);
    const code = await system.visitor().post('/api/session/code', { challenge: 'x', code: '000000' });
    expect([code.status, errorCode(code)]).toEqual([403, 'no-passwords']);
  });

  it('takes a token that is good, and leaves roles to administrators', async () => {
    const { path, browser } = await answered({ kind: 'signed' });
    expect(path).toBe('/sign-in?by=oidc&to=%2F');
    expect(await sessionIn(browser, system)).toMatchObject({ person: { role: 'none' }, rights: [] });
    const made = (await listed(administrator)).find(({ role }) => role === 'none');
    const { id = '', login, name, version } = made ?? {};
    const input = { ...{ version, login, name, phone: null }, role: 'radiologist', institutions: ['*'] };
    expect((await administrator.put(`/api/people/${id}`, { ...input, departments: [] })).status).toBe(200);
    const again = await answered({ kind: 'signed' });
    expect(await sessionIn(again.browser, system)).toMatchObject({ person: { id, role: 'radiologist' } });
    // The same name at another provider is somebody else.
    const { length } = await listed(administrator);
    await answered({ kind: 'signed', claims: { sub: 'Mallory' } });
    expect(await listed(administrator)).toHaveLength(length + 1);
  });

  it('refuses every token that is not good', async () => {
    const { length } = await listed(administrator);
    const now = Math.floor(Date.now() / 1000);
    const wrong: readonly [string, Answering, ((nonce: string) => string)?][] = [
      ['alg none', { kind: 'unsecured' }],
      ['no token', { kind: 'none' }],
      ['another key', { kind: 'signed', by: 'another key' }],
      ['another nonce', { kind: 'signed' }, () => 'x'.repeat(43)],
      ['no nonce', { kind: 'signed', claims: { nonce: undefined } }],
      ['another audience', { kind: 'signed', claims: { aud: 'another-client' } }],
      ['several audiences, for another', { kind: 'signed', claims: { aud: [oidcClient.id, 'b'], azp: 'b' } }],
      ['another issuer', { kind: 'signed', claims: { iss: 'http://127.0.0.1:1' } }],
      ['expired', { kind: 'signed', claims: { iat: now - 600, exp: now - 120 } }],
      ['not yet', { kind: 'signed', claims: { nbf: now + 600 } }],
      ['nobody', { kind: 'signed', claims: { sub: '' } }],
      ['no code of its own', { kind: 'status', status: 400 }],
    ];
    for (const [what, answering, change] of wrong) {
      const { path, browser } = await answered(answering, change);
      expect([what, path, browser.cookie(system.url, 'yunying')]).toEqual([
        ...[what, '/sign-in?problem=provider-refused&to=%2F', undefined],
      ]);
    }
    expect(await listed(administrator)).toHaveLength(length);
  });

  it('says that it does not answer', async () => {
    expect((await answered({ kind: 'status', status: 503 })).path).toBe(
      '/sign-in?problem=provider-away&to=%2F',
    );
    expect((await answered({ kind: 'status', status: 500 })).path).toBe(
      '/sign-in?problem=provider-away&to=%2F',
    );
  });
});

describe('a provider that is away', () => {
  let system: SignInSystem;
  beforeAll(async () => {
    // Nobody listens there yet.
    const port = await freePort();
    const env = oidcEnv(`http://127.0.0.1:${port}`, await freePort());
    system = await startSignInSystem(undefined, env);
  });
  afterAll(() => system.close());

  it('is said to be so, and passwords go on', async () => {
    const reply = await system.visitor().post('/api/session/oidc', { to: '/' });
    expect([reply.status, errorCode(reply), reply.headers['retry-after']]).toEqual([
      503,
      'provider-away',
      '2',
    ]);
    expect(reply.headers['set-cookie']).toBeUndefined();
    const administrator = await administratorOf(system);
    await makePerson(administrator, { login: 'local', role: 'technician' });
    expect((await system.visitor().signIn('local')).status).toBe(200);
    expect((await administrator.delete('/api/session')).status).toBe(204);
  });
});
