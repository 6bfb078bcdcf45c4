import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame, htj2kRpclLossless, imagePixelModule, type DicomJson } from '../../pixels/index.ts';
import { demoInstances, generateDemoStudies } from '../../scripts/demo-studies/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { store } from './support/instances.ts';

const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
/** Under this label OpenJPEG decodes HTJ2K, which shares no code with the encoder (OpenJPH). */
const jpeg2000 = '1.2.840.10008.1.2.4.90';
const volume = join(import.meta.dirname, '../../../shared/dicom/volumes/ct_chest_nlst_101287_T0');

let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
});
afterAll(() => system.close());

const json = async (address: string): Promise<DicomJson[]> =>
  (await (await fetch(address)).json()) as DicomJson[];
const text = (dataSet: DicomJson, tag: string): string => String(dataSet[tag]?.Value?.[0]);

async function untilPrepared(study: string): Promise<unknown> {
  for (;;) {
    const now = (await (await fetch(`${root}/studies/${study}/prepared`)).json()) as Record<string, number>;
    const { frames = 0, prepared = 0, asStored = 0, failed = 0 } = now;
    if (frames > 0 && prepared + asStored + failed === frames) return now;
    await sleep(200);
  }
}

async function values(address: string, accept: string, dataSet: DicomJson): Promise<Buffer> {
  const response = await fetch(address, { headers: { accept } });
  const contentType = response.headers.get('content-type') ?? '';
  const stored = contentType.split('transfer-syntax=')[1] ?? '';
  if (accept === htj2k) expect(contentType).toBe(htj2k);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const transferSyntax = accept === htj2k ? jpeg2000 : stored;
  const decoded = await decodeFrame(bytes, transferSyntax, imagePixelModule(dataSet));
  return Buffer.from(decoded.values.buffer, decoded.values.byteOffset, decoded.values.byteLength);
}

async function everyFrameIsTheSame(files: readonly Uint8Array[]): Promise<void> {
  expect((await store(root, files)).status).toBe(200);
  const study = text((await json(`${root}/studies`))[0] as DicomJson, '0020000D');
  const { length } = files;
  expect(await untilPrepared(study)).toMatchObject({
    frames: length,
    prepared: length,
    asStored: 0,
    failed: 0,
  });
  const dataSets = await json(`${root}/studies/${study}/metadata`);
  expect(dataSets.length).toBe(length);
  for (const dataSet of dataSets) {
    const series = text(dataSet, '0020000E');
    const address = `${root}/studies/${study}/series/${series}/instances/${text(dataSet, '00080018')}/frames/1`;
    const stored = await values(address, 'application/octet-stream; transfer-syntax=*', dataSet);
    expect((await values(address, htj2k, dataSet)).equals(stored)).toBe(true);
  }
  expect((await fetch(`${root}/studies/${study}`, { method: 'DELETE' })).status).toBe(204);
}

describe('every frame is the same through HTJ2K as stored', () => {
  it('of the first demo study (every sixth slice)', async () => {
    const all = demoInstances();
    const study = all.filter(({ studyInstanceUid }) => studyInstanceUid === all[0]?.studyInstanceUid);
    const chosen = new Set(study.filter((_, i) => i % 6 === 0).map(({ sopInstanceUid }) => sopInstanceUid));
    const files: Uint8Array[] = [];
    const wanted = ({ sopInstanceUid }: { sopInstanceUid: string }): boolean => chosen.has(sopInstanceUid);
    for await (const { bytes } of generateDemoStudies(undefined, wanted)) files.push(bytes);
    expect(files.length).toBe(chosen.size);
    await everyFrameIsTheSame(files);
  });

  it.skipIf(!existsSync(volume))('of a real chest CT in JPEG-LS (../shared/dicom)', async () => {
    const all = readdirSync(volume, { recursive: true, encoding: 'utf8' });
    const names = all.filter((name) => /^CT_.*\.dcm$/.test(name));
    expect(names.length).toBe(143);
    const files = names.filter((_, i) => i % 12 === 0).map((name) => readFileSync(join(volume, name)));
    await everyFrameIsTheSame(files);
  });
});
