import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, multipartBody, store, stowHeaders } from './support/instances.ts';

type DataSet = Record<string, { vr: string; Value?: unknown[] }>;

let system: StartedSystem;
let root: string;

beforeAll(async () => {
  system = await startSystem();
  root = `${system.url}/dicom-web`;
});

afterAll(() => system.close());

async function instancesOf(study: string): Promise<number> {
  const [item] = (await (await fetch(`${root}/studies?StudyInstanceUID=${study}`)).json()) as DataSet[];
  return Number(item?.['00201208']?.Value?.[0] ?? 0);
}

const items = (answer: DataSet, tag: string): DataSet[] => (answer[tag]?.Value ?? []) as DataSet[];

describe('storing', () => {
  it('stores all and says where they are; again is no failure', async () => {
    const made = [1, 2, 3].map((number) => makeInstance({ study: '1.4.1', number }));
    for (let times = 0; times < 2; times += 1) {
      const response = await store(
        root,
        made.map(({ file }) => file),
      );
      expect(response.status).toBe(200);
      const answer = (await response.json()) as DataSet;
      expect(answer['00081190']?.Value).toEqual([`${root}/studies/1.4.1`]);
      expect(items(answer, '00081199').map((item) => item['00081155']?.Value?.[0])).toEqual(
        made.map(({ instance }) => instance),
      );
      expect(answer['00081198']).toBeUndefined();
    }
    expect(await instancesOf('1.4.1')).toBe(3);
  });

  it('stores what it can and names what it cannot', async () => {
    const good = [1, 2].map((number) => makeInstance({ study: '1.4.2', number }));
    const cut = makeInstance({ study: '1.4.2', number: 3 }).file;
    const files = [good[0]?.file, Buffer.from('this is no DICOM file'), cut.subarray(0, 400), good[1]?.file];
    const response = await store(root, files as Buffer[]);
    expect(response.status).toBe(202);
    const answer = (await response.json()) as DataSet;
    expect(items(answer, '00081199')).toHaveLength(2);
    const failed = items(answer, '00081198');
    expect(failed.map((item) => item['00081197']?.Value?.[0])).toEqual([0xc000, 0xc000]);
    expect(failed[1]?.['00081155']?.Value).toEqual(['1.4.2.1.3']);
    expect(await instancesOf('1.4.2')).toBe(2);
  });

  it('answers 409 when nothing could be stored', async () => {
    const response = await store(root, [Buffer.from('nonsense')]);
    expect(response.status).toBe(409);
  });

  it('takes no instance of another study than the one of the address', async () => {
    const files = [makeInstance({ study: '1.4.3' }).file, makeInstance({ study: '1.4.4' }).file];
    const response = await store(root, files, '/studies/1.4.3');
    expect(response.status).toBe(202);
    const [failed] = items((await response.json()) as DataSet, '00081198');
    expect(failed?.['00081155']?.Value).toEqual(['1.4.4.1.1']);
    expect(failed?.['00081197']?.Value).toEqual([0xa901]);
    expect(await instancesOf('1.4.4')).toBe(0);
  });

  it.each([
    ['text/plain', 415, 'unsupported-media-type'],
    ['application/dicom', 415, 'unsupported-media-type'],
    ['multipart/related; type="application/dicom+json"; boundary=x', 415, 'unsupported-media-type'],
    ['multipart/related; type="application/dicom"', 400, 'bad-boundary'],
    ['multipart/related; type="application/dicom"; boundary=other', 400, 'malformed-multipart'],
  ])('refuses %s', async (contentType, status, code) => {
    const body = new Uint8Array(multipartBody([makeInstance({ study: '1.4.5' }).file]));
    const response = await fetch(`${root}/studies`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body,
    });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe(code);
    expect(await instancesOf('1.4.5')).toBe(0);
  });

  it('refuses a body that ends within a file, and stores nothing of that', async () => {
    const body = multipartBody([makeInstance({ study: '1.4.7' }).file]);
    const cut = new Uint8Array(body.subarray(0, body.length - 30));
    const response = await fetch(`${root}/studies`, { method: 'POST', headers: stowHeaders, body: cut });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('malformed-multipart');
    expect(await instancesOf('1.4.7')).toBe(0);
  });

  it('stores nothing of a file that broke off on its way', async () => {
    const body = multipartBody([makeInstance({ study: '1.4.6' }).file]);
    const { hostname, port } = new URL(system.url);
    const socket = connect(Number(port), hostname);
    const head = Object.entries({
      ...stowHeaders,
      host: `${hostname}:${port}`,
      'content-length': body.length,
    });
    socket.write(
      `POST /dicom-web/studies HTTP/1.1\r\n${head.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n`,
    );
    await new Promise<void>((resolve) => {
      socket.write(body.subarray(0, body.length - 60), () => setTimeout(resolve, 300));
    });
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await instancesOf('1.4.6')).toBe(0);
    expect((await fetch(`${system.url}/readyz`)).status).toBe(200);
  });
});

describe('deleting', () => {
  it('takes instance, series and study away at once, and the study can come again', async () => {
    const files = [
      makeInstance({ study: '1.5.1', number: 1 }),
      makeInstance({ study: '1.5.1', number: 2 }),
      makeInstance({ study: '1.5.1', series: '1.5.1.7', number: 1 }),
    ].map(({ file }) => file);
    await store(root, files);
    const remove = async (path: string): Promise<number> =>
      (await fetch(`${root}/studies/1.5.1${path}`, { method: 'DELETE' })).status;
    expect(await remove('/series/1.5.1.1/instances/1.5.1.1.2')).toBe(204);
    expect(await instancesOf('1.5.1')).toBe(2);
    expect(await remove('/series/1.5.1.7')).toBe(204);
    expect(await instancesOf('1.5.1')).toBe(1);
    expect(await remove('')).toBe(204);
    expect(await remove('')).toBe(404);
    expect((await fetch(`${root}/studies/1.5.1/series/1.5.1.1/metadata`)).status).toBe(404);
    await store(root, files);
    expect(await instancesOf('1.5.1')).toBe(3);
  });
});
