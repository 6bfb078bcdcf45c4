import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { store } from '../support/instances.ts';
import { makeSlice } from '../support/slices.ts';
import { frame, get, holds, htj2k, isReady, json, until } from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

let setUp: SetUp;
const ready = (): Promise<boolean> => isReady(setUp.url);

describe('a series that was read as it came, and would have come to rest while the archive is down', () => {
  const slices = [1, 2, 3].map((number) => makeSlice('1.14.1', number));
  const seriesUrl = (): string => `${setUp.root}/studies/1.14.1/series/1.14.1.1`;

  beforeAll(async () => {
    setUp = await SetUp.make();
    await until(ready);
    const files = slices.map(({ file }) => file);
    expect((await store(setUp.root, files)).status).toBe(200);
    for (const slice of slices) expect((await frame(setUp.root, slice, htj2k)).status).toBe(200);
    expect((await get(`${seriesUrl()}/metadata`)).status).toBe(200);
    setUp.relay.cut();
    await until(async () => !(await ready()));
    // Longer than after a change another one may hide behind the same time stamp.
    await sleep(5_000);
  });
  afterAll(() => setUp.close());

  it('is served on', async () => {
    for (const slice of slices) {
      const answer = await frame(setUp.root, slice, htj2k);
      expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
    }
    expect((await json<unknown[]>(`${seriesUrl()}/metadata`)).length).toBe(3);
    expect((await json<unknown[]>(`${seriesUrl()}/instances`)).length).toBe(3);
  });

  it('comes to rest when the archive is back, and is kept without being asked for again', async () => {
    const before = (await get(`${seriesUrl()}/metadata`)).headers.etag;
    const asked: string[] = [];
    setUp.relay.onRequest = (line) => void asked.push(line);
    setUp.relay.mend();
    await until(ready);
    await until(async () => (await get(`${seriesUrl()}/metadata`)).headers.etag !== before);
    for (const slice of slices) expect((await frame(setUp.root, slice, htj2k)).status).toBe(200);
    const folder = join(setUp.dataDir, 'prepared/1.14.1/1.14.1.1');
    const isKept = (start: string, names: string[]): boolean => names.some((name) => name.startsWith(start));
    await until(async () => isKept('instances-', await readdir(folder)));
    await until(async () => isKept('metadata-', await readdir(folder)));
    expect(asked.filter((line) => /bulk-content|dicom-web/.test(line))).toEqual([]);
  });
});
