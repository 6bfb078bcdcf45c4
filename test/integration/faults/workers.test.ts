import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { store } from '../support/instances.ts';
import { encapsulatedSlice, makeSlice } from '../support/slices.ts';
import { endlessJpeg } from './support/endlessJpeg.ts';
import {
  either,
  frame,
  get,
  holds,
  htj2k,
  instanceUrl,
  metric,
  prepared,
  untilPrepared,
  type Prepared,
} from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

/** Enough for any frame that is meant well here, a worker that has to be started included. */
const timeoutMs = 2_000;
const study = '1.12.1';
const good = Array.from({ length: 8 }, (_, i) => makeSlice(study, i + 1));
/** Decoding it takes minutes. */
const endless = encapsulatedSlice(study, endlessJpeg(4096, 20_000), '1.2.840.10008.1.2.4.50', {
  number: 66,
  side: 4096,
});
/** 4 MB of RLE that are 256 MB of pixels: several seconds of work and a gigabyte of memory. */
const huge = encapsulatedSlice(study, blackRle(16_128), '1.2.840.10008.1.2.5', { number: 67, side: 16_128 });

/** One segment (PS3.5 Annex G) of runs of 128 zeros. */
function blackRle(side: number): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(64, 4);
  return Buffer.concat([header, Buffer.alloc(side * side * (2 / 128), Buffer.from([0x81, 0x00]))]);
}

let setUp: SetUp;
beforeAll(async () => {
  setUp = await SetUp.make({ frames: { timeoutMs } });
});
afterAll(() => setUp.close());

const deaths = (): number => setUp.errors.filter((line) => line.includes('a frame worker gave up')).length;
const errorOf = (bytes: Buffer): { code: string; message: string } =>
  (JSON.parse(bytes.toString()) as { error: { code: string; message: string } }).error;

async function refusesEndless(): Promise<void> {
  const { status, bytes } = await get(`${instanceUrl(setUp.root, endless)}/rendered`);
  expect([status, errorOf(bytes).code]).toEqual([422, 'frame-set-aside']);
  expect(errorOf(bytes).message).toContain(`Frame 1 of instance ${endless.instance} is set aside`);
}

it('a frame that never ends costs its reader an error that names it, and nobody else anything', async () => {
  const files = [...good, endless].map(({ file }) => file);
  expect((await store(setUp.root, files)).status).toBe(200);
  let done = false;
  const refused = refusesEndless().finally(() => (done = true));
  let read = 0;
  while (!done) {
    for (const slice of good) {
      const answer = await frame(setUp.root, slice, either);
      expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
      expect((await get(`${instanceUrl(setUp.root, slice)}/rendered`)).status).toBe(200);
      read += 1;
    }
  }
  await refused;
  expect(read).toBeGreaterThan(good.length);
  expect(deaths()).toBe(2);
});

it('which is not tried again, and named wherever somebody may look', async () => {
  await refusesEndless();
  expect(deaths()).toBe(2);
  expect(setUp.errors.some((line) => line.includes('set aside') && line.includes(endless.instance))).toBe(
    true,
  );
  const { setAside = [] } = await prepared(setUp.root, study);
  expect(setAside).toMatchObject([{ sopInstanceUid: endless.instance, frameNumber: 1, what: 'worker' }]);
  const name = `kind="${endless.instance} frame 1 (worker)"`;
  expect(await metric(setUp.url, 'yunying_set_aside', name)).toBe(1);
});

it('a frame that eats time and memory while it is prepared is left out of what is prepared', async () => {
  expect((await store(setUp.root, [huge.file])).status).toBe(200);
  let state: Prepared;
  // The frames before it were finished; it has to be seen as arrived first.
  do state = await untilPrepared(setUp.root, study);
  while (state.frames < good.length + 2);
  expect(state).toMatchObject({ frames: 10, prepared: 8, asStored: 1, failed: 1 });
  expect(deaths()).toBe(4);
  for (const slice of good) {
    const answer = await frame(setUp.root, slice, htj2k);
    expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
  }
  const refused = await frame(setUp.root, huge, htj2k);
  expect(refused.status).toBe(406);
  expect(refused.bytes.toString()).toContain(huge.instance);
});

it('and all that is known after a restart', async () => {
  await setUp.restartProxy();
  await refusesEndless();
  expect((await frame(setUp.root, huge, htj2k)).status).toBe(406);
  expect((await prepared(setUp.root, study)).setAside).toHaveLength(2);
  expect(deaths()).toBe(4);
});

it('and is tried once more when its day is over, however often it was looked at', async () => {
  await setUp.stopProxy();
  const path = join(setUp.dataDir, 'set-aside.json');
  const entries = JSON.parse(await readFile(path, 'utf8')) as { since: string }[];
  const since = new Date(Date.now() - 25 * 3_600_000).toISOString();
  await writeFile(path, JSON.stringify(entries.map((entry) => ({ ...entry, since }))));
  await setUp.startProxy();
  expect((await frame(setUp.root, huge, htj2k)).status).toBe(406);
  expect(deaths()).toBe(6);
});
