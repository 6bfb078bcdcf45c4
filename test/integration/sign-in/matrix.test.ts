import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOnEngines } from '../../support/engines.ts';
import { oidcEnv } from '../../support/oidcProvider.ts';
import { sampleRequests, type Sample } from '../access/sampleRequests.ts';
import { apiRequests } from './support/apiRequests.ts';
import {
  hospital,
  otherHospital,
  patient,
  principalsOf,
  storeAs,
  studyFile,
  uidsOf,
  type Name,
  type Principals,
  type Uids,
} from './support/principals.ts';
import { startSignInSystem, type SignInSystem, type Visitor } from './support/signInSystem.ts';

type Word =
  'read' | 'download' | 'upload' | 'delete' | 'share' | 'break-glass' | 'administrate' | 'audit' | 'monitor';
/** `at all`: of no one study, as long as there may be one. */
type Need = 'open' | 'signed in' | `${Word} the study` | `${Word} at all`;

const series = '/dicom-web/studies/:study/series/:series';
const instance = `${series}/instances/:instance`;
const frame = `${instance}/frames/:frame`;

/** What each address is for, written down by hand. */
const needs: Readonly<Record<string, Need>> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /metrics': 'monitor at all',
  'GET /{*file}': 'open',
  'GET /dicom-web/studies': 'read at all',
  'GET /dicom-web/series': 'read at all',
  'GET /dicom-web/instances': 'read at all',
  'GET /dicom-web/studies/:study/series': 'read the study',
  'GET /dicom-web/studies/:study/instances': 'read the study',
  [`GET ${series}/instances`]: 'read the study',
  'GET /dicom-web/studies/:study': 'download the study',
  [`GET ${series}`]: 'download the study',
  [`GET ${instance}`]: 'download the study',
  'GET /dicom-web/studies/:study/metadata': 'read the study',
  [`GET ${series}/metadata`]: 'read the study',
  [`GET ${instance}/metadata`]: 'read the study',
  [`GET ${instance}/bulkdata/*path`]: 'read the study',
  [`GET ${instance}/frames/:frames`]: 'read the study',
  [`GET ${instance}/rendered`]: 'read the study',
  [`GET ${instance}/thumbnail`]: 'read the study',
  [`GET ${frame}/rendered`]: 'read the study',
  [`GET ${frame}/thumbnail`]: 'read the study',
  [`GET ${series}/thumbnail`]: 'read the study',
  'GET /dicom-web/studies/:study/thumbnail': 'read the study',
  'GET /dicom-web/studies/:study/prepared': 'read the study',
  'POST /dicom-web/studies': 'upload at all',
  'POST /dicom-web/studies/:study': 'upload at all',
  'DELETE /dicom-web/studies/:study': 'delete the study',
  [`DELETE ${series}`]: 'delete the study',
  [`DELETE ${instance}`]: 'delete the study',
  'GET /dicom-web/refused': 'administrate at all',
  'GET /dicom-web/refused/:id': 'administrate at all',
  'GET /dicom-web/refused/:id/file': 'administrate at all',
  'POST /dicom-web/refused/:id/retry': 'administrate at all',
  'DELETE /dicom-web/refused/:id': 'administrate at all',
  'GET /api/session': 'open',
  'POST /api/session': 'open',
  'POST /api/session/code': 'open',
  'POST /api/session/oidc': 'open',
  'GET /api/session/oidc/callback': 'open',
  'POST /api/setup': 'open',
  'DELETE /api/session': 'signed in',
  'POST /api/session/tickets': 'signed in',
  'GET /api/sessions': 'signed in',
  'DELETE /api/sessions/:id': 'signed in',
  'PUT /api/session/password': 'signed in',
  'POST /api/session/totp': 'signed in',
  'PUT /api/session/totp': 'signed in',
  'DELETE /api/session/totp': 'signed in',
  'GET /embed': 'open',
  'POST /embed': 'open',
  'GET /yunying-embed.js': 'open',
  'GET /yunying-embed.d.ts': 'open',
  'GET /api/his': 'administrate at all',
  'POST /api/his': 'administrate at all',
  'PUT /api/his/:id': 'administrate at all',
  'DELETE /api/his/:id': 'administrate at all',
  'POST /api/his/:id/trial': 'administrate at all',
  'GET /api/audit/events': 'audit at all',
  'GET /api/audit/export': 'audit at all',
  'GET /api/audit/chain': 'audit at all',
  'POST /api/audit/chain': 'audit at all',
  'GET /api/audit/retention': 'audit at all',
  'PUT /api/audit/retention': 'administrate at all',
  'GET /api/people': 'administrate at all',
  'POST /api/people': 'administrate at all',
  'PUT /api/people/:id': 'administrate at all',
  'PUT /api/people/:id/password': 'administrate at all',
  'DELETE /api/people/:id/totp': 'administrate at all',
  'POST /api/people/:id/disable': 'administrate at all',
  'POST /api/people/:id/enable': 'administrate at all',
  'GET /api/people/:id/sessions': 'administrate at all',
  'DELETE /api/people/:id/sessions': 'administrate at all',
  'POST /api/studies/:study/shares': 'share the study',
  'GET /api/shares': 'signed in',
  'DELETE /api/shares/:share': 'signed in',
  'POST /api/shares/:share/extraction': 'signed in',
  'GET /api/shares/:share/qr.svg': 'signed in',
  'GET /api/shares/:share/qr.png': 'signed in',
  'GET /api/sharing': 'signed in',
  'PUT /api/sharing': 'administrate at all',
  'GET /api/shares/:id/state': 'open',
  'POST /api/shares/:id/codes': 'open',
  'POST /api/shares/:id/sessions': 'open',
  'GET /api/share': 'signed in',
  'POST /api/share/archive': 'signed in',
  'GET /api/share/archive': 'open',
  'GET /api/people/:id/patients': 'administrate at all',
  'PUT /api/people/:id/patients': 'administrate at all',
  'DELETE /api/people/:id/patients': 'administrate at all',
  'GET /api/sessions/everybody': 'administrate at all',
  'GET /api/rules': 'administrate at all',
  'POST /api/rules': 'administrate at all',
  'PUT /api/rules/order': 'administrate at all',
  'PUT /api/rules/:id': 'administrate at all',
  'PUT /api/rules/:id/enabled': 'administrate at all',
  'DELETE /api/rules/:id': 'administrate at all',
  'POST /api/rules/test': 'administrate at all',
  'GET /api/rules/words': 'administrate at all',
  'GET /api/departments': 'administrate at all',
  'PUT /api/departments': 'administrate at all',
  'GET /api/keys': 'administrate at all',
  'POST /api/keys': 'administrate at all',
  'DELETE /api/keys/:id': 'administrate at all',
  'POST /api/emergency/search': 'break-glass at all',
  'POST /api/emergency': 'break-glass at all',
  'GET /api/emergency': 'signed in',
  'DELETE /api/emergency/:id': 'signed in',
  'GET /api/emergencies': 'audit at all',
  'POST /api/emergencies/:id/review': 'audit at all',
  'POST /api/emergencies/:id/end': 'audit at all',
  'PUT /api/emergencies/settings': 'administrate at all',
  'GET /api/notices': 'signed in',
  'GET /api/notices/unread': 'signed in',
  'POST /api/notices/read': 'signed in',
};

/** Addresses of who is signed in that are for people alone. */
const forPeople = new Set([
  'GET /api/sessions',
  'PUT /api/session/password',
  'POST /api/session/totp',
  'PUT /api/session/totp',
  'DELETE /api/session/totp',
  'GET /api/shares',
  'DELETE /api/shares/:share',
  'POST /api/shares/:share/extraction',
  'GET /api/shares/:share/qr.svg',
  'GET /api/shares/:share/qr.png',
  'GET /api/sharing',
  'GET /api/emergency',
  'DELETE /api/emergency/:id',
  'GET /api/notices',
  'GET /api/notices/unread',
  'POST /api/notices/read',
]);

/** And for sessions of shares alone. */
const forShares = new Set(['GET /api/share', 'POST /api/share/archive']);

/** Of sessions whose token goes in a header. */
const forTokens = new Set(['POST /api/session/tickets']);

interface May {
  /** Words by study; without an entry they do not know that there is such a study. */
  own?: readonly Word[];
  foreign?: readonly Word[];
  atAll: readonly Word[];
  person: boolean;
}
const all: readonly Word[] = [
  'read',
  'download',
  'upload',
  'delete',
  'share',
  'administrate',
  'audit',
  'monitor',
];

/** What each may, written down by hand. undefined: they are not signed in. */
const may: Readonly<Record<Name, May | undefined>> = {
  anonymous: undefined,
  expired: undefined,
  revoked: undefined,
  administrator: { own: all, foreign: all, atAll: all, person: true },
  radiologist: {
    own: ['read', 'download', 'upload', 'share'],
    atAll: ['read', 'download', 'upload'],
    person: true,
  },
  foreigner: {
    foreign: ['read', 'download', 'upload', 'share'],
    atAll: ['read', 'download', 'upload'],
    person: true,
  },
  clinician: { own: ['read', 'share'], atAll: ['read', 'break-glass'], person: true },
  technician: { own: ['read', 'upload'], atAll: ['read', 'upload'], person: true },
  // By what they were given alone, whatever their role.
  expert: { own: ['read', 'download'], atAll: ['read', 'download'], person: false },
  external: { own: ['read', 'download'], atAll: ['read', 'download'], person: false },
  service: { own: ['read', 'upload'], foreign: ['read', 'upload'], atAll: ['read', 'upload'], person: false },
};

type Target = 'own' | 'foreign' | 'unknown';
const targets: Readonly<Record<Target, Uids>> = { own: uidsOf(71), foreign: uidsOf(72), unknown: uidsOf(73) };

/** @param done what who may do everything is answered */
function expected(name: Name, row: string, target: Target, done: number): number {
  const need = needs[row];
  if (need === undefined) throw new Error(`nobody thought about ${row}`);
  const their = may[name];
  // Which pages there are not is said to who may know which there are.
  if (row === 'GET /{*file}' && !their) return 401;
  if (need === 'open') return done;
  if (!their) return 401;
  if (need === 'signed in') {
    if (forPeople.has(row) && !their.person) return 403;
    if (forShares.has(row) && name !== 'expert' && name !== 'external') return 403;
    if (forTokens.has(row) && (their.person || name === 'service')) return 403;
    // A key is ended by who made it.
    return row === 'DELETE /api/session' && name === 'service' ? 403 : done;
  }
  const [word, where] = need.split(' ', 2) as [Word, 'the' | 'at'];
  if (where === 'at') return their.atAll.includes(word) ? done : 403;
  const words = target === 'unknown' ? undefined : their[target];
  if (!words) return 404;
  return words.includes(word) ? done : 403;
}

const samples = { ...sampleRequests, ...apiRequests };

describeOnEngines('every route, for everybody', (engine) => {
  let system: SignInSystem;
  let administrator: Visitor;
  let principals: Principals;
  beforeAll(async () => {
    // Nobody answers there: what is asked is about our own addresses.
    system = await startSignInSystem(engine, { ...oidcEnv('http://127.0.0.1:9', 0) });
    ({ administrator, principals } = await principalsOf(system, targets.own.study));
    await storeStudies();
  });
  afterAll(() => system.close());

  async function storeStudies(): Promise<void> {
    const files = [
      studyFile(targets.own, hospital, patient),
      studyFile(targets.foreign, otherHospital, 'P2'),
    ];
    expect(await storeAs(administrator, files)).toBe(200);
  }

  async function ask(method: string, { path, headers = {}, body }: Sample, who: Record<string, string>) {
    const answer = await request(system.url + path, {
      method: method as 'GET',
      headers: { ...headers, ...who },
      ...(body && { body: Buffer.from(body) }),
    });
    const text = Buffer.from(await answer.body.arrayBuffer()).toString('latin1');
    const { 'content-type': type, 'cache-control': caching, vary } = answer.headers;
    return { status: answer.statusCode, type, caching, vary, text };
  }

  it('has a sample and a need for every route, and none without a route', () => {
    const rows = [...new Set(system.routes().map(({ method, path }) => `${method} ${path}`))].sort();
    expect(rows).toEqual(Object.keys(needs).sort());
    expect(rows).toEqual(Object.keys(samples).sort());
  });

  describe.each(Object.keys(may) as Name[])('%s', (name) => {
    it('is answered as they may', async () => {
      const wrong: unknown[] = [];
      let asked = 0;
      let who = await principals[name]();
      for (const { method: itsMethod, path } of system.routes()) {
        const row = `${itsMethod} ${path}`;
        for (const [target, uids] of Object.entries(targets) as [Target, Uids][]) {
          for (const method of itsMethod === 'GET' ? ['GET', 'HEAD'] : [itsMethod]) {
            for (const sample of samples[row]?.(uids) ?? []) {
              // Ranges are of GET alone.
              if (method === 'HEAD' && sample.status === 206) continue;
              const { status, text } = await ask(method, sample, who);
              asked += 1;
              const wanted = expected(name, row, target, sample.status);
              if (status !== wanted)
                wrong.push({ row, method, target, path: sample.path, status, wanted, text });
              if (row === 'DELETE /api/session') who = await principals[name]();
              if (method === 'DELETE' && status === 204 && path.includes(':study')) await storeStudies();
            }
          }
        }
      }
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(250);
    });

    it('is told the same of a study that is not theirs and of one that does not exist', async () => {
      const who = await principals[name]();
      const hidden = (['own', 'foreign'] as const).filter((target) => !may[name]?.[target]);
      for (const { method, path } of system.routes()) {
        if (!path.includes(':study')) continue;
        for (const target of hidden) {
          const ofHidden = samples[`${method} ${path}`]?.(targets[target]) ?? [];
          for (const [index, sample] of ofHidden.entries()) {
            const one = await ask(method, sample, who);
            const unknown = samples[`${method} ${path}`]?.(targets.unknown)[index];
            if (!unknown) throw new Error('no sample');
            const other = await ask(method, unknown, who);
            const where = `${method} ${sample.path}`;
            const text = one.text.replaceAll(targets[target].study, targets.unknown.study);
            expect({ where, ...one, text }).toEqual({ where, ...other });
          }
        }
      }
    });

    it('finds what they may see', async () => {
      const who = await principals[name]();
      for (const level of ['studies', 'series', 'instances']) {
        const { status, text } = await ask('GET', { path: `/dicom-web/${level}`, status: 200 }, who);
        if (!may[name]) {
          expect([level, status]).toEqual([level, 401]);
          continue;
        }
        const found = (text === '' ? [] : JSON.parse(text)) as Record<string, { Value?: string[] }>[];
        const uids = new Set(found.map((one) => one['0020000D']?.Value?.[0]));
        const seen = (['own', 'foreign'] as const).filter((target) => may[name]?.[target]?.includes('read'));
        expect([level, uids]).toEqual([level, new Set(seen.map((target) => targets[target].study))]);
      }
    });
  });

  it('takes a file where its sender may store, and only there', async () => {
    const stowed = async (name: Name, uids: Uids, institution: string, patientId = patient) => {
      const visitor = system.visitor();
      const headers = await principals[name]();
      Object.defineProperty(visitor, 'headers', { value: headers });
      return storeAs(visitor, [studyFile(uids, institution, patientId)]);
    };
    const another = (uids: Uids, number: number): Uids => ({ ...uids, instance: `${uids.series}.${number}` });
    // A new study of one's own hospital; of another one; into one that is there, of one's own and of another.
    const table: [Name, number, number, number, number][] = [
      ['administrator', 200, 200, 200, 200],
      ['radiologist', 200, 409, 200, 409],
      ['technician', 200, 409, 200, 409],
      ['foreigner', 409, 200, 409, 200],
      ['service', 200, 200, 200, 200],
      ['clinician', 403, 403, 403, 403],
      ['external', 403, 403, 403, 403],
      ['anonymous', 401, 401, 401, 401],
    ];
    let number = 100;
    for (const [name, ...wanted] of table) {
      const statuses = [
        await stowed(name, uidsOf((number += 1)), hospital),
        await stowed(name, uidsOf((number += 1)), otherHospital),
        await stowed(name, another(targets.own, (number += 1)), hospital),
        // What a file says of itself opens no study that is there.
        ...(wanted[3] === 200
          ? [await stowed(name, another(targets.foreign, (number += 1)), otherHospital, 'P2')]
          : [await stowed(name, another(targets.foreign, (number += 1)), hospital)]),
      ];
      expect([name, statuses]).toEqual([name, wanted]);
    }
  });
});
