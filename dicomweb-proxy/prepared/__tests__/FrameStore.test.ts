import { mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FrameStore, FrameStoreFullError } from '../FrameStore.ts';
import { PreparedFiles } from '../PreparedFiles.ts';

const logger = pino({ level: 'silent' });
const payload = Buffer.alloc(904);
/** What a frame takes with its head. */
const frameBytes = 1_000;

let root: string;
let stores: FrameStore[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frame-store-'));
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await rm(root, { recursive: true, force: true });
});

function open(maxBytes: number): FrameStore {
  const store = new FrameStore({ files: new PreparedFiles(root), logger, maxBytes });
  stores.push(store);
  return store;
}

const series = (number: number) => ({ studyInstanceUid: '1.2', seriesInstanceUid: `1.2.${number}` });
const add = (store: FrameStore, number: number, frame = 1) =>
  store.append(series(number), payload.length, (file) => file.append('v', frame, 'htj2k', payload));
const has = async (store: FrameStore, number: number, frame = 1): Promise<boolean> =>
  (await store.read(series(number), (file) => file.find('v', frame) !== undefined)) ?? false;
const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('FrameStore', () => {
  it('drops the series that was not used for longest when the limit is reached', async () => {
    const store = open(4 * frameBytes);
    for (const number of [1, 2, 3]) {
      await add(store, number);
      await tick();
    }
    store.markUsed('1.2.1');
    await tick();
    await add(store, 4);
    await add(store, 4, 2);
    expect(store.bytes).toBeLessThanOrEqual(4 * frameBytes);
    expect([await has(store, 1), await has(store, 2)]).toEqual([true, false]);
    expect([await has(store, 4), await has(store, 4, 2)]).toEqual([true, true]);
    await expect(stat(join(root, '1.2', '1.2.2', 'frames-1.htj2k'))).rejects.toThrow('ENOENT');
  });

  it('knows after a restart what it holds and what was used last', async () => {
    const first = open(10 * frameBytes);
    for (const number of [1, 2, 3]) await add(first, number);
    await first.close();
    const file = (number: number) => join(root, '1.2', `1.2.${number}`, 'frames-1.htj2k');
    await utimes(file(1), new Date(), new Date(Date.now() - 1_000));
    await utimes(file(2), new Date(), new Date(Date.now() - 9_000));
    const second = open(3 * frameBytes);
    await add(second, 4);
    expect(await has(second, 2)).toBe(false);
    expect(await has(second, 3)).toBe(true);
    expect(second.bytes).toBe(2 * frameBytes);
  });

  it('does not drop others for a series that would not fit alone', async () => {
    const store = open(2 * frameBytes);
    await add(store, 1);
    await add(store, 1, 2);
    await expect(add(store, 1, 3)).rejects.toThrow(FrameStoreFullError);
    expect(await has(store, 1, 2)).toBe(true);
    expect(await store.hasRoom()).toBe(false);
  });

  it('stops for a while when the disk is full, and still reads', async () => {
    const store = open(100 * frameBytes);
    await add(store, 1);
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    await expect(store.append(series(1), 1, () => Promise.reject(full))).rejects.toBe(full);
    await expect(add(store, 1, 2)).rejects.toThrow(FrameStoreFullError);
    expect(await store.hasRoom()).toBe(false);
    expect(await has(store, 1)).toBe(true);
  });

  it('removes a file under its readers without disturbing them', async () => {
    const store = open(100 * frameBytes);
    await add(store, 1);
    let begun = false;
    const reading = store.read(series(1), async (file) => {
      begun = true;
      await tick();
      const entry = file.find('v', 1);
      return entry && file.read('v', 1, entry);
    });
    while (!begun) await tick();
    const removed = store.remove(series(1));
    const added = add(store, 1, 2);
    expect((await reading)?.equals(payload)).toBe(true);
    await Promise.all([removed, added]);
    expect([await has(store, 1), await has(store, 1, 2)]).toEqual([false, true]);
    expect(store.bytes).toBe(frameBytes);
    expect(await readdir(join(root, '1.2', '1.2.1'))).toEqual(['frames-1.htj2k']);
  });
});
