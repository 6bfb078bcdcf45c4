import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeInstance, store, type MadeInstance } from '../support/instances.ts';
import { makeSlice } from '../support/slices.ts';
import {
  asStored,
  either,
  frame,
  get,
  holds,
  htj2k,
  instanceUrl,
  metric,
  until,
  untilPrepared,
  type Answer,
} from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

/** How long the archive takes over every question. */
const slowMs = 5_000;
const study = '1.16.1';
const slices = [1, 2, 3].map((number) => makeSlice(study, number));
/** More than the connections to the archive, and nothing of it is prepared. */
const unread = Array.from({ length: 60 }, (_, i) => makeInstance({ study: '1.16.2', number: i + 1 }));

let setUp: SetUp;

beforeAll(async () => {
  setUp = await SetUp.make();
  const files = slices.map(({ file }) => file);
  expect((await store(setUp.root, files)).status).toBe(200);
  await untilPrepared(setUp.root, study);
  const folder = join(setUp.dataDir, 'prepared', study, `${study}.1`);
  await until(async () => (await readdir(folder)).some((name) => name.startsWith('frames-complete')));
  for (const path of ['thumbnail', 'metadata'])
    expect((await get(`${setUp.root}/studies/${study}/series/${study}.1/${path}`)).status).toBe(200);
  expect(
    (
      await store(
        setUp.root,
        unread.map(({ file }) => file),
      )
    ).status,
  ).toBe(200);
  // Which instances there are is known; their frames are not.
  expect((await frame(setUp.root, unread[0] as MadeInstance, asStored)).status).toBe(200);
  setUp.relay.delayMs = slowMs;
});
afterAll(async () => {
  setUp.relay.delayMs = 0;
  await setUp.close();
});

it('what is prepared, and searches, come before the archive has answered a single question', async () => {
  const waiting = frame(setUp.root, unread[1] as MadeInstance, asStored);
  let answered = false;
  void waiting.then(() => (answered = true));
  // What was known when the archive began to be slow is too old by now to be shown without a question.
  await sleep(2_000);
  const series = `${setUp.root}/studies/${study}/series/${study}.1`;
  for (let round = 0; round < 20; round += 1) {
    for (const slice of slices) {
      const answer = await frame(setUp.root, slice, either);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, htj2k]);
      expect(await holds(answer, slice)).toBe(true);
    }
    const urls = [
      `${series}/metadata`,
      `${series}/thumbnail`,
      `${setUp.root}/studies`,
      `${series}/instances`,
    ];
    for (const url of urls) expect((await get(url)).status).toBe(200);
  }
  expect(answered).toBe(false);
  expect((await get(`${setUp.url}/readyz`)).status).toBe(503);
  expect((await get(`${setUp.url}/healthz`)).status).toBe(200);
  const late = await waiting;
  expect([late.status, await holds(late, unread[1] as MadeInstance)]).toEqual([200, true]);
});

it('the rest is asked for over 40 connections at most, once for all who want it, and by nobody who has left', async () => {
  const before = setUp.relay.requests;
  const leaving = new AbortController();
  const left = unread.slice(2).map((one) =>
    request(`${instanceUrl(setUp.root, one)}/frames/1`, {
      headers: { accept: asStored },
      signal: leaving.signal,
    }).catch(() => undefined),
  );
  const wanted = unread[2] as MadeInstance;
  const together: Promise<Answer>[] = Array.from({ length: 30 }, () => frame(setUp.root, wanted, asStored));
  await until(async () => (await metric(setUp.url, 'yunying_archive_requests', 'kind="running"')) >= 20);
  leaving.abort();
  await Promise.all(left);
  // What waited for a connection is taken back; what is on its way cannot be.
  await until(async () => (await metric(setUp.url, 'yunying_archive_requests', 'kind="waiting"')) === 0);
  // Before the archive is quick again, and the study is prepared.
  const asked = setUp.relay.requests - before;
  expect(asked).toBeLessThan(unread.length);
  setUp.relay.delayMs = 0;
  for (const answer of await Promise.all(together)) {
    expect([answer.status, await holds(answer, wanted)]).toEqual([200, true]);
  }
  expect(setUp.relay.mostOpen).toBeLessThanOrEqual(40);
});
