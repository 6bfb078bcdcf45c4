import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { obtainArchive, type ObtainedArchive } from '../../../dicomweb-proxy/index.ts';
import { store } from '../support/instances.ts';
import { makeSlice } from '../support/slices.ts';
import { frame, holds, htj2k, metric, prepared, untilPrepared } from './support/reading.ts';

const script = fileURLToPath(new URL('../../support/holdServer.ts', import.meta.url));
const study = '1.14.1';
const slices = Array.from({ length: 150 }, (_, i) => makeSlice(study, i + 1));
/** So many frames are to be finished when it is killed, the last time in the very beginning of its life. */
const killAt = [3, 30, 60];

let dataDir: string;
let archive: ObtainedArchive;
let proxy: ChildProcess | undefined;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-faults-'));
  const logger = pino({ level: 'silent' });
  archive = await obtainArchive({ dataDir, dicomPort: 0, dicomAet: 'YUNYING', logger });
});
afterAll(async () => {
  await kill();
  await archive.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Kills the one that runs. @returns address of the DICOMweb service of the next */
async function start(): Promise<string> {
  await kill();
  const { url, username = '', password = '' } = archive;
  const child = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      ...{ PORT: '0', DATA_DIR: dataDir, ORTHANC_URL: url },
      ...{ ORTHANC_USERNAME: username, ORTHANC_PASSWORD: password },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  proxy = child;
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return `${line.toString().trim()}/dicom-web`;
}

async function kill(): Promise<void> {
  if (!proxy) return;
  const ended = once(proxy, 'exit');
  proxy.kill('SIGKILL');
  await ended;
  proxy = undefined;
}

it('goes on where it was killed, makes nothing twice, and serves every frame bit by bit', async () => {
  let root = await start();
  const files = slices.map(({ file }) => file);
  expect((await store(root, files)).status).toBe(200);
  let finished = 0;
  for (const wanted of killAt) {
    while (finished < wanted) {
      finished = (await prepared(root, study)).prepared;
      await sleep(10);
    }
    expect(finished).toBeLessThan(slices.length);
    root = await start();
  }
  expect(await untilPrepared(root, study)).toMatchObject({
    frames: 150,
    prepared: 150,
    asStored: 0,
    failed: 0,
  });
  const made = await metric(root.replace('/dicom-web', ''), 'yunying_prepared_total', 'source="htj2k"');
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThanOrEqual(slices.length - finished);
  for (const slice of slices) {
    const answer = await frame(root, slice, htj2k);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, htj2k]);
    expect(await holds(answer, slice)).toBe(true);
  }
  expect(await metric(root.replace('/dicom-web', ''), 'yunying_htj2k_frames_total', 'source="damaged"')).toBe(
    0,
  );
});

it('loses nothing that it called stored a moment before', async () => {
  const root = await start();
  const late = makeSlice('1.14.2', 1);
  expect((await store(root, [late.file])).status).toBe(200);
  const answer = await frame(await start(), late, htj2k);
  expect([answer.status, await holds(answer, late)]).toEqual([200, true]);
});
