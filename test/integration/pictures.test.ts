import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const study = '1.2.826.0.1.3680043.10.515.1';
const [ct, scout, report] = [1, 2, 3].map((number) => `${study}.${number}`) as [string, string, string];
const jpeg = { accept: 'image/jpeg' };

let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
  const image = (series: string, number: number) =>
    makeInstance({ study, series, number, modality: 'CT' }).file;
  const files = [
    ...[1, 2, 3, 4, 5].map((number) => image(ct, number)),
    ...[1, 2].map((number) => image(scout, number)),
    ...[1, 2, 3, 4, 5, 6].map(
      (number) => makeInstance({ study, series: report, number, modality: 'SR' }).file,
    ),
  ];
  expect((await store(root, files)).status).toBe(200);
});
afterAll(() => system.close());

const folderOf = (series: string): string => join(system.dataDir, 'prepared', study, series);
const picturesOf = (series: string): string[] =>
  readdirSync(folderOf(series)).filter((name) => name.endsWith('.jpg'));

async function get(path: string, headers: Record<string, string> = jpeg) {
  const response = await fetch(`${root}${path}`, { headers });
  const { status, headers: answered } = response;
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status, bytes, etag: answered.get('etag') ?? '', location: answered.get('content-location') };
}

const middle = (series: string, number: number): string =>
  `/studies/${study}/series/${series}/instances/${series}.${number}/frames/1`;

describe('the picture that stands for a study', () => {
  it('is of the middle of the series a viewer opens with, and says so', async () => {
    // Six reports are more, but show nothing; of five slices the third is in the middle.
    const answer = await get(`/studies/${study}/thumbnail?viewport=512,512`);
    expect([answer.status, answer.location]).toEqual([
      200,
      `/dicom-web${middle(ct, 3)}/thumbnail?viewport=512,512`,
    ]);
    const there = await get(String(answer.location).replace('/dicom-web', ''));
    expect([there.bytes.equals(answer.bytes), there.etag]).toEqual([true, answer.etag]);
    const again = await get(`/studies/${study}/thumbnail?viewport=512,512`, { 'if-none-match': answer.etag });
    expect([again.status, again.location]).toEqual([304, answer.location]);
  });

  it('is not there where there are no images', async () => {
    const only = '1.2.826.0.1.3680043.10.515.2';
    await store(root, [makeInstance({ study: only, modality: 'SR' }).file]);
    expect((await get(`/studies/${only}/thumbnail`)).status).toBe(404);
    expect((await get('/studies/9.9.9/thumbnail')).status).toBe(404);
  });
});

describe('pictures made before anybody asks', { timeout: 30_000 }, () => {
  it('are counted, lie on the disk for each series, and are what is made on demand', async () => {
    const early = await get(`/studies/${study}/series/${scout}/thumbnail`);
    const state = async () => (await (await fetch(`${root}/studies/${study}/prepared`)).json()) as object;
    await expect.poll(state, { timeout: 20_000, interval: 200 }).toMatchObject({ series: 3, pictures: 3 });
    expect([ct, scout].map((series) => picturesOf(series).length)).toEqual([2, 2]);
    const late = await get(`/studies/${study}/series/${scout}/thumbnail`);
    expect(late.bytes.equals(early.bytes)).toBe(true);
    expect(late.location).toBe(`/dicom-web${middle(scout, 2)}/thumbnail`);
    const { width, height } = await sharp(late.bytes).metadata();
    expect([width, height]).toEqual([4, 8]);
    const rendered = await get(`${middle(scout, 2)}/rendered?viewport=512,512`);
    const large = await get(`/studies/${study}/series/${scout}/thumbnail?viewport=512,512`);
    expect(rendered.bytes.equals(large.bytes)).toBe(true);
  });

  it('are of the new middle when the series has grown, and go with it', async () => {
    const more = [6, 7].map((number) => makeInstance({ study, series: ct, number, modality: 'CT' }).file);
    const before = picturesOf(ct);
    await store(root, more);
    expect((await get(`/studies/${study}/thumbnail`)).location).toBe(`/dicom-web${middle(ct, 4)}/thumbnail`);
    await expect
      .poll(() => picturesOf(ct).some((name) => !before.includes(name)), { timeout: 20_000 })
      .toBe(true);
    await sleep(500);
    expect(picturesOf(ct).filter((name) => before.includes(name))).toEqual([]);
    await fetch(`${root}/studies/${study}/series/${ct}`, { method: 'DELETE' });
    await expect.poll(() => readdirSync(join(system.dataDir, 'prepared', study)).includes(ct)).toBe(false);
    expect((await get(`/studies/${study}/thumbnail`)).location).toBe(
      `/dicom-web${middle(scout, 2)}/thumbnail`,
    );
  });
});
