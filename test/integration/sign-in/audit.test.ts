import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { searchAudit, verifyAudit, type RecordedEvent } from '../../../services/audit/index.ts';
import type { Services } from '../../../services/index.ts';
import { hospital, otherHospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  errorCode,
  password,
  signedIn,
  startSignInSystem,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

const [own, foreign] = [uidsOf(71), uidsOf(72)];
const frameOf = ({ study, series, instance }: typeof own, number = 1): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/frames/${number}`;
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };

describeOnEngines('the audit trail', (engine) => {
  let system: SignInSystem;
  let services: Services;
  let admin: Visitor;
  let last = 0;
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    if (!system.server.services) throw new Error('nobody signs in');
    services = system.server.services;
  });
  afterAll(() => system.close());

  /** What came since it was asked for last, the oldest first. */
  async function news(): Promise<RecordedEvent[]> {
    const { events } = await searchAudit(services.database.db, { limit: 1000 }, services.sealer);
    const found = events.filter(({ seq }) => seq > last).reverse();
    last = found.at(-1)?.seq ?? last;
    return found;
  }
  const brief = ({ event, type, action, outcome, actor }: RecordedEvent) =>
    [event, type ?? '', action, outcome, actor.name ?? actor.kind].join(' ');

  it('tells who came, and who did not get in', async () => {
    expect((await news()).map(brief)).toEqual([
      'applicationActivity applicationStart E 0 system',
      // The key of this machine's programs.
      'securityAlert userSecurityAttributesChanged C 0 system',
    ]);
    admin = await administratorOf(system);
    await system.visitor().signIn('nobody', 'wrong password');
    await system.visitor().signIn('admin', 'wrong password');
    const events = await news();
    expect(events.map(brief)).toEqual([
      'securityAlert userSecurityAttributesChanged C 0 admin',
      'userAuthentication login E 0 admin',
      'userAuthentication login E 4 anonymous',
      'userAuthentication login E 4 person',
    ]);
    expect(events.slice(2).map(({ detail, address }) => [detail, address])).toEqual([
      [{ why: 'unknown-login', login: 'nobody' }, '127.0.0.1'],
      [{ why: 'wrong-password', login: 'admin' }, '127.0.0.1'],
    ]);
    expect(JSON.stringify(events)).not.toContain(password);
  });

  it('tells who came with what is no session, without one, or too often; each of these once a minute', async () => {
    const stranger = system.visitor();
    const none = 'x'.repeat(43);
    for (let n = 0; n < 3; n += 1) {
      expect((await stranger.get(frameOf(own), stored)).status).toBe(401);
      expect((await stranger.get('/api/people', { authorization: `Bearer ${none}` })).status).toBe(401);
      expect((await stranger.get('/api/session', { cookie: `yunying=${none}` })).status).toBe(200);
    }
    const tries = Array.from({ length: 10 }, () => system.visitor().signIn('ghost', 'wrong password'));
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([401]));
    for (let n = 0; n < 2; n += 1)
      expect((await stranger.signIn('ghost', 'wrong password')).status).toBe(429);
    // What comes last is waited for, and so are those before.
    expect((await admin.get('/dicom-web/studies')).status).toBe(200);
    const events = await news();
    expect(events.map(brief)).toEqual([
      'securityAlert useOfRestrictedFunction E 4 anonymous',
      'userAuthentication login E 4 anonymous',
      'userAuthentication login E 4 anonymous',
      ...tries.map(() => 'userAuthentication login E 4 anonymous'),
      'userAuthentication login E 4 anonymous',
      'query  E 0 admin',
    ]);
    const details = events.map(({ detail }) => detail);
    expect(details.slice(0, 3)).toEqual([
      { why: 'not-signed-in', path: frameOf(own) },
      { why: 'bad-session', by: 'authorization' },
      { why: 'bad-session', by: 'cookie' },
    ]);
    expect(details[3]).toEqual({ why: 'unknown-login', login: 'ghost' });
    expect(details.at(-2)).toEqual({ why: 'too-many-tries', of: 'login', key: 'ghost' });
    expect(new Set(events.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
    expect(JSON.stringify(events)).not.toContain(none);
  });

  it('tells what was stored, looked for, seen, taken home, denied and deleted, and by which rule', async () => {
    const files = [studyFile(own, hospital, patient), studyFile(foreign, otherHospital, 'P2')];
    expect(await storeAs(admin, files)).toBe(200);
    const reader = await signedIn(system, admin, {
      ...{ login: 'reader', role: 'radiologist', institutions: [hospital] },
    });
    await news();

    expect((await reader.get('/dicom-web/studies?PatientName=Zhang*')).status).toBe(200);
    for (let n = 0; n < 3; n += 1) expect((await reader.get(frameOf(own), stored)).status).toBe(200);
    expect((await reader.get(`${frameOf(own)}/rendered`)).status).toBe(200);
    expect((await reader.get(frameOf(own, 2), stored)).status).toBe(404);
    for (let n = 0; n < 3; n += 1) expect((await reader.get(frameOf(foreign), stored)).status).toBe(404);
    expect((await reader.get(`/dicom-web/studies/${own.study}`)).status).toBe(200);
    expect((await reader.delete(`/dicom-web/studies/${own.study}`)).status).toBe(403);
    expect((await admin.delete(`/dicom-web/studies/${foreign.study}`)).status).toBe(204);
    await reader.delete('/api/session');
    const events = await news();
    expect(events.map(brief)).toEqual([
      'query  E 0 reader',
      'instancesAccessed  R 0 reader',
      'securityAlert useOfRestrictedFunction E 4 reader',
      'export  R 0 reader',
      'securityAlert useOfRestrictedFunction E 4 reader',
      'studyDeleted  D 0 admin',
      'instancesAccessed  R 0 reader',
      'userAuthentication logout E 0 reader',
    ]);
    const [query, began, hidden, taken, denied, deleted, sum] = events;
    expect(query?.detail).toEqual({ path: '/dicom-web/studies', query: 'PatientName=Zhang*' });
    const ofOwn = { studyInstanceUid: own.study, patientIndex: services.patientIndex(patient) };
    expect(began).toMatchObject({ ...ofOwn, rule: 'built-in:radiologist', detail: { phase: 'began' } });
    expect(hidden).toMatchObject({
      ...{ studyInstanceUid: foreign.study, patientIndex: services.patientIndex('P2'), rule: undefined },
      detail: { right: 'read', path: frameOf(foreign) },
    });
    expect(taken).toMatchObject({ ...ofOwn, rule: 'built-in:radiologist' });
    expect(denied).toMatchObject({ ...ofOwn, detail: { right: 'delete' } });
    expect(deleted).toMatchObject({ studyInstanceUid: foreign.study, rule: 'built-in:administrator' });
    // Three frames of 8 rows and 4 columns of 16 bits, and a picture of one; what there is not was not seen.
    expect(sum).toMatchObject({ ...ofOwn, frames: 4, detail: { phase: 'sum' } });
    expect(sum?.bytes).toBeGreaterThan(3 * 64);
    expect(new Set(events.map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  });

  it('tells of people: who changed whom, and what came to nothing', async () => {
    const person = await signedIn(system, admin, { login: 'clerk', role: 'technician' });
    await admin.put(`/api/people/${person.person.id}`, {
      ...{ version: person.person.version, login: 'clerk', name: 'x', role: 'clinician' },
    });
    const self = (await admin.session()).person as { id: string };
    await admin.post(`/api/people/${self.id}/disable`);
    await person.put('/api/session/password', { current: 'wrong', password: 'another passphrase' });
    await person.put('/api/session/password', { current: password, password: 'another passphrase' });
    const events = await news();
    expect(events.map(brief)).toEqual([
      'securityAlert userSecurityAttributesChanged C 0 admin',
      'userAuthentication login E 0 clerk',
      'securityAlert securityRolesChanged U 0 admin',
      'securityAlert userSecurityAttributesChanged U 0 admin',
      'securityAlert userSecurityAttributesChanged U 8 admin',
      'userAuthentication login E 4 clerk',
      'securityAlert userSecurityAttributesChanged U 0 clerk',
    ]);
    expect(events[2]?.detail).toMatchObject({ role: 'clinician', former: 'technician' });
    expect(events[4]?.detail).toMatchObject({ failed: 'last-administrator' });
    expect(JSON.stringify(events)).not.toContain('passphrase');
  });

  it('is whole', async () => {
    const verdict = await verifyAudit({
      db: services.database.db,
      keyOf: (id) => (id === services.auditKey.id ? services.auditKey : undefined),
    });
    expect(verdict).toMatchObject({ problems: [] });
    expect(verdict.rows).toBe(last);
  });

  it('stops, where it cannot be written, what has to be written, and reading within a minute', async () => {
    expect(await storeAs(admin, [studyFile(own, hospital, patient)])).toBe(200);
    const reader = await signedIn(system, admin, {
      ...{ login: 'second', role: 'radiologist', institutions: [hospital] },
    });
    const third = system.visitor();
    await third.signIn('second');
    const read = () => reader.get(frameOf(own), stored);
    expect((await read()).status).toBe(200);
    const { db } = services.database;
    await sql`alter table audit_event rename to audit_event_away`.execute(db);
    try {
      const refused: [string, () => Promise<unknown>][] = [
        ['sign in', () => system.visitor().signIn('admin')],
        ['search', () => reader.get('/dicom-web/studies')],
        ['download', () => reader.get(`/dicom-web/studies/${own.study}`)],
        ['delete', () => admin.delete(`/dicom-web/studies/${own.study}`)],
        ['begin to look', () => admin.get(frameOf(own), stored)],
        ['people', () => admin.post('/api/people', { login: 'late', name: 'x', role: 'clinician' })],
      ];
      for (const [what, act] of refused) {
        const reply = (await act()) as Awaited<ReturnType<Visitor['get']>>;
        expect([what, reply.status, errorCode(reply)]).toEqual([what, 503, 'audit-unavailable']);
        expect(reply.headers['retry-after']).toBe('2');
      }
      // Who is signed in can always be signed out.
      expect((await third.delete('/api/session')).status).toBe(204);
      expect((await third.get('/api/sessions')).status).toBe(401);
      // What runs goes on for a minute, and no longer.
      expect((await read()).status).toBe(200);
      system.clock.forward(0.99);
      expect((await read()).status).toBe(200);
      system.clock.forward(0.01);
      const late = await read();
      expect([late.status, errorCode(late)]).toEqual([503, 'audit-unavailable']);
      // Nothing else is told than before to who may not see it; and whoever watches over the system sees it.
      expect((await system.visitor().get(frameOf(own), stored)).status).toBe(401);
      const ready = await admin.get('/readyz');
      expect([ready.status, ready.body]).toMatchObject([
        503,
        { error: { message: 'The audit trail cannot be written' } },
      ]);
      expect((await admin.get('/metrics')).body).toContain('\nyunying_audit_up 0\n');
      expect((await system.visitor().get('/readyz')).body).toMatchObject({ error: { message: 'not ready' } });
    } finally {
      await sql`alter table audit_event_away rename to audit_event`.execute(db);
    }
    expect((await read()).status).toBe(200);
    expect((await admin.get('/readyz')).status).toBe(200);
    const { body } = await admin.get('/api/people');
    expect((body as { login: string }[]).map(({ login }) => login)).not.toContain('late');
    expect((await admin.get(`/dicom-web/studies/${own.study}/series`)).status).toBe(200);
  });
});
