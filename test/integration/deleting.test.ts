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
  const { url, username, password } = setUp.archive;
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const [id] = (await (await fetch(`${url}/studies`, { headers })).json()) as string[];
  await (await fetch(`${url}/studies/${id}`, { method: 'DELETE', headers })).text();
  await until(async () => (await counts()).length === 1);
  expect(lists.length).toBeGreaterThan(0);
});
