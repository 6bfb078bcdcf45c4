import { readdirSync, readFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const asStored = 'application/octet-stream; transfer-syntax=*';
const explicitLittleEndian = '1.2.840.10008.1.2.1';

let system: StartedSystem;
let root: string;
const slice = makeInstance({ study: '1.7.1' });
const url = (made: { study: string; series: string; instance: string }): string =>
  `${root}/studies/${made.study}/series/${made.series}/instances/${made.instance}`;

/** Three frames of 3 x 3 pixels of 1 bit: 27 bits, so the second begins within a byte. */
const bits = [0b1_0110_1001, 0b0_1110_0011, 0b1_1111_0000];
const packed = Buffer.alloc(4);
packed.writeUInt32LE(bits.reduce((all, frame, index) => all + frame * 2 ** (9 * index), 0));
const binary = makeInstance({
  study: '1.7.2',
  more: [
    [0x00280008, 'IS', '3'],
    [0x00280010, 'US', 3],
    [0x00280011, 'US', 3],
    [0x00280100, 'US', 1],
    [0x00280101, 'US', 1],
    [0x00280102, 'US', 0],
    [0x7fe00010, 'OB', packed],
  ],
});

const multiFramePixels = Buffer.from(Array.from({ length: 5 * 6 }, (_, i) => 3 * i));
const multiFrame = makeInstance({
  study: '1.7.3',
  more: [
    [0x00280008, 'IS', '5'],
    [0x00280010, 'US', 2],
    [0x00280011, 'US', 3],
    [0x00280100, 'US', 8],
    [0x00280101, 'US', 8],
    [0x00280102, 'US', 7],
    [0x7fe00010, 'OB', multiFramePixels],
  ],
});

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
  const response = await store(root, [slice.file, binary.file, multiFrame.file]);
  expect(response.status).toBe(200);
});

afterAll(() => system.close());

async function get(address: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') {
  const { statusCode, headers: got, body } = await request(address, { method, headers });
  return { status: statusCode, headers: got, bytes: Buffer.from(await body.arrayBuffer()) };
}

describe('a frame', () => {
  it.each([asStored, '*/*', `application/octet-stream; transfer-syntax=${explicitLittleEndian}`])(
    'comes alone as stored for Accept: %s',
    async (accept) => {
      const { status, headers, bytes } = await get(`${url(slice)}/frames/1`, { accept });
      expect(status).toBe(200);
      expect(headers['content-type']).toBe(
        `application/octet-stream; transfer-syntax=${explicitLittleEndian}`,
      );
      expect(headers.vary).toContain('Accept');
      expect(bytes.equals(slice.pixels)).toBe(true);
    },
  );

  it('comes as a part when multipart is asked for', async () => {
    const accept = 'multipart/related; type="application/octet-stream"; transfer-syntax=*';
    const { headers, bytes } = await get(`${url(slice)}/frames/1`, { accept });
    const boundary = /boundary=([\w-]+)/.exec(String(headers['content-type']))?.[1] as string;
    const text = bytes.toString('latin1');
    expect(text.startsWith(`--${boundary}\r\n`)).toBe(true);
    expect(text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true);
    const start = text.indexOf('\r\n\r\n') + 4;
    expect(text.slice(0, start)).toContain(`transfer-syntax=${explicitLittleEndian}`);
    expect(bytes.subarray(start, start + slice.pixels.length).equals(slice.pixels)).toBe(true);
  });

  it('is not sent again to who has it', async () => {
    const first = await get(`${url(slice)}/frames/1`, { accept: asStored });
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^"[^"]+"$/);
    const again = await get(`${url(slice)}/frames/1`, { accept: asStored, 'if-none-match': `"x", ${etag}` });
    expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, etag]);
    const head = await get(`${url(slice)}/frames/1`, { accept: asStored }, 'HEAD');
    expect([head.status, head.headers['content-length'], head.bytes.length]).toEqual([200, '64', 0]);
  });

  it('comes in the range asked for', async () => {
    const range = (value: string) => get(`${url(slice)}/frames/1`, { accept: asStored, range: value });
    const middle = await range('bytes=10-19');
    expect([middle.status, middle.headers['content-range']]).toEqual([206, 'bytes 10-19/64']);
    expect(middle.bytes.equals(slice.pixels.subarray(10, 20))).toBe(true);
    const last = await range('bytes=-4');
    expect(last.bytes.equals(slice.pixels.subarray(60))).toBe(true);
    const beyond = await range('bytes=64-');
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */64']);
  });

  it('is refused in a form there is not', async () => {
    for (const accept of [
      'image/jls',
      'text/html',
      'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.50',
    ]) {
      const { status, bytes } = await get(`${url(slice)}/frames/1`, { accept });
      expect(status).toBe(406);
      expect(bytes.toString()).toContain('not-acceptable');
    }
  });

  it('of many is the right one', async () => {
    for (const frame of [1, 3, 5]) {
      const { bytes } = await get(`${url(multiFrame)}/frames/${frame}`, { accept: asStored });
      expect([...bytes]).toEqual([...multiFramePixels.subarray(6 * (frame - 1), 6 * frame)]);
    }
    const several = await get(`${url(multiFrame)}/frames/2,4`, { accept: '*/*' });
    const text = several.bytes.toString('latin1');
    for (const frame of [2, 4]) {
      expect(text).toContain(multiFramePixels.subarray(6 * (frame - 1), 6 * frame).toString('latin1'));
    }
    const none = await get(`${url(multiFrame)}/frames/6`, { accept: asStored });
    expect([none.status, none.bytes.toString().includes('frame-not-found')]).toEqual([404, true]);
  });

  it('of 1 bit begins with a byte', async () => {
    for (const [index, frame] of bits.entries()) {
      const { status, bytes } = await get(`${url(binary)}/frames/${index + 1}`, { accept: asStored });
      expect(status).toBe(200);
      expect([...bytes]).toEqual([frame & 0xff, frame >> 8]);
    }
  });
});

describe('a picture', () => {
  const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8;

  it('is made of a frame and of a series', async () => {
    for (const address of [
      `${url(slice)}/rendered`,
      `${url(slice)}/frames/1/rendered?viewport=64,64`,
      `${url(slice)}/rendered?window=0,400,linear&quality=50`,
      `${root}/studies/1.7.3/series/1.7.3.1/thumbnail`,
    ]) {
      const { status, headers, bytes } = await get(address);
      expect([address, status, headers['content-type'], isJpeg(bytes)]).toEqual([
        address,
        200,
        'image/jpeg',
        true,
      ]);
      const again = await get(address, { 'if-none-match': String(headers.etag) });
      expect([200, 304]).toContain(again.status);
    }
  });

  it.each(['viewport=0,5', 'viewport=5', 'window=1,0', 'window=a,b', 'quality=101'])(
    'is refused for %s',
    async (query) => {
      const { status, bytes } = await get(`${url(slice)}/rendered?${query}`);
      expect([status, bytes.toString().includes(query.split('=')[0] as string)]).toEqual([400, true]);
    },
  );
});

const volume = join(import.meta.dirname, '../../../shared/dicom/volumes/ct_chest_nlst_101287_T0');

describe.skipIf(!existsSync(volume))('a compressed frame of a real CT (../shared/dicom)', () => {
  it('is the JPEG-LS stream of the file, and can be had decoded', async () => {
    const name = readdirSync(volume, { recursive: true, encoding: 'utf8' }).find((one) =>
      one.endsWith('.dcm'),
    );
    const file = readFileSync(join(volume, name as string));
    const answer = (await (await store(root, [file])).json()) as Record<string, { Value?: unknown[] }>;
    const item = answer['00081199']?.Value?.[0] as Record<string, { Value?: string[] }>;
    const study = String(answer['00081190']?.Value?.[0]).split('/').at(-1);
    const instance = item['00081155']?.Value?.[0];
    const [series] = (await (await fetch(`${root}/studies/${study}/series`)).json()) as (typeof item)[];
    const address = `${root}/studies/${study}/series/${series?.['0020000E']?.Value?.[0]}/instances/${instance}/frames/1`;

    const stored = await get(address, { accept: asStored });
    expect(stored.headers['content-type']).toBe('image/jls; transfer-syntax=1.2.840.10008.1.2.4.80');
    // From the start of image marker on, the file holds nothing but the one fragment.
    const start = file.indexOf(Buffer.from([0xff, 0xd8, 0xff]));
    expect(file.subarray(start, start + stored.bytes.length).equals(stored.bytes)).toBe(true);
    expect(stored.bytes.subarray(-3).includes(0xd9)).toBe(true);

    const decoded = await get(address, { accept: 'application/octet-stream' });
    expect(decoded.bytes.length).toBe(512 * 512 * 2);
    expect(decoded.headers.etag).not.toBe(stored.headers.etag);
  });
});
