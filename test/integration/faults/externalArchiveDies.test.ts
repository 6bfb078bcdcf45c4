import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obtainArchive } from '../../../dicomweb-proxy/index.ts';
import { loadConfig, startServer, type RunningServer } from '../../../server/index.ts';
import { ServerProcess } from '../../cluster/support/ServerProcess.ts';
import { store } from '../support/instances.ts';
import { makeSlice, type Slice } from '../support/slices.ts';
import {
  type Answer,
  asStored,
  either,
  frame,
  get,
  holds,
  isHonest,
  isReady,
  json,
  until,
  untilPrepared,
} from './support/reading.ts';

const orthanc = ['/usr/sbin/Orthanc', '/usr/bin/Orthanc'].find((path) => existsSync(path));
const title = orthanc ? 'of somebody else' : 'of somebody else (skipped: there is no Orthanc of Debian)';

/** Nobody here watches over that one: it stays away until somebody starts it again. */
describe.skipIf(!orthanc)(`an archive ${title}, killed and started again under load`, () => {
  const slicesOf = (study: string, count: number): Slice[] =>
    Array.from({ length: count }, (_, i) => makeSlice(study, i + 1));
  const known = slicesOf('1.15.1', 8);
  const unread = slicesOf('1.15.2', 120);
  const sent = slicesOf('1.15.3', 200);
  const answers: { answer: Answer; slice: Slice; isAway: boolean }[] = [];
  const stored = new Map<Slice, number>();
  let dataDir: string;
  let archive: ServerProcess;
  let server: RunningServer;
  let root: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yunying-faults-'));
    const logger = pino({ level: 'silent' });
    // Once run by us, for its configuration; from then on it is a stranger at ORTHANC_URL.
    const { url, username, password, close } = await obtainArchive({
      dataDir,
      dicomPort: 0,
      dicomAet: 'YUNYING',
      logger,
    });
    await close();
    archive = new ServerProcess({
      command: orthanc ?? '',
      args: [join(dataDir, 'orthanc/orthanc.json')],
      log: join(dataDir, 'stranger.log'),
      answers: async () => (await fetch(`${url}/system`)).status === 401,
    });
    await archive.start();
    server = await startServer({
      config: loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: dataDir }),
      archive: { url, username: username ?? '', password: password ?? '' },
      logger,
    });
    root = `${server.url}/dicom-web`;
    for (const slices of [known, unread]) {
      const files = slices.map(({ file }) => file);
      expect((await store(root, files)).status).toBe(200);
    }
    await untilPrepared(root, '1.15.1');

    let ending = false;
    const read = async (slices: readonly Slice[], accept: string): Promise<void> => {
      for (let i = 0; !ending; i += 1) {
        const slice = slices[i % slices.length] as Slice;
        answers.push({ slice, answer: await frame(root, slice, accept), isAway: !archive.isRunning });
        await sleep(5);
      }
    };
    const send = async (): Promise<void> => {
      for (const slice of sent) {
        if (ending) return;
        const status = await store(root, [slice.file]).then(
          (response) => response.status,
          () => 599,
        );
        stored.set(slice, status);
        await sleep(status === 200 ? 5 : 100);
      }
    };
    const load = [read(known, either), read(unread, asStored), send()];
    const ready = (): Promise<boolean> => isReady(server.url);
    await sleep(400);
    await archive.kill();
    await until(async () => !(await ready()));
    await sleep(500);
    await archive.start();
    await until(ready);
    await sleep(200);
    ending = true;
    await Promise.all(load);
  });

  afterAll(async () => {
    await server.close();
    await archive.end();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('gives readers the right pixels or an honest error, and what is prepared always', async () => {
    for (const { answer, slice } of answers) {
      if (answer.status === 200) expect(await holds(answer, slice)).toBe(true);
      else expect([isHonest(answer), known.includes(slice)]).toEqual([true, false]);
    }
    const whileAway = answers.filter(({ isAway }) => isAway).map(({ answer }) => answer.status);
    expect(new Set(whileAway)).toEqual(new Set([200, 503]));
  });

  it('has every instance that was called stored', async () => {
    const wasStored = [...stored].filter(([, status]) => status === 200).map(([slice]) => slice);
    const refused = [...stored].filter(([, status]) => status !== 200).map(([slice]) => slice);
    expect([wasStored.length > 0, refused.length > 0]).toEqual([true, true]);
    for (const slice of wasStored) expect(await holds(await frame(root, slice, asStored), slice)).toBe(true);
    const again = refused.map(({ file }) => file);
    expect((await store(root, again)).status).toBe(200);
    expect((await json<unknown[]>(`${root}/studies/1.15.3/instances`)).length).toBe(stored.size);
  });

  it('goes on as before', async () => {
    for (const slice of unread) expect(await holds(await frame(root, slice, asStored), slice)).toBe(true);
    const search = await get(`${root}/studies`);
    expect([search.status, search.headers.warning]).toEqual([200, undefined]);
  });
});
