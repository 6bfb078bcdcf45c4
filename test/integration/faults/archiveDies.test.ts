import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive, parseIdentity } from '../../../dicomweb-proxy/index.ts';
import { store } from '../support/instances.ts';
import { makeSlice, type Slice } from '../support/slices.ts';
import {
  type Answer,
  asStored,
  either,
  frame,
  holds,
  htj2k,
  isHonest,
  isReady,
  json,
  metric,
  prepared,
  until,
  untilPrepared,
} from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

let setUp: SetUp;
const begin = async (): Promise<void> => {
  setUp = await SetUp.make();
};
const end = (): Promise<void> => setUp.close();

/** kill -9 of the Orthanc that runs now; its supervisor starts the next one. @returns its number, if one runs */
function killArchive(): number | undefined {
  const file = readFileSync(join(setUp.dataDir, 'orthanc/orthanc.pid'), 'utf8');
  const identity = parseIdentity((JSON.parse(file) as { archive: unknown }).archive);
  if (!identity || !isAlive(identity)) return undefined;
  process.kill(identity.pid, 'SIGKILL');
  return identity.pid;
}

const ready = (): Promise<boolean> => isReady(setUp.url);
const slicesOf = (study: string, count: number): Slice[] =>
  Array.from({ length: count }, (_, i) => makeSlice(study, i + 1));

describe('the archive killed and started again, several times, under load', () => {
  const known = slicesOf('1.13.1', 12);
  const unread = slicesOf('1.13.2', 250);
  const sent = slicesOf('1.13.3', 200);
  const answers: { answer: Answer; slice: Slice }[] = [];
  /** How each was answered: 200, or the status the sender saw. */
  const stored = new Map<Slice, number>();

  afterAll(end);
  beforeAll(async () => {
    await begin();
    for (const slices of [known, unread]) {
      const files = slices.map(({ file }) => file);
      expect((await store(setUp.root, files)).status).toBe(200);
    }
    await untilPrepared(setUp.root, '1.13.1');

    let ending = false;
    const read = async (slices: readonly Slice[], accept: string): Promise<void> => {
      for (let i = 0; !ending; i += 1) {
        const slice = slices[i % slices.length] as Slice;
        answers.push({ slice, answer: await frame(setUp.root, slice, accept) });
        await sleep(5);
      }
    };
    const send = async (): Promise<void> => {
      for (let next = sent.find((one) => !stored.has(one)); next && !ending;) {
        stored.set(next, 0);
        const status = await store(setUp.root, [next.file]).then(
          (response) => response.status,
          () => 599,
        );
        stored.set(next, status);
        if (status !== 200) await sleep(100);
        next = sent.find((one) => !stored.has(one));
      }
    };
    const load = [read(known, either), read(unread, asStored), send(), send()];
    for (let kills = 0; kills < 2; kills += 1) {
      await sleep(400);
      killArchive();
      await until(async () => !(await ready()));
      await until(ready);
    }
    ending = true;
    await Promise.all(load);
  });

  it('gives readers the right pixels, or an honest error', async () => {
    let [right, honest] = [0, 0];
    for (const { answer, slice } of answers) {
      if (answer.status === 200) {
        expect(await holds(answer, slice)).toBe(true);
        right += 1;
      } else {
        expect(isHonest(answer)).toBe(true);
        honest += 1;
      }
    }
    expect(right).toBeGreaterThan(known.length);
    expect(honest).toBeGreaterThan(0);
  });

  it('never refuses what is prepared', () => {
    const ofKnown = answers.filter(({ slice }) => known.includes(slice));
    expect(ofKnown.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    expect(ofKnown.length).toBeGreaterThan(known.length);
  });

  it('has every instance that was called stored', async () => {
    const wasStored = [...stored].filter(([, status]) => status === 200).map(([slice]) => slice);
    const refused = [...stored].filter(([, status]) => status !== 200);
    expect(wasStored.length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    for (const slice of wasStored) {
      const answer = await frame(setUp.root, slice, asStored);
      expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
    }
    // Who heard of a failure sends again, and it does not matter how far it had come.
    for (const [slice] of refused) expect((await store(setUp.root, [slice.file])).status).toBe(200);
    const list = await json<unknown[]>(`${setUp.root}/studies/1.13.3/instances`);
    expect(list.length).toBe(stored.size);
  });

  it('sets nothing aside for that', async () => {
    expect((await prepared(setUp.root, '1.13.2')).setAside).toBeUndefined();
    for (const slice of unread)
      expect(await holds(await frame(setUp.root, slice, asStored), slice)).toBe(true);
  });
});

describe('a file that kills the archive whenever it is read', () => {
  const study = '1.13.4';
  const slices = slicesOf(study, 6);
  const fatal = slices[2] as Slice;
  const others = slices.filter((slice) => slice !== fatal);
  /** Who died of it: asked again while it is still dying, a process is named twice. */
  const killed = new Set<number>();

  afterAll(end);
  beforeAll(async () => {
    await begin();
    setUp.relay.onRequest = (line) => {
      if (!new RegExp(`/instances/${archiveIdOf(fatal)}/(file|frames|content)`).test(line)) return;
      const pid = killArchive();
      if (pid) killed.add(pid);
    };
    // Preparing may begin, and kill, before the last of them is stored; who hears of a failure sends again.
    const files = slices.map(({ file }) => file);
    await until(async () => (await store(setUp.root, files)).status === 200);
  });

  /** How Orthanc makes its ids: known before the file is stored, as preparing may begin at once. */
  function archiveIdOf({ series, instance }: Slice): string {
    const digest = createHash('sha1').update(`P1|${study}|${series}|${instance}`).digest('hex');
    return digest.match(/.{8}/g)?.join('-') ?? '';
  }

  it('is set aside and named, and the others of its series are prepared', async () => {
    const state = await untilPrepared(setUp.root, study);
    expect(state).toMatchObject({ frames: 6, prepared: 5, asStored: 0, failed: 1 });
    // Its texts may have been read too, while it was the first of its series.
    const ways = ['archive frames', 'archive file'];
    const { setAside = [] } = state;
    expect(setAside.some(({ what }) => what === 'archive frames')).toBe(true);
    for (const { what } of setAside) expect(ways).toContain(what);
    for (const { sopInstanceUid } of setAside) expect(sopInstanceUid).toBe(fatal.instance);
    expect(killed.size).toBeGreaterThanOrEqual(3);
    expect(killed.size).toBeLessThanOrEqual(3 * ways.length);
    expect(setUp.errors.some((line) => line.includes('set aside') && line.includes(fatal.instance))).toBe(
      true,
    );
    const name = `kind="${fatal.instance} (archive frames)"`;
    expect(await metric(setUp.url, 'yunying_set_aside', name)).toBe(1);
    for (const slice of others) expect(await holds(await frame(setUp.root, slice, htj2k), slice)).toBe(true);
  });

  it('is refused to its readers with the reason, while others read on', async () => {
    await until(ready);
    const before = killed.size;
    const answer = await frame(setUp.root, fatal, asStored);
    expect(answer.status).toBe(422);
    expect(answer.bytes.toString()).toContain(`Instance ${fatal.instance} is set aside`);
    for (const slice of others)
      expect(await holds(await frame(setUp.root, slice, asStored), slice)).toBe(true);
    expect(killed.size).toBe(before);
  });

  it('is not tried again after a restart', async () => {
    const before = killed.size;
    await setUp.restartProxy();
    await until(ready);
    expect((await frame(setUp.root, fatal, asStored)).status).toBe(422);
    expect((await frame(setUp.root, fatal, htj2k)).status).toBe(406);
    expect(killed.size).toBe(before);
  });
});
