import { createRequire } from 'node:module';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { FetchXhr } from './support/FetchXhr.ts';
import { makeInstance } from './support/instances.ts';

type DataSet = Record<string, { vr: string; Value?: unknown[]; BulkDataURI?: string }>;

/** What this test uses of the package, which has no types. */
interface DicomwebClient {
  storeInstances(options: { datasets: ArrayBuffer[] }): Promise<string>;
  searchForStudies(options: { queryParams: Record<string, string> }): Promise<DataSet[]>;
  searchForSeries(options: { studyInstanceUID: string }): Promise<DataSet[]>;
  retrieveSeriesMetadata(options: object): Promise<DataSet[]>;
  retrieveBulkData(options: { BulkDataURI: string }): Promise<ArrayBuffer[]>;
  retrieveInstanceFrames(options: object): Promise<ArrayBuffer[]>;
  retrieveInstanceRendered(options: object): Promise<ArrayBuffer | ArrayBuffer[]>;
  retrieveInstance(options: object): Promise<ArrayBuffer>;
  retrieveSeries(options: object): Promise<ArrayBuffer[]>;
}

let system: StartedSystem;
let client: DicomwebClient;

beforeAll(async () => {
  system = await startSystem();
  (globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest = FetchXhr;
  const { api } = createRequire(import.meta.url)('dicomweb-client') as {
    api: { DICOMwebClient: new (options: object) => DicomwebClient };
  };
  client = new api.DICOMwebClient({ url: `${system.url}/dicom-web` });
});

afterAll(() => system.close());

const ids = { studyInstanceUID: '1.6.1', seriesInstanceUID: '1.6.1.1' };
const binary = Buffer.from(Array.from({ length: 2000 }, (_, i) => (7 * i) & 0xff));
const made = [1, 2].map((number) =>
  makeInstance({
    study: '1.6.1',
    number,
    patientName: 'Round^Trip',
    more: [
      [0x00090010, 'LO', 'YUNYING TEST'],
      [0x00091001, 'UN', binary],
      // All of its 32 pixels, 100 * number + index - 1024, are above this window, or below.
      [0x00281050, 'DS', number === 1 ? '-2000' : '2000'],
      [0x00281051, 'DS', '100'],
    ],
  }),
);

it('stores and finds', async () => {
  await client.storeInstances({ datasets: made.map(({ file }) => new Uint8Array(file).buffer) });
  const studies = await client.searchForStudies({ queryParams: { PatientName: 'round*' } });
  expect(studies.map((study) => study['0020000D']?.Value?.[0])).toEqual(['1.6.1']);
  expect(await client.searchForSeries(ids)).toHaveLength(1);
});

it('retrieves metadata, and the bulk data they point to', async () => {
  const metadata = await client.retrieveSeriesMetadata(ids);
  expect(metadata.map((one) => one['00080018']?.Value?.[0])).toEqual(made.map(({ instance }) => instance));
  for (const dataSet of metadata) {
    const uri = dataSet['00091001']?.BulkDataURI ?? '';
    const [bytes] = await client.retrieveBulkData({ BulkDataURI: new URL(uri, system.url).href });
    expect(Buffer.from(bytes as ArrayBuffer).equals(binary)).toBe(true);
  }
});

it('retrieves frames and files as they were stored', async () => {
  for (const { instance, pixels, file } of made) {
    const one = { ...ids, sopInstanceUID: instance };
    const [frame] = await client.retrieveInstanceFrames({ ...one, frameNumbers: [1] });
    expect(Buffer.from(frame as ArrayBuffer).equals(pixels)).toBe(true);
    expect(Buffer.from(await client.retrieveInstance(one)).equals(file)).toBe(true);
  }
  const files = (await client.retrieveSeries(ids)).map((bytes) => Buffer.from(bytes));
  expect(files.map((bytes, i) => bytes.equals(made[i]?.file as Buffer))).toEqual([true, true]);
});

it.each([
  [1, {}, 255],
  [2, {}, 0],
  // Now it is the other way round.
  [2, { window: '-2000,100,linear' }, 255],
])('retrieves instance %i rendered, %o: all of it is %i', async (number, queryParams, grey) => {
  const answer = await client.retrieveInstanceRendered({
    ...ids,
    sopInstanceUID: made[number - 1]?.instance,
    mediaTypes: [{ mediaType: 'image/jpeg' }],
    queryParams,
  });
  const [bytes] = Array.isArray(answer) ? answer : [answer];
  const { data, info } = await sharp(Buffer.from(bytes as ArrayBuffer))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([4, 8]);
  expect(new Set(data)).toEqual(new Set([grey]));
});
