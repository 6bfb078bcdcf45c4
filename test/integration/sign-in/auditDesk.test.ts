import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schemaProblems, type XmlElement } from '../../../services/audit/__tests__/auditMessageSchema.ts';
import type { Services } from '../../../services/index.ts';
import { describeOnEngines } from '../../support/engines.ts';
import { hospital, otherHospital, patient, storeAs, studyFile, uidsOf } from './support/principals.ts';
import {
  administratorOf,
  errorCode,
  password,
  signedIn,
  startSignInSystem,
  type Made,
  type SignInSystem,
  type Visitor,
} from './support/signInSystem.ts';

const [own, foreign] = [uidsOf(81), uidsOf(82)];
const stored = { accept: 'application/octet-stream; transfer-syntax=*' };
const frameOf = ({ study, series, instance }: typeof own): string =>
  `/dicom-web/studies/${study}/series/${series}/instances/${instance}/frames/1`;
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Found {
  seq: number;
  event: string;
  type?: string;
  action: string;
  outcome: number;
  actor: { kind: string; id?: string; name?: string };
  detail?: Record<string, unknown>;
}
interface Answer {
  events: Found[];
  next?: number;
  people: Record<string, { login: string; name: string }>;
}

describeOnEngines('who may read the audit trail', (engine) => {
  let system: SignInSystem;
  let services: Services;
  let admin: Visitor;
  let reader: Visitor & { person: Made };
  beforeAll(async () => {
    system = await startSignInSystem(engine);
    if (!system.server.services) throw new Error('nobody signs in');
    services = system.server.services;
    admin = await administratorOf(system);
    const files = [studyFile(own, hospital, patient), studyFile(foreign, otherHospital, 'P2')];
    expect(await storeAs(admin, files)).toBe(200);
    reader = await signedIn(system, admin, {
      ...{ login: 'reader', name: '李^四', role: 'radiologist', institutions: [hospital] },
    });
    expect((await reader.get('/dicom-web/studies?PatientName=Zhang*')).status).toBe(200);
    expect((await reader.get(frameOf(own), stored)).status).toBe(200);
    expect((await reader.get(frameOf(foreign), stored)).status).toBe(404);
    expect((await reader.get(`/dicom-web/studies/${own.study}`)).status).toBe(200);
    await system.visitor().signIn('reader', 'wrong password');
  });
  afterAll(() => system.close());

  async function search(query: Record<string, string | number>): Promise<Answer> {
    const asked = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const { status, body } = await admin.get(`/api/audit/events?${asked}`);
    expect([query, status]).toEqual([query, 200]);
    return body as Answer;
  }
  const brief = ({ event, type, action, outcome, actor }: Found): string =>
    [event, type ?? '', action, outcome, actor.name ?? actor.kind].join(' ');
  const found = async (query: Record<string, string | number>): Promise<string[]> =>
    (await search(query)).events.map(brief).reverse();

  it('finds by person, event, result, study, patient, address and time', async () => {
    const ofReader = [
      'userAuthentication login E 0 reader',
      'query  E 0 reader',
      'instancesAccessed  R 0 reader',
      'securityAlert useOfRestrictedFunction E 4 reader',
      'export  R 0 reader',
      'userAuthentication login E 4 person',
    ];
    expect(await found({ who: 'reader' })).toEqual(ofReader);
    // By a part of the name, which is sealed, and by id.
    expect(await found({ who: '李^' })).toEqual(ofReader);
    expect(await found({ who: reader.person.id })).toEqual(ofReader);
    expect(await found({ who: 'nobody of that name' })).toEqual([]);
    expect(await found({ who: 'reader', outcome: 'failure' })).toEqual([ofReader[3], ofReader[5]]);
    expect(await found({ who: 'reader', event: 'userAuthentication', outcome: '0' })).toEqual([ofReader[0]]);
    expect(await found({ study: foreign.study })).toEqual(['import  C 0 admin', ofReader[3]]);
    expect(await found({ patient })).toEqual(['import  C 0 admin', ofReader[2], ofReader[4]]);
    expect(await found({ patient: 'P' })).toEqual([]);
    expect(await found({ event: 'export', address: '127.0.0.1' })).toEqual([ofReader[4]]);
    expect(await found({ event: 'export', address: '127.0.0.2' })).toEqual([]);
    const at = new Date(services.clock());
    const later = new Date(at.getTime() + 1).toISOString();
    expect(
      await found({ event: 'export', to: later, from: new Date(at.getTime() - 1).toISOString() }),
    ).toEqual([ofReader[4]]);
    expect(await found({ event: 'export', from: later })).toEqual([]);
    expect((await search({ who: 'reader', limit: 1 })).people).toEqual({
      [reader.person.id]: { login: 'reader', name: '李^四' },
    });
  });

  it('goes through all of it in pages, each event once', async () => {
    const before = (await search({ limit: 1 })).events[0]?.seq ?? 0;
    const seqs: number[] = [];
    let next: number | undefined = before;
    while (next !== undefined) {
      const page: Answer = await search({ before: next, limit: 3 });
      expect(page.events.length).toBeLessThanOrEqual(3);
      seqs.push(...page.events.map(({ seq }) => seq));
      next = page.next;
    }
    expect(seqs).toEqual(Array.from({ length: before - 1 }, (_, n) => before - 1 - n));
  });

  it('is told what is not understood; and nobody else is told anything', async () => {
    for (const query of [
      'event=nothing',
      'outcome=1',
      'from=yesterday',
      'limit=0',
      'before=x',
      'more=1',
      'who=a&who=b',
    ])
      expect([query, (await admin.get(`/api/audit/events?${query}`)).status]).toEqual([query, 400]);
    const last = (await search({ limit: 1 })).events[0]?.seq ?? 0;
    for (const path of ['/api/audit/events', '/api/audit/export?form=csv', '/api/audit/chain']) {
      const refused = await reader.get(path);
      expect([path, refused.status, errorCode(refused)]).toEqual([path, 403, 'not-permitted']);
    }
    const [denied] = (await search({ who: 'reader', outcome: 'failure', limit: 1 })).events;
    expect(denied?.seq).toBeGreaterThan(last);
    expect(denied).toMatchObject({ detail: { right: 'audit', path: '/api/audit/events' } });
  });

  it('stands in the trail: what they looked for and took home', async () => {
    await search({ patient: 'P2', outcome: 'failure' });
    await admin.get('/api/audit/export?form=xml&event=import');
    await admin.post('/api/audit/chain');
    const { events } = await search({ event: 'auditLogUsed', limit: 4 });
    expect(events.slice(1).map(({ action, detail }) => [action, detail])).toEqual([
      ['E', { what: 'check' }],
      ['R', { what: 'export', form: 'xml', event: 'import' }],
      ['R', { what: 'search', patientId: 'P2', outcome: 'failure' }],
    ]);
  });

  it('takes it home as a table, without what it writes itself', async () => {
    const formula = '=HYPERLINK("http://evil.example","x")';
    await system.visitor().signIn(formula, password);
    const { body, headers, status } = await admin.get('/api/audit/export?form=csv');
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="audit-\d{8}T\d{6}Z\.csv"$/);
    const text = String(body);
    // The mark of UTF-8 is taken off by who reads it as such.
    expect(text.startsWith('seq,time,event,type,')).toBe(true);
    const rows = text.trimEnd().split('\r\n').slice(1);
    expect(rows.map((row) => Number(row.split(',', 1)[0]))).toEqual(rows.map((_, n) => n + 1));
    expect(rows.at(-1)).toContain('unknown-login');
    // No cell begins a formula.
    expect(text).not.toMatch(/(^|[\r\n,])"?[=+@]/);
    expect((await search({ event: 'auditLogUsed', limit: 1 })).events[0]?.seq).toBeGreaterThan(rows.length);
  });

  it.skipIf(!hasPython)('takes it home as messages of PS3.15 A.5, each as the schema wants it', async () => {
    const { body, headers } = await admin.get('/api/audit/export?form=xml');
    expect(headers['content-type']).toBe('application/xml; charset=utf-8');
    const program = `
import json, sys, xml.etree.ElementTree as tree
def plain(e): return {'name': e.tag, 'attributes': e.attrib, 'children': [plain(c) for c in e], 'text': e.text or ''}
json.dump(plain(tree.fromstring(sys.stdin.buffer.read())), sys.stdout)`;
    const all = JSON.parse(
      execFileSync('python3', ['-c', program], { input: String(body), encoding: 'utf8', maxBuffer: 1 << 26 }),
    ) as XmlElement;
    expect(all.name).toBe('AuditMessages');
    const { events } = await search({ event: 'auditLogUsed', limit: 2 });
    expect(all.children).toHaveLength((events[1]?.seq ?? 0) - 1);
    expect(all.children.flatMap(schemaProblems)).toEqual([]);
    const codes = all.children.map((message) => message.children[0]?.children[0]?.attributes['csd-code']);
    expect(new Set(codes)).toEqual(
      new Set(['110100', '110101', '110103', '110106', '110107', '110112', '110113', '110114']),
    );
  });

  it('checks the chain, which names a row that was changed by hand', async () => {
    const checked = async (): Promise<{ whole: boolean; last: number; problems: unknown[] }> => {
      expect((await admin.post('/api/audit/chain')).status).toBe(202);
      for (;;) {
        const { running, last } = (await admin.get('/api/audit/chain')).body as {
          running?: object;
          last?: { whole: boolean; last: number; problems: unknown[] };
        };
        if (!running && last) return last;
        await delay(50);
      }
    };
    const end = (await search({ limit: 1 })).events[0]?.seq ?? 0;
    const good = await checked();
    expect(good).toMatchObject({ whole: true, problems: [] });
    expect(good.last).toBeGreaterThan(end);
    const setOutcome = async (outcome: number): Promise<void> => {
      for (const text of [
        'alter table audit_event disable trigger all',
        `update audit_event set outcome = ${outcome} where seq = 4`,
        'alter table audit_event enable trigger all',
      ])
        await sql.raw(text).execute(services.database.db);
    };
    await setOutcome(12);
    expect(await checked()).toMatchObject({
      ...{ whole: false, problems: [{ seq: 4, what: 'is not as it was written' }] },
    });
    await setOutcome(0);
    expect((await checked()).whole).toBe(true);
    const { events } = await search({ event: 'securityAlert', outcome: '12' });
    expect(events).toMatchObject([{ detail: { what: 'audit trail not whole', seq: 4 } }]);
  });

  it('says how long it is kept; never less than half a year, and who changed it stands in it', async () => {
    expect((await admin.get('/api/audit/retention')).body).toEqual({
      days: 1095,
      leastDays: 180,
      version: 0,
    });
    const change = (days: number, version: number) => admin.put('/api/audit/retention', { days, version });
    expect((await change(179, 0)).status).toBe(422);
    expect((await change(180.5, 0)).status).toBe(400);
    expect((await reader.put('/api/audit/retention', { days: 200, version: 0 })).status).toBe(403);
    expect((await change(400, 0)).body).toEqual({ days: 400, leastDays: 180, version: 1 });
    expect((await change(500, 1)).body).toEqual({ days: 500, leastDays: 180, version: 2 });
    const late = await change(600, 1);
    expect([late.status, errorCode(late)]).toEqual([409, 'changed-meanwhile']);
    const { events } = await search({ type: 'securityConfiguration' });
    expect(events.map(({ detail }) => detail).reverse()).toEqual([
      { what: 'audit retention', days: 400, former: 1095 },
      { what: 'audit retention', days: 500, former: 400 },
    ]);
    // Nothing is as old as that yet.
    expect(await services.auditDesk.retention.apply()).toBe(0);
  });
});
