import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame, htj2kRpclLossless } from '../../pixels/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { store } from './support/instances.ts';
import { encapsulatedSlice, makeSlice, sliceImage, type Slice } from './support/slices.ts';

const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
const asStored = 'application/octet-stream; transfer-syntax=*';
const htj2kFirst = `${htj2k}, ${asStored};q=0.9`;
const explicitLittleEndian = 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1';
const jpegBaseline = '1.2.840.10008.1.2.4.50';

let system: StartedSystem;
let dataDir: string;

const root = () => `${system.url}/dicom-web`;
const url = ({ study, series, instance }: Slice): string =>
  `${root()}/studies/${study}/series/${series}/instances/${instance}/frames/1`;

async function get(address: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const { statusCode, headers: got, body } = await request(address, { method, headers });
  return { status: statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
}

const state = async (study: string): Promise<Record<string, number>> =>
  JSON.parse((await get(`${root()}/studies/${study}/prepared`)).bytes.toString()) as Record<string, number>;

async function untilPrepared(study: string): Promise<Record<string, number>> {
  for (;;) {
    const now = await state(study);
    const { frames = 0, prepared = 0, asStored = 0, failed = 0 } = now;
    if (frames > 0 && prepared + asStored + failed === frames) return now;
    await sleep(100);
  }
}

async function metric(name: string, source: string): Promise<number> {
  const text = (await get(`${system.url}/metrics`)).bytes.toString();
  return Number(new RegExp(`^${name}\\{source="${source}"\\} (\\d+)`, 'm').exec(text)?.[1] ?? NaN);
}

/** By OpenJPEG, which shares no code with the encoder; it reads HTJ2K under the label of JPEG 2000 too. */
async function decodedByOpenJpeg(bytes: Buffer): Promise<Buffer> {
  const { values } = await decodeFrame(bytes, '1.2.840.10008.1.2.4.90', sliceImage);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

const slicesOf = (study: string, count: number): Slice[] =>
  Array.from({ length: count }, (_, i) => makeSlice(study, i + 1));

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-prepared-'));
  system = await startSystem({ dataDir });
});

afterAll(async () => {
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function restart(between: () => Promise<void> | void = () => undefined): Promise<void> {
  await system.close();
  await between();
  system = await startSystem({ dataDir });
}

describe('a frame that was prepared', () => {
  const slices = slicesOf('1.9.1', 3);
  const [slice] = slices as [Slice];

  beforeAll(async () => {
    expect(
      (
        await store(
          root(),
          slices.map(({ file }) => file),
        )
      ).status,
    ).toBe(200);
    expect(await untilPrepared('1.9.1')).toMatchObject({ frames: 3, prepared: 3, asStored: 0, failed: 0 });
  });

  it.each([htj2k, htj2kFirst, 'image/jphc'])(
    'comes as HTJ2K, bit by bit the same, for %s',
    async (accept) => {
      for (const one of slices) {
        const { status, headers, bytes } = await get(url(one), { accept });
        expect([status, headers['content-type'], headers.vary]).toEqual([200, htj2k, 'Accept']);
        expect((await decodedByOpenJpeg(bytes)).equals(one.pixels)).toBe(true);
      }
    },
  );

  it('comes as stored to who does not name HTJ2K', async () => {
    for (const accept of [asStored, '*/*', explicitLittleEndian]) {
      const { headers, bytes } = await get(url(slice), { accept });
      expect(headers['content-type']).toBe(explicitLittleEndian);
      expect(bytes.equals(slice.pixels)).toBe(true);
    }
  });

  it('has an ETag for each form, and is not sent again to who has one that they take', async () => {
    const [prepared, stored] = await Promise.all([
      get(url(slice), { accept: htj2kFirst }),
      get(url(slice), { accept: asStored }),
    ]);
    const etags = [String(prepared.headers.etag), String(stored.headers.etag)];
    expect(etags[0]).toMatch(/^"[^"]+"$/);
    expect(etags[0]).not.toBe(etags[1]);
    for (const etag of etags) {
      const again = await get(url(slice), { accept: htj2kFirst, 'if-none-match': etag });
      expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, etag]);
    }
    const other = await get(url(slice), { accept: asStored, 'if-none-match': String(etags[0]) });
    expect([other.status, other.headers.etag]).toEqual([200, etags[1]]);
  });

  it('comes in the range asked for', async () => {
    const whole = await get(url(slice), { accept: htj2k });
    const size = whole.bytes.length;
    const range = (value: string, more = {}) => get(url(slice), { accept: htj2k, range: value, ...more });
    const head = await range('bytes=0-99');
    expect([head.status, head.headers['content-range']]).toEqual([206, `bytes 0-99/${size}`]);
    const rest = await range('bytes=100-', { 'if-range': String(head.headers.etag) });
    expect([rest.status, rest.headers['content-type']]).toEqual([206, htj2k]);
    expect(Buffer.concat([head.bytes, rest.bytes]).equals(whole.bytes)).toBe(true);
    const beyond = await range(`bytes=${size}-`);
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    const changed = await range('bytes=100-', { 'if-range': '"another"' });
    expect([changed.status, changed.bytes.length]).toEqual([200, size]);
    const asked = await get(url(slice), { accept: htj2k }, 'HEAD');
    expect([asked.status, asked.headers['content-length'], asked.bytes.length]).toEqual([200, `${size}`, 0]);
  });

  it('comes as parts when parts are asked for', async () => {
    const accept = `multipart/related; type="image/jphc"; transfer-syntax=${htj2kRpclLossless}`;
    const { headers, bytes } = await get(url(slice), { accept });
    expect(headers['content-type']).toContain('type="image/jphc"');
    const text = bytes.toString('latin1');
    expect(text.slice(0, text.indexOf('\r\n\r\n'))).toContain(`Content-Type: ${htj2k}`);
  });

  it('is refused in a form there is not, with those there are', async () => {
    const { status, bytes } = await get(url(slice), { accept: 'image/jls' });
    expect(status).toBe(406);
    for (const form of [htj2k, explicitLittleEndian]) expect(bytes.toString()).toContain(form);
  });
});

describe('a frame that was not prepared yet', () => {
  it('is made for who insists on HTJ2K', async () => {
    const [slice] = slicesOf('1.9.2', 1) as [Slice];
    await store(root(), [slice.file]);
    const { status, headers, bytes } = await get(url(slice), { accept: htj2k });
    expect([status, headers['content-type']]).toEqual([200, htj2k]);
    expect((await decodedByOpenJpeg(bytes)).equals(slice.pixels)).toBe(true);
  });

  it('comes in either form, whichever is quicker, to who takes both', async () => {
    const slices = slicesOf('1.9.3', 8);
    await store(
      root(),
      slices.map(({ file }) => file),
    );
    await Promise.all(
      slices.map(async (slice) => {
        const { status, headers, bytes } = await get(url(slice), { accept: htj2kFirst });
        expect(status).toBe(200);
        const values = headers['content-type'] === htj2k ? await decodedByOpenJpeg(bytes) : bytes;
        expect(values.equals(slice.pixels)).toBe(true);
      }),
    );
  });

  it('does not exist beyond the number of frames', async () => {
    const [slice] = slicesOf('1.9.2', 1) as [Slice];
    expect((await get(url(slice).replace(/1$/, '2'), { accept: htj2k })).status).toBe(404);
    expect(await untilPrepared('1.9.2')).toMatchObject({ frames: 1, prepared: 1, asStored: 0, failed: 0 });
  });
});

it('a lossy frame stays as it is stored', async () => {
  const grey = { width: sliceImage.columns, height: sliceImage.rows, channels: 1 } as const;
  const pixels = Buffer.from(Array.from({ length: grey.width * grey.height }, (_, i) => i % 251));
  const jpeg = await sharp(pixels, { raw: grey }).toColourspace('b-w').jpeg({ quality: 80 }).toBuffer();
  const slice = encapsulatedSlice('1.9.4', jpeg, jpegBaseline);
  expect((await store(root(), [slice.file])).status).toBe(200);
  expect(await untilPrepared('1.9.4')).toMatchObject({ frames: 1, prepared: 0, asStored: 1, failed: 0 });
  const { headers, bytes } = await get(url(slice), { accept: htj2kFirst });
  expect(headers['content-type']).toBe(`image/jpeg; transfer-syntax=${jpegBaseline}`);
  expect(bytes.subarray(0, jpeg.length).equals(jpeg)).toBe(true);
  const refused = await get(url(slice), { accept: htj2k });
  expect([refused.status, refused.bytes.toString().includes('lossy')]).toEqual([406, true]);
});

describe('what is prepared', () => {
  const slices = slicesOf('1.9.5', 60);
  /** Of the files with frames, which each process begins anew, the largest. */
  function frames(): string {
    const folder = join(dataDir, 'prepared', '1.9.5', '1.9.5.1');
    const files = readdirSync(folder).filter((name) => name.endsWith('.htj2k'));
    const paths = files.map((name) => join(folder, name));
    return paths.sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? '';
  }

  async function allAreRight(): Promise<void> {
    for (const slice of slices) {
      const { headers, bytes } = await get(url(slice), { accept: htj2k });
      expect(headers['content-type']).toBe(htj2k);
      expect((await decodedByOpenJpeg(bytes)).equals(slice.pixels)).toBe(true);
    }
  }

  it('is finished after a restart in the middle, without doing again what is done', async () => {
    await store(
      root(),
      slices.map(({ file }) => file),
    );
    let before = 0;
    while (before < 5) {
      await sleep(20);
      before = (await state('1.9.5')).prepared ?? 0;
    }
    expect(before).toBeLessThan(slices.length);
    await restart();
    expect(await untilPrepared('1.9.5')).toMatchObject({ frames: 60, prepared: 60, asStored: 0, failed: 0 });
    const done = await metric('yunying_prepared_total', 'htj2k');
    expect(done).toBeLessThanOrEqual(slices.length - before);
    expect(done).toBeGreaterThan(0);
    await allAreRight();
  });

  it('is read again by the next process, and nothing is made twice', async () => {
    await restart();
    await allAreRight();
    expect(await metric('yunying_htj2k_frames_total', 'disk')).toBe(slices.length);
    expect(await metric('yunying_htj2k_frames_total', 'made')).toBe(0);
  });

  it('is noticed to have a flipped bit and made again', async () => {
    await restart(() => {
      const bytes = readFileSync(frames());
      const at = bytes.length >> 1;
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      writeFileSync(frames(), bytes);
    });
    await allAreRight();
    expect(await metric('yunying_htj2k_frames_total', 'damaged')).toBe(1);
    expect(await metric('yunying_htj2k_frames_total', 'made')).toBe(1);
    await restart();
    await allAreRight();
    expect(await metric('yunying_htj2k_frames_total', 'damaged')).toBe(0);
  });

  it('is completed when the file was cut', async () => {
    await restart(async () => truncate(frames(), (await stat(frames())).size >> 1));
    expect(await untilPrepared('1.9.5')).toMatchObject({ frames: 60, prepared: 60, asStored: 0, failed: 0 });
    await allAreRight();
  });

  it('goes when its study is deleted', async () => {
    const { statusCode } = await request(`${root()}/studies/1.9.5`, { method: 'DELETE' });
    expect(statusCode).toBe(204);
    const gone = () =>
      stat(join(dataDir, 'prepared', '1.9.5')).then(
        () => false,
        () => true,
      );
    while (!(await gone())) await sleep(50);
    const [slice] = slices as [Slice];
    expect((await get(url(slice), { accept: htj2k })).status).toBe(404);
  });
});
