import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchAudit } from '../../../services/audit/index.ts';
import { byHmac, byP256, claimsOf, p256Pair, tokenOf } from '../../support/embedTokens.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { openssl, withoutOpenssl } from '../../support/openssl.ts';
import { makeInstance } from '../support/instances.ts';
import { viewerBuilt } from '../sign-in/support/apiRequests.ts';
import { hospital, otherHospital, patient, storeAs, uidsOf } from '../sign-in/support/principals.ts';
import {
  administratorOf,
  errorCode,
  makePerson,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from '../sign-in/support/signInSystem.ts';
import { getToken, goodToken, hisA, postToken, register, secret, type Registered } from './support.ts';

const current = uidsOf(41).study;
const prior = uidsOf(42).study;
const later = uidsOf(43).study;
const ofOther = uidsOf(44).study;
const elsewhere = uidsOf(45).study;

const study = (
  uid: string,
  more: { patientId?: string; studyDate?: string; accession?: string; institution?: string },
) =>
  makeInstance({
    ...{ study: uid, patientId: more.patientId ?? patient, studyDate: more.studyDate ?? '20260102' },
    accessionNumber: more.accession ?? '',
    more: [[0x00080080, 'LO', more.institution ?? hospital]],
  }).file;

describeOnEngines('a HIS embeds the viewer', (engine) => {
  let system: SignInSystem;
  let administrator: Visitor;
  let his: Registered;
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    administrator = await administratorOf(system);
    const files = [
      study(current, { accession: 'A-41' }),
      study(prior, { studyDate: '20250102' }),
      study(later, { studyDate: '20260301' }),
      study(ofOther, { patientId: 'P2', accession: 'A-44' }),
      study(elsewhere, { institution: otherHospital }),
    ];
    expect(await storeAs(administrator, files)).toBe(200);
    his = await register(administrator);
  });
  afterAll(() => system.close());

  const bearer = (token = ''): Record<string, string> => ({ authorization: `Bearer ${token}` });
  const seen = async (token: string | undefined) => {
    const { status, body } = await system.visitor().get('/dicom-web/studies', bearer(token));
    const found = (Array.isArray(body) ? body : []) as Record<string, { Value: string[] }>[];
    return { status, uids: found.map((one) => one['0020000D']?.Value[0]).sort() };
  };
  const lastSignIn = async () => {
    const { services } = system.server;
    if (!services) throw new Error('nobody signs in');
    const query = { event: 'userAuthentication', limit: 1 } as const;
    const { events } = await searchAudit(services.database.db, query, services.sealer);
    return events[0];
  };

  it('opens the one study by UID or accession number, and nothing else', async () => {
    for (const asked of [{ studyInstanceUid: current }, { accessionNumber: 'A-41' }]) {
      const { status, session } = await postToken(system.url, goodToken(system, asked));
      expect(status).toBe(200);
      expect(session).toMatchObject({ studyInstanceUids: [current], mode: 'read', origins: hisA.origins });
      expect(await seen(session?.token)).toEqual({ status: 200, uids: [current] });
      const visitor = system.visitor();
      const headers = bearer(session?.token);
      expect((await visitor.get(`/dicom-web/studies/${current}/metadata`, headers)).status).toBe(200);
      for (const foreign of [prior, ofOther, elsewhere])
        expect((await visitor.get(`/dicom-web/studies/${foreign}/metadata`, headers)).status).toBe(404);
      // Reading is not having the files; and nobody administrates by a HIS.
      expect((await visitor.get(`/dicom-web/studies/${current}`, headers)).status).toBe(403);
      expect((await visitor.get('/api/his', headers)).status).toBe(403);
      expect((await visitor.get('/api/sessions', headers)).status).toBe(403);
    }
  });

  it('opens all studies of the patient in its institution for comparing, with the latest earlier one', async () => {
    const token = goodToken(system, { studyInstanceUid: current, mode: 'compare' });
    const { session } = await getToken(system.url, token);
    expect(session).toMatchObject({ studyInstanceUids: [current, prior], mode: 'compare' });
    expect(await seen(session?.token)).toEqual({ status: 200, uids: [current, prior, later].sort() });
  });

  it('answers with a page that only pages of the HIS may hold, and that nobody keeps', async () => {
    const { headers, html, session } = await postToken(
      system.url,
      goodToken(system, { studyInstanceUid: current }),
    );
    expect(headers['content-security-policy']).toMatch(
      /frame-ancestors https:\/\/his\.hospital\.example(;|$)/,
    );
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers).not.toHaveProperty('x-frame-options');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(session?.token).toMatch(/^[\w-]{43}$/);
    // The session is data: one script is run, as in the page without it.
    expect(html.match(/<script(?! type="application\/json")/g)).toHaveLength(1);
    const plain = await system.visitor().get('/viewer');
    expect(plain.headers['content-security-policy']).toMatch(/frame-ancestors 'self'/);
    expect(plain.headers['x-frame-options']).toBe('SAMEORIGIN');
  });

  const notBuilt = viewerBuilt ? '' : ' (skipped: the viewer is not built)';
  it.skipIf(!viewerBuilt)(`gives its script to pages of other origins${notBuilt}`, async () => {
    const { status, headers, body } = await system.visitor().get('/yunying-embed.js');
    expect([status, headers['cross-origin-resource-policy']]).toEqual([200, 'cross-origin']);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(body).toContain('openViewer');
    expect(String((await system.visitor().get('/yunying-embed.d.ts')).body)).toContain('interface Viewer');
  });

  it('ends with the session, at once and when nothing is heard of the page', async () => {
    const open = async () =>
      (await postToken(system.url, goodToken(system, { studyInstanceUid: current }))).session?.token ?? '';
    const one = await open();
    const visitor = system.visitor();
    expect((await visitor.ask('DELETE', '/api/session', { headers: bearer(one) })).status).toBe(204);
    expect((await seen(one)).status).toBe(401);
    const two = await open();
    for (let minute = 0; minute < 5; minute += 1) {
      system.clock.forward(1);
      expect((await visitor.get('/api/session', bearer(two))).status).toBe(200);
    }
    system.clock.forward(3);
    expect((await visitor.get('/api/session', bearer(two))).status).toBe(401);
    // No cookie, and no key: it is what the page was given.
    expect((await visitor.get('/dicom-web/studies', { cookie: `yunying=${await open()}` })).status).toBe(401);
  });

  describe('refuses a token', () => {
    const now = () => Math.floor(system.clock.ms / 1000);
    const other = p256Pair();
    const table: [string, () => string, string][] = [
      ['of no HIS', () => goodToken(system, { studyInstanceUid: current, iss: 'his-z' }), 'unknown-issuer'],
      ['for somebody else', () => goodToken(system, { studyInstanceUid: current, aud: 'pacs' }), 'audience'],
      [
        'that is over',
        () => goodToken(system, { studyInstanceUid: current, iat: now() - 400, exp: now() - 200 }),
        'expired',
      ],
      [
        'that lives too long',
        () => goodToken(system, { studyInstanceUid: current, exp: now() + 301 }),
        'too-long-lived',
      ],
      [
        'without a signature',
        () =>
          `${tokenOf({ alg: 'none' }, claimsOf(system.clock.ms, { patientId: patient, studyInstanceUid: current }), () => Buffer.alloc(1)).replace(/\.[^.]*$/, '.')}`,
        'not-a-token',
      ],
      [
        'with alg none and any signature',
        () => goodToken(system, { studyInstanceUid: current }, { alg: 'none' }),
        'algorithm',
      ],
      [
        'signed by another algorithm',
        () =>
          tokenOf(
            { alg: 'ES256' },
            claimsOf(system.clock.ms, { patientId: patient, studyInstanceUid: current }),
            byP256(other.privateKey),
          ),
        'algorithm',
      ],
      [
        'signed by another key',
        () =>
          tokenOf(
            { alg: 'HS256' },
            claimsOf(system.clock.ms, { patientId: patient, studyInstanceUid: current }),
            byHmac('another secret that is long enough'),
          ),
        'signature',
      ],
      [
        'that says what nobody knows',
        () => goodToken(system, { studyInstanceUid: current, role: 'administrator' }),
        'claims',
      ],
      ['that is none', () => 'x.y', 'not-a-token'],
    ];
    it.each(table)('%s', async (_, token, problem) => {
      const text = token();
      const { status, html, headers, session } = await postToken(system.url, text);
      expect([status, session]).toEqual([401, undefined]);
      expect(html).not.toMatch(/<script|<form|<a /);
      expect(html).not.toContain(problem);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(await lastSignIn()).toMatchObject({ outcome: 4, detail: { problem } });
    });

    it('a second time', async () => {
      const token = goodToken(system, { studyInstanceUid: current });
      expect((await postToken(system.url, token)).status).toBe(200);
      expect((await getToken(system.url, token)).status).toBe(401);
      expect(await lastSignIn()).toMatchObject({ detail: { problem: 'used' } });
    });

    it('twenty at a time, but for one', async () => {
      const token = goodToken(system, { studyInstanceUid: current });
      const statuses = await Promise.all(
        Array.from({ length: 20 }, async () => (await postToken(system.url, token)).status),
      );
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    });

    it('asked for by HEAD without using it up, and twice in one address', async () => {
      const token = goodToken(system, { studyInstanceUid: current });
      expect((await system.visitor().ask('HEAD', `/embed?token=${token}`)).status).toBe(401);
      expect((await getToken(system.url, `${token}&token=${token}`)).status).toBe(400);
      expect((await getToken(system.url, token)).status).toBe(200);
    });
  });

  it('finds nothing of other patients and institutions, told as what does not exist', async () => {
    const table: [object, string][] = [
      [{ studyInstanceUid: '1.2.3.4.5' }, 'no-study'],
      [{ accessionNumber: 'A-44' }, 'patient'],
      [{ studyInstanceUid: ofOther }, 'patient'],
      [{ studyInstanceUid: current, patientId: 'P2' }, 'patient'],
      [{ studyInstanceUid: elsewhere }, 'institution'],
    ];
    const pages: string[] = [];
    for (const [asked, problem] of table) {
      const { status, html, session } = await postToken(system.url, goodToken(system, asked));
      expect([asked, status, session]).toEqual([asked, 404, undefined]);
      expect(await lastSignIn()).toMatchObject({ detail: { problem, patientId: expect.any(String) } });
      pages.push(html);
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('may only what it is registered for, and what rules leave to its doctors', async () => {
    const asked = { studyInstanceUid: current, mode: 'compare' };
    const change = async (his: Registered, values: object): Promise<Registered> => {
      const reply = await administrator.put(`/api/his/${his.id}`, {
        version: his.version,
        his: { ...hisA, key: undefined, ...values },
      });
      expect(reply.status).toBe(200);
      return reply.body as Registered;
    };
    const { session } = await postToken(system.url, goodToken(system, { ...asked }));
    expect((await seen(session?.token)).uids).toHaveLength(3);
    his = await change(his, { scope: { modes: ['read'], download: true } });
    expect((await postToken(system.url, goodToken(system, asked))).status).toBe(401);
    const read = (await postToken(system.url, goodToken(system, { studyInstanceUid: current }))).session;
    expect((await system.visitor().get(`/dicom-web/studies/${current}`, bearer(read?.token))).status).toBe(
      200,
    );
    // Switched off, its sessions end; switched on they go on, as they were not ended by anybody.
    his = await change(his, { enabled: false });
    expect((await seen(read?.token)).status).toBe(401);
    expect((await postToken(system.url, goodToken(system, asked))).status).toBe(401);
    his = await change(his, {});
    // A doctor who has an account here is that person: their rules hold, within what the token opens.
    const doctor = await makePerson(administrator, {
      ...{ login: 'wang', role: 'radiologist', institutions: [otherHospital] },
    });
    his = await change(his, { personMapping: { D1001: doctor.id } });
    const opened = await postToken(system.url, goodToken(system, { studyInstanceUid: current }));
    const mine = (await system.visitor().get('/api/session', bearer(opened.session?.token))).body;
    expect(mine).toMatchObject({ signedIn: true, rights: expect.arrayContaining(['read']) });
    await administrator.post(`/api/people/${doctor.id}/disable`);
    expect((await seen(opened.session?.token)).status).toBe(401);
    expect((await postToken(system.url, goodToken(system, { studyInstanceUid: current }))).status).toBe(401);
    his = await change(his, {});
  });

  it('signs with ES256', async () => {
    const { privateKey, publicKey } = p256Pair();
    await register(administrator, { ...hisA, issuer: 'his-ec', algorithm: 'ES256', key: publicKey });
    const claims = claimsOf(system.clock.ms, {
      iss: 'his-ec',
      patientId: patient,
      studyInstanceUid: current,
    });
    expect((await postToken(system.url, tokenOf({ alg: 'ES256' }, claims, byP256(privateKey)))).status).toBe(
      200,
    );
  });

  it.skipIf(!openssl)(`signs with SM2 and SM3${withoutOpenssl}`, async () => {
    const program = openssl;
    if (!program) return;
    const { privateKey, publicKey } = program.keyPair(['-algorithm', 'SM2']);
    const sm2Id = 'hospital-a@his';
    const more = { issuer: 'his-sm2', algorithm: 'SM2', key: publicKey, sm2Id };
    await register(administrator, { ...hisA, ...more });
    const signedAs = (id: string) => {
      const claims = claimsOf(system.clock.ms, {
        iss: 'his-sm2',
        patientId: patient,
        studyInstanceUid: current,
      });
      return tokenOf({ alg: 'SM2' }, claims, (signed) => program.signSm2(privateKey, signed, id));
    };
    const { status, session } = await postToken(system.url, signedAs(sm2Id));
    expect(status).toBe(200);
    expect(await seen(session?.token)).toEqual({ status: 200, uids: [current] });
    expect((await postToken(system.url, signedAs('1234567812345678'))).status).toBe(401);
  });

  it('tells an administrator what is wrong with a token, without using it up', async () => {
    const trial = async (token: string) =>
      (await administrator.post(`/api/his/${his.id}/trial`, { token })).body;
    const good = goodToken(system, { studyInstanceUid: current, mode: 'compare' });
    for (let time = 0; time < 2; time += 1)
      expect(await trial(good)).toMatchObject({ ok: true, studyInstanceUids: [current, prior] });
    expect((await postToken(system.url, good)).status).toBe(200);
    expect(await trial(good)).toMatchObject({ ok: false, problem: 'used' });
    expect(await trial(goodToken(system, { studyInstanceUid: current, iss: 'his-ec' }))).toMatchObject({
      problem: 'unknown-issuer',
    });
    expect(await trial(goodToken(system, { studyInstanceUid: ofOther }))).toMatchObject({
      problem: 'patient',
    });
    expect(await trial(goodToken(system, {}))).toMatchObject({
      problem: 'claims',
      detail: expect.stringContaining('studyInstanceUid'),
    });
  });

  it('is entered with what fits together, and its secret is shown to nobody', async () => {
    const list = (await administrator.get('/api/his')).body as Record<string, unknown>[];
    expect(JSON.stringify(list)).not.toContain(secret);
    expect(list.find(({ id }) => id === his.id)).toMatchObject({ publicKey: null, issuer: 'his-a' });
    const rows = await system.server.services?.database.db.selectFrom('his').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
    const wrong: [object, number, string][] = [
      [{ issuer: 'his-a' }, 409, 'issuer-taken'],
      [{ issuer: 'b', key: 'short' }, 422, 'key'],
      [{ issuer: 'b', key: undefined }, 422, 'key'],
      [{ issuer: 'b', algorithm: 'RS256' }, 422, 'key'],
      [{ issuer: 'b', algorithm: 'none' }, 422, 'not-allowed'],
      [{ issuer: 'b', origins: [] }, 422, 'not-allowed'],
      [{ issuer: 'b', origins: ['https://his.example/path'] }, 422, 'not-allowed'],
      [{ issuer: 'b', origins: ['*'] }, 422, 'not-allowed'],
      [{ issuer: 'b', origins: ["https://a.example; script-src 'unsafe-inline'"] }, 422, 'not-allowed'],
      [{ issuer: 'b', origins: ['https://a.example;x'] }, 422, 'not-allowed'],
      [{ issuer: 'b', defaultRole: 'administrator' }, 422, 'not-allowed'],
      [{ issuer: 'b', personMapping: { D1: randomUUID() } }, 422, 'no-such-person'],
      [{ issuer: 'b', sm2Id: 'x' }, 422, 'not-allowed'],
    ];
    for (const [values, status, code] of wrong) {
      const reply = await administrator.post('/api/his', { ...hisA, ...values });
      expect([values, reply.status, errorCode(reply)]).toEqual([values, status, code]);
    }
    const stale = await administrator.put(`/api/his/${his.id}`, {
      version: his.version - 1,
      his: { ...hisA, key: undefined },
    });
    expect([stale.status, errorCode(stale)]).toEqual([409, 'changed-meanwhile']);
  });

  it('is gone with all its sessions', async () => {
    const { session } = await postToken(system.url, goodToken(system, { studyInstanceUid: current }));
    expect((await seen(session?.token)).status).toBe(200);
    expect((await administrator.delete(`/api/his/${his.id}`)).status).toBe(204);
    expect((await seen(session?.token)).status).toBe(401);
    expect((await postToken(system.url, goodToken(system, { studyInstanceUid: current }))).status).toBe(401);
  });
});
