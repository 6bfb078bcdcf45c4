import { once } from 'node:events';
import { connect } from 'node:net';
import { request } from 'undici';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { frameFormat, metadataFormat, pictureFormat } from '../../dicomweb-proxy/prepared/index.ts';
import { htj2kRpclLossless } from '../../pixels/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const asStored = 'application/octet-stream; transfer-syntax=*';
const htj2k = `image/jphc; transfer-syntax=${htj2kRpclLossless}`;
const slice = makeInstance({ study: '1.16.1' });
const series = `/dicom-web/studies/${slice.study}/series/${slice.series}`;
const instance = `${series}/instances/${slice.instance}`;

let system: StartedSystem;
beforeAll(async () => {
  system = await startSystem();
  expect((await store(`${system.url}/dicom-web`, [slice.file])).status).toBe(200);
});
afterAll(() => system.close());

async function ask(path: string, headers: Record<string, string>, method: 'GET' | 'HEAD' = 'GET') {
  const answer = await request(system.url + path, { method, headers });
  const { length } = Buffer.from(await answer.body.arrayBuffer());
  return { status: answer.statusCode, headers: answer.headers, length };
}

it('tags name the format too: what an older program prepared is asked for again', async () => {
  const tagOf = async (path: string, headers: Record<string, string>) =>
    String((await ask(path, headers)).headers.etag);
  const encoded = { 'accept-encoding': 'br' };
  expect(await tagOf(`${series}/metadata`, encoded)).toMatch(new RegExp(`-${metadataFormat}-br"$`));
  expect(await tagOf(`${instance}/metadata`, encoded)).toMatch(new RegExp(`-${metadataFormat}-br"$`));
  expect(await tagOf(`${instance}/frames/1`, { accept: htj2k })).toMatch(new RegExp(`-h${frameFormat}"$`));
  expect(await tagOf(`${instance}/rendered`, {})).toMatch(new RegExp(`-r${pictureFormat}-1"$`));
  expect(await tagOf(`${series}/thumbnail`, {})).toMatch(new RegExp(`-t${pictureFormat}-.*"$`));
});

it('"if there is none" asks for what there is: 304 for that, and 404 for what there is not', async () => {
  const any = { 'if-none-match': '*' };
  for (const [path, accept] of [
    [`${instance}/frames/1`, asStored],
    [`${instance}/frames/1`, `multipart/related; type="application/octet-stream"; transfer-syntax=*`],
    [`${instance}/frames/1/rendered`, 'image/jpeg'],
    [`${instance}/frames/1/thumbnail`, 'image/jpeg'],
    [`${series}/metadata`, 'application/dicom+json'],
  ] as const) {
    const { status, length, headers } = await ask(path, { accept, ...any });
    expect([path, status, length, typeof headers.etag]).toEqual([path, 304, 0, 'string']);
    if (!path.includes('/frames/1')) continue;
    const none = path.replace('/frames/1', '/frames/999');
    expect([none, (await ask(none, { accept, ...any })).status]).toEqual([none, 404]);
  }
});

it('a range is of GET alone', async () => {
  for (const [path, accept] of [
    [`${instance}/frames/1`, asStored],
    [`${instance}/rendered`, 'image/jpeg'],
  ] as const) {
    const whole = await ask(path, { accept });
    const range = { accept, range: 'bytes=0-9' };
    expect(await ask(path, range)).toMatchObject({ status: 206, length: 10 });
    const { status, headers, length } = await ask(path, range, 'HEAD');
    expect([status, headers['content-length'], headers['content-range'], length]).toEqual([
      200,
      `${whole.length}`,
      undefined,
      0,
    ]);
  }
});

it('an address that is no path is refused', async () => {
  const { hostname, port } = new URL(system.url);
  for (const [target, status] of [
    ['/dicom-web/studies', '200'],
    [`${system.url}/dicom-web/studies`, '400'],
    ['http://localhost/healthz', '400'],
  ] as const) {
    const socket = connect(Number(port), hostname);
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    expect([target, chunk.toString('latin1').split(' ')[1]]).toEqual([target, status]);
    socket.destroy();
  }
});
