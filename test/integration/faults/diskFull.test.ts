import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { store } from '../support/instances.ts';
import { makeSlice, type Slice } from '../support/slices.ts';
import {
  asStored,
  either,
  frame,
  get,
  holds,
  htj2k,
  json,
  metric,
  prepared,
  until,
  untilPrepared,
} from './support/reading.ts';
import { SetUp } from './support/setUp.ts';
import { SmallDisk } from './support/smallDisk.ts';

const slicesOf = (study: string, count: number): Slice[] =>
  Array.from({ length: count }, (_, i) => makeSlice(study, i + 1));

let dataDir: string;
let disk: SmallDisk | undefined;
let setUp: SetUp;

async function begin(folder: string, megabytes: number): Promise<void> {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-faults-'));
  disk = await SmallDisk.mount(join(dataDir, folder), megabytes);
  if (disk) setUp = await SetUp.make({ dataDir });
}

async function end(): Promise<void> {
  if (disk) await setUp.close();
  await disk?.unmount();
  await rm(dataDir, { recursive: true, force: true });
}

function theDisk(context: TestContext): SmallDisk {
  if (!disk) context.skip('this user may not mount a file system to fill up');
  return disk as SmallDisk;
}

describe('the disk of what is prepared is full', () => {
  const study = '1.15.1';
  const slices = slicesOf(study, 60);
  beforeAll(() => begin('prepared', 2));
  afterAll(end);

  it('readers go on reading, and nothing wrong is kept', async (context) => {
    await theDisk(context).fill(350_000);
    const files = slices.map(({ file }) => file);
    expect((await store(setUp.root, files)).status).toBe(200);
    // Far fewer than all fit, however well they compress.
    await until(async () => (await prepared(setUp.root, study)).prepared > 0);
    for (const slice of slices) {
      for (const accept of [either, asStored, htj2k]) {
        const answer = await frame(setUp.root, slice, accept);
        expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
      }
    }
    const state = await prepared(setUp.root, study);
    expect(state.prepared).toBeLessThan(slices.length);
    expect(state).toMatchObject({ asStored: 0, failed: 0 });
    expect((await get(`${setUp.root}/studies/${study}/metadata`)).status).toBe(200);
  });

  it('preparing goes on by itself when there is room again', async (context) => {
    await theDisk(context).makeRoom();
    expect(await untilPrepared(setUp.root, study)).toMatchObject({ prepared: slices.length, failed: 0 });
    await setUp.restartProxy();
    for (const slice of slices) {
      const answer = await frame(setUp.root, slice, htj2k);
      expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
    }
    expect(await metric(setUp.url, 'yunying_htj2k_frames_total', 'source="made"')).toBe(0);
    expect(await metric(setUp.url, 'yunying_htj2k_frames_total', 'source="damaged"')).toBe(0);
  });
});

describe('the disk of the archive is full', () => {
  const study = '1.15.2';
  const slices = slicesOf(study, 12);
  beforeAll(() => begin('orthanc/storage', 24));
  afterAll(end);

  interface StoreResponse {
    '00081198'?: { Value: { '00081155': { Value: string[] }; '00081197': { Value: number[] } }[] };
    '00081199'?: { Value: { '00081155': { Value: string[] } }[] };
  }
  const uids = (items: { '00081155': { Value: string[] } }[] = []): string[] =>
    items.map((item) => item['00081155'].Value[0] ?? '');

  it('who stores is told of each instance whether it was stored, and why not', async (context) => {
    const small = theDisk(context);
    const [first, ...rest] = slices as [Slice, ...Slice[]];
    expect((await store(setUp.root, [first.file])).status).toBe(200);
    await small.fill(60_000);
    const answer = await store(
      setUp.root,
      rest.map(({ file }) => file),
    );
    const body = (await answer.json()) as StoreResponse;
    const failed = body['00081198']?.Value ?? [];
    const stored = uids(body['00081199']?.Value);
    expect(failed.length).toBeGreaterThan(0);
    expect(answer.status).toBe(stored.length > 0 ? 202 : 409);
    // PS3.18 Table I.2-2: Refused, Out of Resources.
    expect(new Set(failed.map((item) => item['00081197'].Value[0]))).toEqual(new Set([0xa700]));
    expect([...stored, ...uids(failed)].sort()).toEqual(rest.map(({ instance }) => instance).sort());
    // What was stored is there, what failed is not; and what was there is read on.
    for (const slice of slices) {
      const { status } = await frame(setUp.root, slice, asStored);
      expect(status).toBe(slice === first || stored.includes(slice.instance) ? 200 : 404);
    }
  });

  it('what failed is stored when there is room again', async (context) => {
    await theDisk(context).makeRoom();
    const files = slices.map(({ file }) => file);
    expect((await store(setUp.root, files)).status).toBe(200);
    expect(await json<unknown[]>(`${setUp.root}/studies/${study}/instances`)).toHaveLength(slices.length);
    for (const slice of slices)
      expect(await holds(await frame(setUp.root, slice, asStored), slice)).toBe(true);
  });
});
