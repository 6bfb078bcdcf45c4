import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const study = '1.2.826.0.1.3680043.10.516.77.4711';
const series = `${study}.1`;
const videoSeries = `${study}.2`;
const studyPath = `/dicom-web/studies/${study}`;
const path = `${studyPath}/series/${series}`;
const patient = { patientName: 'Ouyang^Geheim=欧阳^秘密', patientId: 'MRN-GEHEIM-4711' };
/** Nothing of it may lie on the disk in clear, the archive's own files apart. */
const secrets = ['Ouyang^Geheim', '欧阳', patient.patientId, study, 'Ueberweisung 99'];
const keyA = 'a1'.repeat(32);
const keyB = 'b2'.repeat(32);

/** Takes three segments of 64 KiB and a bit. */
const stream = randomBytes(200_002);
stream.write('ftyp', 4, 'latin1');

/** An MPEG-4 stream in one fragment (PS3.5 A.4): what it shows does not matter here. */
function video(): Buffer {
  const head = makeInstance({
    study,
    series: videoSeries,
    ...patient,
    transferSyntaxUid: '1.2.840.10008.1.2.4.102',
    more: [[0x00280008, 'IS', '2']],
  }).file;
  const bytes = stream;
  const item = (length: number): Buffer => {
    const made = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    made.writeUInt32LE(length, 4);
    return made;
  };
  const pixelData = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff]);
  const end = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
  // Up to its native pixel data: 12 bytes of head and 64 of values.
  return Buffer.concat([head.subarray(0, -76), pixelData, item(0), item(bytes.length), bytes, end]);
}

let dataDir: string;
let system: StartedSystem | undefined;

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  await system?.close();
  system = undefined;
  system = await startSystem({ dataDir, env });
}

async function get(address: string, headers: Record<string, string> = {}, status = 200): Promise<Buffer> {
  const { statusCode, body } = await request(`${system?.url}${address}`, { headers });
  const bytes = Buffer.from(await body.arrayBuffer());
  expect([address, statusCode]).toEqual([address, status]);
  return bytes;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** All that a reader sees of the study. */
async function seen(): Promise<Record<string, string>> {
  const metadata = brotliDecompressSync(await get(`${path}/metadata`, { 'accept-encoding': 'br' }));
  const frame = `${path}/instances/${series}.2/frames/1`;
  const htj2k = 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.202';
  const answers = {
    metadata: Buffer.from(metadata.toString().replaceAll(system?.url ?? '', '')),
    thumbnail: await get(`${path}/thumbnail`, { accept: 'image/jpeg' }),
    stored: await get(frame, { accept: 'application/octet-stream; transfer-syntax=*' }),
    htj2k: await get(frame, { accept: htj2k }),
    video: await get(videoPath, { accept: 'video/mp4' }),
  };
  return Object.fromEntries(Object.entries(answers).map(([name, bytes]) => [name, sha256(bytes)]));
}

const videoPath = `${studyPath}/series/${videoSeries}/instances/${videoSeries}.1/rendered`;

/** What is prepared, below DATA_DIR. */
async function files(folder = dataDir): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataDir, join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('orthanc'))
    .sort();
}

/** Files that hold one of the secrets in clear. */
async function telling(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await files()) {
    const bytes = await readFile(join(dataDir, name)).catch(() => Buffer.alloc(0));
    for (const secret of secrets) if (bytes.includes(secret)) found.push(`${name}: ${secret}`);
  }
  return found;
}

const prepared = async (): Promise<string[]> => await files(join(dataDir, 'prepared', study));
const frameFiles = async (): Promise<string[]> =>
  (await prepared()).filter((name) => name.endsWith('.htj2k'));

/** Until all of the CT series is prepared. */
async function wholePrepared(): Promise<void> {
  const kinds = ['.br', '.gz', '.jpg', '.htj2k', 'frames-complete-', 'instances-', 'picture-'];
  await expect
    .poll(
      async () => {
        const names = (await prepared()).filter((name) => name.includes(`/${series}/`));
        return kinds.filter((kind) => !names.some((name) => name.includes(kind)));
      },
      { timeout: 30_000, interval: 100 },
    )
    .toEqual([]);
}

async function fill(): Promise<void> {
  const more = [[0x00321060, 'LO', 'Ueberweisung 99']] as const;
  const slices = [1, 2, 3].map((number) => makeInstance({ study, series, number, ...patient, more }).file);
  expect((await store(`${system?.url}/dicom-web`, [...slices, video()])).status).toBe(200);
  // Cut within its pixel data, so it is kept aside; and one that does not fit into memory.
  const cut = makeInstance({ study, series, number: 9, ...patient, more }).file.subarray(0, -10);
  expect((await store(`${system?.url}/dicom-web`, [cut])).status).toBe(409);
  await wholePrepared();
  await get(videoPath, { accept: 'video/mp4' });
}

interface Refused {
  files: { id: string; bytes: number; file: { patientName?: string } }[];
}
const refused = async (): Promise<Refused['files']> =>
  (JSON.parse((await get('/dicom-web/refused')).toString()) as Refused).files;

describe('with ENCRYPTION_KEY', () => {
  let before: Record<string, string>;
  let cut: Buffer;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'yunying-sealed-'));
    await start({ ENCRYPTION_KEY: keyA });
  }, 60_000);
  afterAll(async () => {
    await system?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('is prepared', { timeout: 60_000 }, async () => {
    await fill();
    before = await seen();
    const [one] = await refused();
    cut = await get(`/dicom-web/refused/${one?.id}/file`);
  });

  it('nothing on the disk tells name, ID or UIDs of a patient', { timeout: 60_000 }, async () => {
    await system?.close();
    system = undefined;
    const names = await files();
    expect(names.filter((name) => name.startsWith('refused/'))).toHaveLength(2);
    expect(names.some((name) => name.endsWith('texts.sealed'))).toBe(true);
    expect(names.some((name) => name.includes('/video-'))).toBe(true);
    expect(await telling()).toEqual([]);
  });

  it('is read again after a restart, not made again', { timeout: 60_000 }, async () => {
    const names = await prepared();
    await start({ ENCRYPTION_KEY: keyA });
    expect(await seen()).toEqual(before);
    expect(await prepared()).toEqual(names);
    expect(before.video).toBe(sha256(stream));
    const [one] = await refused();
    expect(one?.file.patientName).toBe(patient.patientName);
    expect(cut.subarray(-4).equals((await get(`/dicom-web/refused/${one?.id}/file`)).subarray(-4))).toBe(
      true,
    );
    expect(cut.length).toBe(one?.bytes);
  });

  it('answers ranges byte for byte', async () => {
    for (const [from, to] of [
      [0, 0],
      [0, 65_535],
      [65_535, 65_536],
      [100_000, 200_000],
      [131_072, 131_072],
    ] as const) {
      const part = await get(videoPath, { accept: 'video/mp4', range: `bytes=${from}-${to}` }, 206);
      expect(part.equals(stream.subarray(from, to + 1))).toBe(true);
    }
    expect(
      (await get(videoPath, { accept: '*/*', range: 'bytes=-7' }, 206)).equals(stream.subarray(-7)),
    ).toBe(true);
    await get(videoPath, { accept: 'video/mp4', range: 'bytes=200002-' }, 416);
    const frame = `${path}/instances/${series}.2/frames/1`;
    const accept = 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.202';
    const whole = await get(frame, { accept });
    const part = await get(frame, { accept, range: 'bytes=10-19' }, 206);
    expect(part.equals(whole.subarray(10, 20))).toBe(true);
  });

  it('makes anew what a bit turned in, whichever file it is', { timeout: 60_000 }, async () => {
    await system?.close();
    system = undefined;
    const names = await prepared();
    expect(names.length).toBeGreaterThan(7);
    for (const name of names) {
      const file = join(dataDir, name);
      const bytes = await readFile(file);
      const at = bytes.length - 20;
      bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);
      await writeFile(file, bytes);
    }
    await start({ ENCRYPTION_KEY: keyA });
    // Of a stream what is good has left by then; the player asks again.
    await expect(get(videoPath, { accept: 'video/mp4' })).rejects.toThrow();
    expect(await seen()).toEqual(before);
  });

  it(
    'removes what another key has sealed and makes it again; originals wait for their key',
    { timeout: 90_000 },
    async () => {
      const old = await frameFiles();
      await start({ ENCRYPTION_KEY: keyB });
      expect(await seen()).toEqual(before);
      // As a worklist does: pictures are kept of what somebody looks for.
      await get(`${studyPath}/thumbnail`, { accept: 'image/jpeg' });
      await get(`${path}/thumbnail`, { accept: 'image/jpeg' });
      await wholePrepared();
      await expect.poll(async () => (await frameFiles()).filter((name) => old.includes(name))).toEqual([]);
      expect(await refused()).toEqual([]);
      // With the earlier key at hand they are there again, and are sealed with the new one.
      await start({ ENCRYPTION_KEY: keyB, ENCRYPTION_KEY_PREVIOUS: keyA });
      expect(await refused()).toHaveLength(1);
      await start({ ENCRYPTION_KEY: keyB });
      const [one] = await refused();
      expect((await get(`/dicom-web/refused/${one?.id}/file`)).equals(cut)).toBe(true);
      // Without any key nobody is given what is sealed for what was sent.
      await start({});
      expect(await refused()).toEqual([]);
      expect(await seen()).toEqual(before);
    },
  );
});

it('seals or removes what is in clear when the key comes', { timeout: 90_000 }, async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-sealed-'));
  try {
    await start({});
    await fill();
    const before = await seen();
    expect((await telling()).length).toBeGreaterThan(4);
    await start({ ENCRYPTION_KEY: keyA });
    await expect.poll(telling, { timeout: 10_000 }).toEqual([]);
    expect((await frameFiles()).every((name) => name.includes('frames-2.'))).toBe(true);
    expect(await seen()).toEqual(before);
    expect(await refused()).toHaveLength(1);
    expect(existsSync(join(dataDir, 'texts.jsonl'))).toBe(false);
  } finally {
    await system?.close();
    system = undefined;
    await rm(dataDir, { recursive: true, force: true });
  }
});
