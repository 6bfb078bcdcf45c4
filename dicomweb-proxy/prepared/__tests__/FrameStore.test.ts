import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FrameStoreFullError } from '../DiskRoom.ts';
import { FrameStore } from '../FrameStore.ts';
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
  const store = new FrameStore({ files: new PreparedFiles(root, logger), logger, maxBytes });
  stores.push(store);
  return store;
}

const series = (number: number) => ({ studyInstanceUid: '1.2', seriesInstanceUid: `1.2.${number}` });
const add = (store: FrameStore, number: number, frame = 1) =>
  store.append(series(number), payload.length, (file) => file.append('v', frame, 'htj2k', payload));
const has = async (store: FrameStore, number: number, frame = 1): Promise<boolean> =>
  (await store.read(series(number), (file) => file.find('v', frame) !== undefined)) ?? false;
const filesOf = async (number: number): Promise<string[]> => {
  const folder = join(root, '1.2', `1.2.${number}`);
  return (await readdir(folder)).map((name) => join(folder, name));
};
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
    expect(await readdir(join(root, '1.2', '1.2.2'))).toEqual([]);
  });

  it('knows after a restart what it holds and what was used last', async () => {
    const first = open(10 * frameBytes);
    for (const number of [1, 2, 3]) await add(first, number);
    await first.close();
    const setUsed = async (number: number, msAgo: number) => {
      for (const file of await filesOf(number)) await utimes(file, new Date(), new Date(Date.now() - msAgo));
    };
    await setUsed(1, 1_000);
    await setUsed(2, 9_000);
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
    const reading = store.read(series(1), async (files) => {
      begun = true;
      await tick();
      return files.find('v', 1)?.read();
    });
    while (!begun) await tick();
    const removed = store.remove(series(1));
    const added = add(store, 1, 2);
    expect((await reading)?.equals(payload)).toBe(true);
    await Promise.all([removed, added]);
    expect([await has(store, 1), await has(store, 1, 2)]).toEqual([false, true]);
    expect(store.bytes).toBe(frameBytes);
    expect(await filesOf(1)).toHaveLength(1);
  });

  describe('that shares its folder with another', () => {
    const looked = async (store: FrameStore, number: number, frame = 1): Promise<boolean> => {
      await store.look(series(number));
      return has(store, number, frame);
    };

    it('reads what the other has added, also what came after it looked', async () => {
      const [ours, theirs] = [open(100 * frameBytes), open(100 * frameBytes)];
      expect(await looked(theirs, 1)).toBe(false);
      await add(ours, 1);
      expect(await looked(theirs, 1)).toBe(true);
      await add(ours, 1, 2);
      expect(await has(theirs, 1, 2)).toBe(false);
      expect(await looked(theirs, 1, 2)).toBe(true);
      expect(await looked(theirs, 1, 3)).toBe(false);
      const bytes = await theirs.read(series(1), (files) => files.find('v', 2)?.read());
      expect(bytes?.equals(payload)).toBe(true);
    });

    it('writes to a file of its own, and takes a frame from either', async () => {
      const [ours, theirs] = [open(100 * frameBytes), open(100 * frameBytes)];
      await Promise.all([1, 2, 3].flatMap((frame) => [add(ours, 1, frame), add(theirs, 1, frame + 2)]));
      expect(await filesOf(1)).toHaveLength(2);
      for (const store of [ours, theirs]) {
        expect(await looked(store, 1)).toBe(true);
        for (const frame of [1, 2, 3, 4, 5]) expect(await has(store, 1, frame)).toBe(true);
        expect(store.bytes).toBe(6 * frameBytes);
      }
    });

    it('leaves a record that is being written until it is there', async () => {
      const ours = open(100 * frameBytes);
      await add(ours, 1);
      await add(ours, 1, 2);
      const [path = ''] = await filesOf(1);
      const whole = await readFile(path);
      const copy = join(root, '1.2', '1.2.1', 'frames-1.zzz-1.htj2k');
      const theirs = open(100 * frameBytes);
      await rm(path);
      await writeFile(copy, whole.subarray(0, frameBytes + 500));
      expect([await looked(theirs, 1), await has(theirs, 1, 2)]).toEqual([true, false]);
      expect((await stat(copy)).size).toBe(frameBytes + 500);
      await writeFile(copy, whole);
      expect(await looked(theirs, 1, 2)).toBe(true);
    });

    it('begins a new file when the other has removed the series', async () => {
      const [ours, theirs] = [open(100 * frameBytes), open(100 * frameBytes)];
      await add(ours, 1);
      await theirs.look(series(1));
      await theirs.remove(series(1));
      await add(ours, 1, 2);
      expect([await looked(theirs, 1), await has(theirs, 1, 2)]).toEqual([false, true]);
      expect([await has(ours, 1), await has(ours, 1, 2)]).toEqual([false, true]);
      expect(ours.bytes).toBe(frameBytes);
    });

    it('reads on when the other has removed a file', async () => {
      const [ours, theirs] = [open(100 * frameBytes), open(100 * frameBytes)];
      await add(ours, 1);
      await add(ours, 2);
      await looked(theirs, 1);
      await ours.remove(series(1));
      await ours.remove(series(2));
      expect([await looked(theirs, 1), await looked(theirs, 2)]).toEqual([false, false]);
      expect(theirs.bytes).toBe(0);
    });
  });
});
