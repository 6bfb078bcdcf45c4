import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDicomwebProxy, HttpProblem, openToAll, type Guard } from '../../dicomweb-proxy/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

const asStored = 'application/octet-stream; transfer-syntax=*';
const htj2k = 'image/jphc; transfer-syntax=1.2.840.10008.1.2.4.202';
/** What the short way does not answer. */
const passedOn = 599;

const slice = makeInstance({ study: '1.2.826.0.1.3680043.10.514.7' });
const series = `/dicom-web/studies/${slice.study}/series/${slice.series}`;
const path = `${series}/instances/${slice.instance}/frames/1`;

let system: StartedSystem;
let dataDir: string;
let proxy: ReturnType<typeof createDicomwebProxy>;
let check: Guard['check'];
/** Only the short way; and only the one through Express. */
let short: string;
let long: string;
const servers: Server[] = [];

beforeAll(async () => {
  system = await startSystem();
  await store(`${system.url}/dicom-web`, [slice.file]);
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-ready-'));
  proxy = createDicomwebProxy({
    archive: system.archive,
    dataDir,
    logger: pino({ level: 'silent' }),
    registry: new Registry(),
    guard: { ...openToAll, check: (incoming, access) => check(incoming, access) },
  });
  const find = proxy.readyFrames((response) => response.setHeader('x-described', 'yes'));
  short = await listen((incoming, response) =>
    find(incoming, response, (error) => {
      response.statusCode = error instanceof HttpProblem ? error.status : passedOn;
      response.end();
    }),
  );
  const app = express();
  app.disable('x-powered-by');
  long = await listen(app.use('/dicom-web', proxy.routes.router));
  allowAll();
  // Now both forms are in memory, and the archive is known to be as it was a moment ago.
  for (const accept of [asStored, htj2k]) await ask(long, { accept });
});

afterEach(allowAll);

afterAll(async () => {
  for (const server of servers) server.close();
  await proxy.close();
  await rm(dataDir, { recursive: true, force: true });
  await system.close();
});

function allowAll(): void {
  check = () => undefined;
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function ask(
  origin: string,
  headers: Record<string, string>,
  { at = path, method = 'GET' }: { at?: string; method?: 'GET' | 'HEAD' | 'POST' } = {},
) {
  const answer = await request(origin + at, { method, headers });
  const body = Buffer.from(await answer.body.arrayBuffer());
  const { date, connection, 'keep-alive': keepAlive, 'x-described': described, ...said } = answer.headers;
  void [date, connection, keepAlive];
  return { status: answer.statusCode, headers: said, body: body.toString('base64'), described };
}

describe('a frame that is in memory', () => {
  const mixed = `${htj2k}, ${asStored}; q=0.9`;
  it.each([
    ['as stored', { accept: asStored }, 'GET', 200],
    ['as HTJ2K', { accept: htj2k }, 'GET', 200],
    ['as HTJ2K or stored', { accept: mixed }, 'GET', 200],
    ['stored rather than HTJ2K', { accept: `${htj2k}; q=0.4, ${asStored}; q=0.5` }, 'GET', 200],
    ['by HEAD', { accept: mixed }, 'HEAD', 200],
    ['if it were another', { accept: mixed, 'if-none-match': '"another"' }, 'GET', 200],
    ['if there were none', { accept: mixed, 'if-none-match': '*' }, 'GET', 304],
    ['if there were none, by HEAD', { accept: mixed, 'if-none-match': '*' }, 'HEAD', 304],
  ] as const)('is answered the short way as the long way: %s', async (_, headers, method, status) => {
    // Between two looks at the archive nothing is known to be fresh for a moment; then the long way is right.
    const expected = await ask(long, headers, { method });
    expect(expected.status).toBe(status);
    await expect.poll(() => ask(short, headers, { method })).toEqual({ ...expected, described: 'yes' });
    if (method === 'GET' && status === 200 && headers.accept === asStored) {
      expect(expected.body).toBe(slice.pixels.toString('base64'));
    }
  });

  it('that the client has already costs no bytes', async () => {
    const { etag } = (await ask(long, { accept: htj2k })).headers;
    const again = { accept: htj2k, 'if-none-match': `"x,y", ${String(etag)}` };
    await expect.poll(() => ask(short, again)).toMatchObject({ status: 304, headers: { etag }, body: '' });
    await expect.poll(() => ask(short, { ...again, accept: asStored })).toMatchObject({ status: 200 });
  });

  it('goes the long way for whatever is not plain', async () => {
    const others: [Record<string, string>, Parameters<typeof ask>[2]?][] = [
      [{ accept: asStored, range: 'bytes=0-3' }],
      [{ accept: 'multipart/related; type="application/octet-stream"; transfer-syntax=*' }],
      [{ accept: 'text/plain' }],
      [{ accept: asStored }, { at: `${path}?a=b` }],
      [{ accept: asStored }, { at: path.replace(/1$/, '1,1') }],
      [{ accept: asStored }, { at: path.replace(/1$/, '2') }],
      [{ accept: asStored }, { at: path.replace('/series/', '/series/1') }],
      [{ accept: asStored }, { at: `${series}/metadata` }],
      [{ accept: asStored }, { method: 'POST' }],
    ];
    for (const [headers, options] of others) {
      const { status, described } = await ask(short, headers, options);
      expect([headers, options, status, described]).toEqual([headers, options, passedOn, undefined]);
    }
  });

  it('is for nobody who is refused, at once or after a while', async () => {
    const refusal = new HttpProblem(403, 'forbidden', 'not for you');
    const asked: unknown[] = [];
    for (const refuse of [
      () => Promise.reject(refusal),
      () =>
        Promise.resolve().then(() => {
          throw refusal;
        }),
    ]) {
      check = (_, access) => {
        asked.push(access);
        return refuse();
      };
      await expect.poll(() => ask(short, { accept: asStored })).toMatchObject({ status: 403, body: '' });
    }
    expect(asked).toContainEqual({
      right: 'read',
      study: expect.objectContaining({ studyInstanceUid: slice.study }) as unknown,
    });
    check = async () => undefined;
    await expect
      .poll(() => ask(short, { accept: asStored }))
      .toMatchObject({ status: 200, described: 'yes' });
  });
});
