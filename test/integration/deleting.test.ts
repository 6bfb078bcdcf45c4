import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, until } from './faults/support/reading.ts';
import { SetUp } from './faults/support/setUp.ts';
import { makeInstance, store } from './support/instances.ts';

let setUp: SetUp;
beforeAll(async () => {
  setUp = await SetUp.make();
});
afterAll(() => setUp.close());

const counts = async (): Promise<number[]> => {
  const studies = await json<Record<string, { Value?: unknown[] }>[]>(`${setUp.root}/studies`);
  return studies.map((study) => Number(study['00201208']?.Value?.[0]));
};

/** Directly at the archive, without the proxy. */
const pastProxy = (path: string, init: RequestInit = {}): Promise<Response> => {
  const { url, username, password } = setUp.archive;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return fetch(url + path, { ...init, headers: { authorization } });
};
const storePastProxy = async (study: string, number: number): Promise<Response> =>
  pastProxy('/instances', { method: 'POST', body: new Uint8Array(makeInstance({ study, number }).file) });
const deletePastProxy = async (study: string): Promise<void> => {
  const found = await pastProxy('/tools/lookup', { method: 'POST', body: study });
  const [{ ID }] = (await found.json()) as [{ ID: string }];
  expect((await pastProxy(`/studies/${ID}`, { method: 'DELETE' })).status).toBe(200);
};
const isKnown = async (study: string): Promise<boolean> =>
  (await json<unknown[]>(`${setUp.root}/studies?StudyInstanceUID=${study}`)).length > 0;

it('forgets just what was deleted, without listing the whole archive again', async () => {
  const made = ['1.14.1', '1.14.2'].flatMap((study) =>
    [1, 2, 3].map((number) => makeInstance({ study, number, series: `${study}.${number === 3 ? 2 : 1}` })),
  );
  const files = made.map(({ file }) => file);
  expect((await store(setUp.root, files)).status).toBe(200);
  expect(await counts()).toEqual([3, 3]);

  const lists: string[] = [];
  let looks = 0;
  setUp.relay.onRequest = (line) => {
    if (/^GET \/(studies|series)\?/.test(line)) lists.push(line);
    if (line.startsWith('GET /statistics')) looks += 1;
  };
  const remove = async (path: string): Promise<number> =>
    (await fetch(`${setUp.root}/studies/${path}`, { method: 'DELETE' })).status;
  expect(await remove('1.14.1/series/1.14.1.1/instances/1.14.1.1.1')).toBe(204);
  expect(await counts()).toEqual([2, 3]);
  expect(await remove('1.14.1/series/1.14.1.2')).toBe(204);
  expect(await counts()).toEqual([1, 3]);
  // Now it is empty.
  expect(await remove('1.14.1/series/1.14.1.1/instances/1.14.1.1.2')).toBe(204);
  expect(await counts()).toEqual([3]);
  expect(await remove('1.14.2')).toBe(204);
  expect(await counts()).toEqual([]);
  // The counts are compared with the archive's as before: it agrees.
  const before = looks;
  await until(() => Promise.resolve(looks > before + 3));
  expect(lists).toEqual([]);

  // Stored again they are there again; of a deletion past the proxy only the counts tell.
  expect((await store(setUp.root, files)).status).toBe(200);
  expect(await counts()).toEqual([3, 3]);
  const [id] = (await (await pastProxy('/studies')).json()) as string[];
  await pastProxy(`/studies/${id}`, { method: 'DELETE' });
  await until(async () => (await counts()).length === 1);
  expect(lists.length).toBeGreaterThan(0);
});

it('notices a deletion past the proxy also while images arrive all the time', async () => {
  for (const number of [1, 2, 3]) await storePastProxy('1.14.3', number);
  await until(() => isKnown('1.14.3'));
  let arriving = true;
  let arrived = 0;
  const arrivals = (async () => {
    for (; arriving; arrived += 1) {
      await storePastProxy('1.14.4', arrived + 1);
      await sleep(50);
    }
  })();
  await until(() => arrived > 20);
  await deletePastProxy('1.14.3');
  await until(async () => !(await isKnown('1.14.3')));
  arriving = false;
  await arrivals;
});

it('prepares also what arrives just before all is listed again', async () => {
  await storePastProxy('1.14.5', 1);
  await until(() => isKnown('1.14.5'));
  let stored: Promise<unknown> | undefined;
  setUp.relay.onRequest = (line) => {
    setUp.relay.delayMs = 0;
    if (!line.startsWith('GET /changes?last') || stored) return;
    // It is there before the question for the last change is.
    stored = storePastProxy('1.14.6', 1);
    setUp.relay.delayMs = 1_000;
  };
  await deletePastProxy('1.14.5');
  await until(() => stored !== undefined);
  await stored;
  const isPrepared = async (): Promise<boolean> => {
    const series = join(setUp.dataDir, 'prepared', '1.14.6', '1.14.6.1');
    return (await readdir(series).catch(() => [])).some((name) => name.startsWith('picture-'));
  };
  await until(isPrepared);
  expect(await isKnown('1.14.6')).toBe(true);
});
