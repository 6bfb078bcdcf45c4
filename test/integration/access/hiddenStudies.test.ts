import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { request } from 'undici';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { makeInstance, store } from '../support/instances.ts';
import { GuardOfTest } from './GuardOfTest.ts';
import { sampleRequests, type Sample, type Uids } from './sampleRequests.ts';

const root = '1.2.826.0.1.3680043.10.514';
/** All UIDs of a kind are of one length, so that answers which name them can be alike to the byte. */
const uidsOf = (number: number): Uids => ({
  study: `${root}.${number}`,
  series: `${root}.${number}.1`,
  instance: `${root}.${number}.1.1`,
});
const own = uidsOf(71);
const foreign = uidsOf(72);
const unknown = uidsOf(73);

const guard = new GuardOfTest();
const hidden = new Set([foreign.study]);
let system: StartedSystem;

beforeAll(async () => {
  system = await startSystem({ guard });
  await storeAll([own, foreign]);
});
afterEach(() => {
  guard.limits = undefined;
});
afterAll(() => system.close());

async function storeAll(list: readonly Uids[], patientId = 'P1'): Promise<void> {
  const files = list.map((uids) => makeInstance({ ...uids, patientId }).file);
  expect((await store(`${system.url}/dicom-web`, files)).status).toBe(200);
}

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

async function ask(method: string, { path, headers = {}, body }: Sample): Promise<Answer> {
  const answer = await request(system.url + path, {
    method: method as 'GET',
    headers,
    ...(body && { body: Buffer.from(body) }),
  });
  const { date, 'x-request-id': id, ...said } = answer.headers;
  void [date, id];
  const bytes = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: said, body: bytes.toString('latin1') };
}

/** The UIDs of an answer's own address with those of another in their place. */
function renamed({ status, headers, body }: Answer, from: Uids, to: Uids): Answer {
  const rename = (text: string): string => text.replaceAll(from.study, to.study);
  return {
    status,
    headers: JSON.parse(rename(JSON.stringify(headers))) as object as never,
    body: rename(body),
  };
}

const rows = () => system.routes().map((row) => ({ ...row, name: `${row.method} ${row.path}` }));
const rowsWithSamples = () =>
  rows().flatMap((row) =>
    (row.method === 'GET' ? ['GET', 'HEAD'] : [row.method]).map((method) => ({
      ...row,
      method,
      samples: sampleRequests[row.name] ?? (() => []),
    })),
  );

it('has a sample for every route, and no sample without a route', () => {
  expect([...new Set(rows().map(({ name }) => name))].sort()).toEqual(Object.keys(sampleRequests).sort());
});

it('answers who may do everything as the samples say', async () => {
  for (const { name, method, path, samples } of rowsWithSamples()) {
    // What deletes is asked about a study of its own, which is gone then.
    const deletes = method === 'DELETE' && path.includes(':study');
    const uids = deletes ? uidsOf(81) : own;
    if (deletes) await storeAll([uids], 'P2');
    for (const sample of samples(uids)) {
      // Ranges are of GET alone.
      if (method === 'HEAD' && sample.status === 206) continue;
      expect([name, sample.path, (await ask(method, sample)).status]).toEqual([
        name,
        sample.path,
        sample.status,
      ]);
    }
  }
});

describe.each([
  ['at once', false],
  ['after a while', true],
])('a study that is hidden, when the guard answers %s', (_, slowly) => {
  it('is answered on every route as one that does not exist', async () => {
    // With all of it in memory: what was prepared for others is hidden too.
    for (const { method, samples } of rowsWithSamples()) {
      if (method === 'GET') for (const sample of samples(foreign)) await ask(method, sample);
    }
    guard.limits = { hidden, slowly };
    for (const { name, method, path, rule, samples } of rowsWithSamples()) {
      if (!path.includes(':study')) continue;
      for (const [index, sample] of samples(foreign).entries()) {
        const ofForeign = await ask(method, sample);
        const ofUnknown = await ask(method, samples(unknown)[index] as Sample);
        const where = { name, method, path: sample.path };
        expect({ where, ...renamed(ofForeign, foreign, own) }).toEqual({
          where,
          ...renamed(ofUnknown, unknown, own),
        });
        if (rule.of && rule.of !== 'studies') {
          expect({ where, status: ofForeign.status }).toEqual({ where, status: 404 });
          if (method !== 'HEAD')
            expect(JSON.parse(ofForeign.body)).toMatchObject({ error: { code: 'study-not-found' } });
        }
      }
    }
    guard.limits = undefined;
    const frame =
      sampleRequests['GET /dicom-web/studies/:study/series/:series/instances/:instance/frames/:frames'];
    expect((await ask('GET', (frame?.(foreign) ?? [])[0] as Sample)).status).toBe(200);
  });

  it('is not found by its series or instances under another study', async () => {
    guard.limits = { hidden, slowly };
    const mixtures: [Uids, Uids, string][] = [
      [{ ...own, series: foreign.series }, { ...own, series: unknown.series }, 'series-not-found'],
      [{ ...own, instance: foreign.instance }, { ...own, instance: unknown.instance }, 'instance-not-found'],
      [
        { ...foreign, series: own.series, instance: own.instance },
        { ...own, study: unknown.study },
        'study-not-found',
      ],
      [{ ...foreign, series: unknown.series }, unknown, 'study-not-found'],
    ];
    for (const [guessed, made, code] of mixtures) {
      const path = ({ study, series, instance }: Uids): Sample => ({
        path: `/dicom-web/studies/${study}/series/${series}/instances/${instance}/metadata`,
        status: 404,
      });
      const [one, other] = [await ask('GET', path(guessed)), await ask('GET', path(made))];
      expect(renamed(one, foreign, unknown)).toEqual(other);
      expect([one.status, JSON.parse(one.body)]).toMatchObject([404, { error: { code } }]);
    }
  });

  it('is in no search, no count and no page', async () => {
    const search = async (query: string) => {
      const answer = await ask('GET', { path: `/dicom-web/${query}`, status: 200 });
      const found = JSON.parse(answer.body) as Record<string, { Value?: unknown[] }>[];
      const studies = found.map((one) => one['0020000D']?.Value?.[0]);
      return { total: answer.headers['x-total-count'], warning: answer.headers.warning, studies };
    };
    for (const level of ['studies', 'series', 'instances']) {
      guard.limits = undefined;
      // Newest first, by UID where the dates are the same.
      expect(await search(level)).toEqual({
        total: '2',
        warning: undefined,
        studies: [own.study, foreign.study],
      });
      expect((await search(`${level}?limit=1`)).warning).toContain('There are 1 additional results');
      guard.limits = { hidden, slowly };
      expect(await search(level)).toEqual({ total: '1', warning: undefined, studies: [own.study] });
      expect(await search(`${level}?limit=1`)).toEqual({
        total: '1',
        warning: undefined,
        studies: [own.study],
      });
      expect(await search(`${level}?offset=1`)).toEqual({ total: '1', warning: undefined, studies: [] });
      const guesses = [foreign, unknown].map(({ study }) => search(`${level}?StudyInstanceUID=${study}`));
      expect(await Promise.all(guesses)).toEqual([
        { total: '0', warning: undefined, studies: [] },
        { total: '0', warning: undefined, studies: [] },
      ]);
    }
  });
});

it('goes through the studies once for each state of the archive', async () => {
  guard.limits = { hidden };
  const count = async () =>
    (await ask('GET', { path: '/dicom-web/studies', status: 200 })).headers['x-total-count'];
  expect([await count(), await count(), await count(), guard.looks]).toEqual(['1', '1', '1', 2]);
  await storeAll([uidsOf(82)], 'P2');
  expect([await count(), await count()]).toEqual(['2', '2']);
  // Two and then three, and whatever the archive told of meanwhile.
  expect(guard.looks % 3).toBe(2);
  guard.limits = undefined;
  await ask('DELETE', { path: `/dicom-web/studies/${uidsOf(82).study}`, status: 204 });
  guard.limits = { hidden };
  expect(await count()).toBe('1');
});

it('says why where a study may be seen and something may not be done, and not of one that is hidden', async () => {
  guard.limits = {
    hidden,
    lacks: new Set(['delete', 'download', 'administrate', 'monitor', 'upload'] as const),
  };
  for (const { name, method, rule, samples } of rowsWithSamples()) {
    if (method === 'HEAD' || !guardLacks(rule.right)) continue;
    for (const sample of samples(own)) {
      const { status, body } = await ask(method, sample);
      expect([name, status, JSON.parse(body)]).toEqual([
        name,
        403,
        { error: { code: 'not-permitted', message: `You lack the right to ${String(rule.right)}` } },
      ]);
    }
    if (rule.of) {
      for (const sample of samples(foreign))
        expect([name, (await ask(method, sample)).status]).toEqual([name, 404]);
    }
  }
  // It is there still.
  const path = `/dicom-web/studies/${own.study}/series`;
  expect((await ask('GET', { path, status: 200 })).status).toBe(200);
});
const guardLacks = (right: string | undefined): boolean =>
  ['delete', 'download', 'administrate', 'monitor', 'upload'].includes(right ?? '');

it('tells nothing at all before somebody has signed in', async () => {
  for (const { method, path, samples } of rowsWithSamples()) {
    if (method !== 'GET' || !path.endsWith('/frames/:frames')) continue;
    for (const uids of [own, foreign]) for (const sample of samples(uids)) await ask(method, sample);
  }
  for (const signedInSlowly of [false, true]) {
    guard.limits = { hidden, signedIn: false, slowly: signedInSlowly };
    const refusal = JSON.stringify({ error: { code: 'not-signed-in', message: 'Sign in first' } });
    for (const { name, method, path: itsPath, rule, samples } of rowsWithSamples()) {
      const answers: Answer[] = [];
      for (const uids of [own, foreign, unknown]) {
        for (const sample of samples(uids)) {
          const answer = await ask(method, sample);
          const { status, body } = answer;
          answers.push(answer);
          const expected = rule.open !== undefined && !name.includes('{*file}') ? sample.status : 401;
          expect([name, method, sample.path, status]).toEqual([name, method, sample.path, expected]);
          if (expected === 401 && method !== 'HEAD') expect(body).toBe(refusal);
        }
      }
      // Frames in memory too, which are answered elsewhere.
      if (itsPath.includes(':study')) {
        for (const answer of answers) expect({ name, ...answer }).toEqual({ name, ...answers[0] });
      }
    }
    for (const path of [
      '/dicom-web/no/such/thing',
      '/dicom-web/studies/not-a-uid/metadata',
      '/dicom-web',
      '/no-page',
    ]) {
      expect([path, (await ask('GET', { path, status: 401 })).status]).toEqual([path, 401]);
    }
  }
});

it('asks with the right of the table, and with the study', async () => {
  for (const { name, method, rule, samples } of rowsWithSamples()) {
    if (method === 'DELETE' || rule.open !== undefined) continue;
    for (const sample of samples(own)) {
      guard.limits = { hidden };
      await ask(method, sample);
      const asked = guard.asked.map(({ right, study }) => [right, study?.studyInstanceUid]);
      const study = rule.of && rule.of !== 'studies' ? own.study : undefined;
      expect([
        name,
        asked.length > 0,
        asked.filter(([right, uid]) => right !== rule.right || uid !== study),
      ]).toEqual([name, true, []]);
    }
  }
});

it('answers alike of hidden and unknown studies while the archive is down', async () => {
  await system.archive.close();
  guard.limits = { hidden };
  await expect
    .poll(async () => (await ask('GET', { path: '/readyz', status: 503 })).status, { timeout: 20_000 })
    .toBe(503);
  for (const { name, method, rule, samples } of rowsWithSamples()) {
    if (method !== 'GET' || !rule.of || rule.of === 'studies') continue;
    for (const [index, sample] of samples(foreign).entries()) {
      const [ofForeign, ofUnknown] = [
        await ask(method, sample),
        await ask(method, samples(unknown)[index] as Sample),
      ];
      expect([name, ofForeign.status, ofForeign.body]).toEqual([name, ofUnknown.status, ofUnknown.body]);
      expect([name, ofForeign.status]).toEqual([name, 503]);
    }
  }
  // What is known of one's own is served on.
  const path = `/dicom-web/studies/${own.study}/series`;
  expect((await ask('GET', { path, status: 200 })).status).toBe(200);
});
