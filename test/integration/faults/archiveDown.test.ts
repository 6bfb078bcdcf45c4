import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, startServer, type RunningServer } from '../../../server/index.ts';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { makeInstance, store, type MadeInstance } from '../support/instances.ts';
import { makeSlice } from '../support/slices.ts';
import { ArchiveRelay } from './support/ArchiveRelay.ts';
import {
  asStored,
  frame,
  get,
  holds,
  htj2k,
  instanceUrl,
  isHonest,
  isReady,
  json,
  until,
  untilPrepared,
} from './support/reading.ts';

let system: StartedSystem;
let relay: ArchiveRelay;
let archiveUrl: string;
let server: RunningServer;
let dataDir: string;
let root: string;

async function start(): Promise<void> {
  server = await startServer({
    config: loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: dataDir }),
    archive: { ...system.archive, url: archiveUrl },
    logger: pino({ level: process.env.YUNYING_TEST_LOG ?? 'silent' }),
  });
  root = `${server.url}/dicom-web`;
}

beforeAll(async () => {
  system = await startSystem();
  ({ relay, url: archiveUrl } = await ArchiveRelay.to(system.archive.url));
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-test-'));
  await start();
});

afterAll(async () => {
  await server.close();
  relay.close();
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const ready = (): Promise<boolean> => isReady(server.url);
const slices = [1, 2, 3].map((number) => makeSlice('1.11.1', number));
const [slice, , unread] = slices as [MadeInstance, MadeInstance, MadeInstance];
const folder = () => join(dataDir, 'prepared/1.11.1/1.11.1.1');
const seriesUrl = () => `${root}/studies/1.11.1/series/1.11.1.1`;
/** Stored a moment before the archive goes, so that nothing of it is prepared. */
const late = makeInstance({ study: '1.11.2' });

describe('while the archive is down', () => {
  beforeAll(async () => {
    const files = slices.map(({ file }) => file);
    expect((await store(root, files)).status).toBe(200);
    expect(await untilPrepared(root, '1.11.1')).toMatchObject({ frames: 3, prepared: 3 });
    // Metadata of a series that came a moment ago is not kept yet.
    await until(async () => (await readdir(folder())).some((name) => name.startsWith('frames-complete')));
    expect((await get(`${seriesUrl()}/thumbnail`)).status).toBe(200);
    expect((await get(`${instanceUrl(root, slice)}/rendered`)).status).toBe(200);
    // What is on the disk has to do, nothing is in memory any more.
    await server.close();
    await start();
    await until(ready);
    expect((await get(`${instanceUrl(root, slice)}/rendered`)).status).toBe(200);
    expect((await store(root, [late.file])).status).toBe(200);
    relay.cut();
    await until(async () => !(await ready()));
  });

  it('serves what is prepared, bit by bit, and says that it may be out of date', async () => {
    for (const one of slices) {
      const answer = await frame(root, one, htj2k);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, htj2k]);
      expect(await holds(answer, one)).toBe(true);
    }
    const metadata = await get(`${seriesUrl()}/metadata`);
    expect([metadata.status, (JSON.parse(metadata.bytes.toString()) as unknown[]).length]).toEqual([200, 3]);
    expect((await get(`${seriesUrl()}/thumbnail`)).status).toBe(200);
    expect((await get(`${instanceUrl(root, slice)}/rendered`)).status).toBe(200);
    const search = await get(`${root}/studies`);
    expect([search.status, search.headers.warning]).toEqual([200, expect.stringMatching(/^110 /)]);
    expect((await json<unknown[]>(`${root}/studies`)).length).toBe(2);
    expect((await json<unknown[]>(`${seriesUrl()}/instances`)).length).toBe(3);
  });

  it('says of the rest that it cannot be had now, and when to come again', async () => {
    const answers = await Promise.all([
      frame(root, late, htj2k),
      frame(root, late, asStored),
      frame(root, unread, asStored),
      get(`${root}/studies/1.11.2/series/1.11.2.1/metadata`),
      get(`${instanceUrl(root, unread)}/frames/1/rendered?window=1,2`),
      get(`${root}/studies/9.9.9/metadata`),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503, 503]);
    expect(answers.every(isHonest)).toBe(true);
    expect(JSON.parse(answers[0]?.bytes.toString() ?? '')).toMatchObject({
      error: { code: 'archive-unavailable' },
    });
    expect((await store(root, [makeInstance({ study: '1.11.3' }).file])).status).toBe(503);
    const deletion = await request(`${root}/studies/1.11.1`, { method: 'DELETE' });
    await deletion.body.dump();
    expect(deletion.statusCode).toBe(503);
  });

  it('asks nobody in vain again and again', async () => {
    const before = relay.requests;
    expect((await get(`${server.url}/healthz`)).status).toBe(200);
    const unready = await get(`${server.url}/readyz`);
    expect(unready.status).toBe(503);
    expect(unready.bytes.toString()).toContain('what is prepared is served on');
    await Promise.all(Array.from({ length: 200 }, () => frame(root, late, asStored)));
    expect(relay.requests).toBe(before);
  });

  it('has nothing to say after a restart of its own', async () => {
    await server.close();
    await start();
    expect(isHonest(await get(`${root}/studies`))).toBe(true);
    expect(isHonest(await frame(root, slice, htj2k))).toBe(true);
  });

  it('serves everything when it is back, and only then calls itself ready', async () => {
    relay.mend();
    await until(ready);
    for (const one of [...slices, late])
      expect(await holds(await frame(root, one, asStored), one)).toBe(true);
    const search = await get(`${root}/studies`);
    expect([search.status, search.headers.warning]).toEqual([200, undefined]);
    // What could not be stored can be now, and what could not be deleted.
    const stored = makeInstance({ study: '1.11.3' });
    expect((await store(root, [stored.file])).status).toBe(200);
    expect(await holds(await frame(root, stored, asStored), stored)).toBe(true);
    const deletion = await request(`${root}/studies/1.11.1`, { method: 'DELETE' });
    await deletion.body.dump();
    expect(deletion.statusCode).toBe(204);
    expect((await frame(root, slice, htj2k)).status).toBe(404);
  });
});
