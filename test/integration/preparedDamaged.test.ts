import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const study = '1.2.826.0.1.3680043.10.516.1';
const series = `${study}.1`;
const path = `/dicom-web/studies/${study}/series/${series}`;

let system: StartedSystem;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-damaged-'));
  system = await startSystem({ dataDir });
  const files = [1, 2, 3].map((number) => makeInstance({ study, series, number, modality: 'CT' }).file);
  expect((await store(`${system.url}/dicom-web`, files)).status).toBe(200);
}, 60_000);
afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const folder = (): string => join(dataDir, 'prepared', study, series);
/** Which bit turns, as a place in the bytes: where the file would still be taken for a good one. */
const damage: Readonly<Record<string, (file: Buffer) => number>> = {
  br: (file) => file.length >> 1,
  gz: (file) => file.length >> 1,
  jpg: (file) => file.length >> 1,
  'instances-': (file) => file.indexOf('"1.2.840.10008.1.2') + '"1.2.840.10008.1'.length - 1,
  'picture-3-of-': (file) => file.indexOf('"frameNumber":') + '"frameNumber":'.length,
  'frames-complete-': () => 0,
};
const allKinds = Object.keys(damage).sort();
const kindOf = (name: string): string | undefined =>
  allKinds.find((kind) => name.startsWith(kind) || name.endsWith(`.${kind}`));

async function kinds(): Promise<string[]> {
  const names = await readdir(folder()).catch(() => []);
  return [...new Set(names.map(kindOf).filter((kind) => kind !== undefined))].sort();
}

async function get(address: string, headers: Record<string, string>): Promise<Buffer> {
  const { statusCode, body } = await request(`${system.url}${address}`, { headers });
  expect(statusCode).toBe(200);
  return Buffer.from(await body.arrayBuffer());
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const ofAnyPort = (bytes: Buffer): string => bytes.toString('latin1').replaceAll(system.url, '');

/** All that a reader sees of the series. */
async function seen(): Promise<Record<string, string>> {
  const metadata = (encoding: string) => get(`${path}/metadata`, { 'accept-encoding': encoding });
  const jpeg = { accept: 'image/jpeg' };
  const frame = `${path}/instances/${series}.2/frames/1`;
  const answers = {
    br: brotliDecompressSync(await metadata('br')),
    gzip: gunzipSync(await metadata('gzip')),
    small: await get(`${path}/thumbnail`, jpeg),
    large: await get(`${path}/thumbnail?viewport=512,512`, jpeg),
    instances: await get(`/dicom-web/studies/${study}/instances?includefield=AvailableTransferSyntaxUID`, {}),
    frame: await get(frame, { accept: 'application/octet-stream; transfer-syntax=*' }),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, bytes]) => [name, sha256(ofAnyPort(bytes))] as const),
  );
}

it(
  'a bit that turned on the disk is never shown: everything is made again',
  { timeout: 60_000 },
  async () => {
    await expect.poll(kinds, { timeout: 30_000, interval: 100 }).toEqual(allKinds);
    const before = await seen();
    const names = (await readdir(folder())).filter((name) => kindOf(name) !== undefined);
    const written = await Promise.all(names.map((name) => readFile(join(folder(), name))));
    await system.close();
    for (const [index, name] of names.entries()) {
      const bytes = Buffer.from(written[index] as Buffer);
      const at = damage[kindOf(name) ?? '']?.(bytes) ?? -1;
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      await writeFile(join(folder(), name), bytes);
    }
    system = await startSystem({ dataDir });
    expect(await seen()).toEqual(before);
    await get(`/dicom-web/studies/${study}/thumbnail`, { accept: 'image/jpeg' });
    // gzip says when it was made; of all others the bytes are those of before.
    const lasting = names.filter((name) => !name.endsWith('.gz'));
    const onDisk = () => Promise.all(lasting.map((name) => readFile(join(folder(), name), 'base64')));
    const expected = lasting.map((name) => written[names.indexOf(name)]?.toString('base64'));
    await expect.poll(onDisk, { timeout: 20_000, interval: 100 }).toEqual(expected);
  },
);
