import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { makeInstance, multipartBody, store, stowHeaders } from '../support/instances.ts';

const slice = makeInstance({ study: '1.2.826.0.1.3680043.10.514.71' });
const series = `/dicom-web/studies/${slice.study}/series/${slice.series}`;
const instance = `${series}/instances/${slice.instance}`;
/** Stands in a file that nobody may get. */
const secret = 'not-for-anybody';

let system: StartedSystem;

beforeAll(async () => {
  system = await startSystem();
  await writeFile(join(system.dataDir, 'secret.json'), JSON.stringify({ secret }));
  expect((await store(`${system.url}/dicom-web`, [slice.file])).status).toBe(200);
});
afterAll(() => system.close());

/** Exactly these bytes: clients tidy addresses and headers up. @returns status and all that was answered */
async function send(head: readonly string[], body: Uint8Array = Buffer.alloc(0)): Promise<[number, string]> {
  const { hostname, port } = new URL(system.url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // Who is refused early may find the connection reset.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  socket.write(body);
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString('latin1');
  return [Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text];
}

const host = (): string => `Host: ${new URL(system.url).host}`;
const get = (path: string, ...headers: string[]): Promise<[number, string]> =>
  send([`GET ${path} HTTP/1.1`, host(), 'Connection: close', ...headers]);

describe('paths that lead elsewhere', () => {
  it.each([
    ['/../package.json', 404],
    ['/%2e%2e/%2e%2e/package.json', 404],
    ['/..%2f..%2fpackage.json', 404],
    ['/assets/..%2f..%2f..%2fpackage.json', 404],
    ['/..%5c..%5cpackage.json', 404],
    ['/%252e%252e%252fpackage.json', 404],
    ['//etc/passwd', 404],
    ['/index.html%00.js', 404],
    ['/.env', 404],
    ['/%E0%A4%A', 400],
    ['/dicom-web/../package.json', 404],
    ['/dicom-web/studies/..', 400],
    ['/dicom-web/studies/%2e%2e/metadata', 400],
    ['/dicom-web/studies/..%2f..%2fsecret.json/metadata', 400],
    ['/dicom-web/studies/%2fetc%2fpasswd', 400],
    [`/dicom-web/studies/${slice.study}%00/metadata`, 400],
    [`/dicom-web/studies/${slice.study}%2f..%2f1.2/metadata`, 400],
    [`/dicom-web/studies/${slice.study}/../${slice.study}/metadata`, 404],
    [`/dicom-web/studies/${slice.study}%0d%0aX-Injected:%201/metadata`, 400],
    [`${series}/instances/..%2f..%2f..%2fsystem/metadata`, 400],
    [`${instance}/frames/1%2f..%2f2`, 400],
    [`${instance}/frames/0x1`, 400],
    [`${instance}/frames/1e0`, 400],
    [`${instance}/frames/-1`, 400],
    [`${instance}/bulkdata/..%2f..%2ffile`, 400],
    [`${instance}/bulkdata/../../../system`, 400],
    [`${instance}/bulkdata/7FE00010/1/..`, 400],
    ['/dicom-web/refused/..%2f..%2fsecret/file', 404],
    ['/dicom-web/refused/..%2fsecret', 404],
    ['/DICOM-WEB/studies/%2e%2e/metadata', 400],
    ['http://127.0.0.1/dicom-web/studies', 400],
    ['*', 400],
  ])('%s is %i', async (path, status) => {
    const [answered, text] = await get(path);
    expect([path, answered]).toEqual([path, status]);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/root:|\nx-injected|at file:|node_modules/i);
  });
});

describe('parameters given twice or of odd kinds', () => {
  it.each([
    ['/dicom-web/studies?limit=1&limit=5000', 400],
    ['/dicom-web/studies?PatientID=P1&PatientID=P2', 400],
    ['/dicom-web/studies?offset=0&offset=1', 400],
    ['/dicom-web/studies?limit=-1', 400],
    ['/dicom-web/studies?limit=1e9', 400],
    [`/dicom-web/studies?PatientID=${'9'.repeat(5000)}`, 400],
    [`/dicom-web/studies?PatientName=${'*a'.repeat(2000)}`, 200],
    ['/dicom-web/studies?__proto__=1&constructor=1&toString=1', 200],
    ['/dicom-web/studies?limit[]=1', 200],
    ['/dicom-web/studies?includefield=__proto__', 400],
    [`${instance}/rendered?viewport=1,1&viewport=8192,8192`, 400],
    [`${instance}/rendered?viewport=99999999,99999999`, 400],
    [`${instance}/rendered?quality=90&quality=1`, 400],
    [`${instance}/rendered?window=40,400,linear&window=1,1`, 400],
  ])('%s is %i', async (path, status) => {
    const [answered, text] = await get(path, 'Accept: application/dicom+json, image/jpeg');
    expect([path.slice(0, 100), answered]).toEqual([path.slice(0, 100), status]);
    expect(text).not.toContain('node_modules');
  });
});

describe('headers given twice or of odd kinds', () => {
  const path = `${instance}/frames/1`;
  const stored = 'Accept: application/octet-stream; transfer-syntax=*';
  it.each([
    ['another host', [`GET ${path} HTTP/1.1`, 'Host: evil.example'], 421],
    ['another host before ours', [`GET ${path} HTTP/1.1`, 'Host: evil.example', 'Host: localhost'], 421],
    ['no host', [`GET ${path} HTTP/1.1`], 400],
    [
      'two lengths',
      [`POST /dicom-web/studies HTTP/1.1`, 'Host: localhost', 'Content-Length: 0', 'Content-Length: 5'],
      400,
    ],
    [
      'a length and chunks',
      [
        'POST /dicom-web/studies HTTP/1.1',
        'Host: localhost',
        'Content-Length: 5',
        'Transfer-Encoding: chunked',
      ],
      400,
    ],
    ['a folded header', [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Accept: a/b', ' evil: 1'], 400],
    ['a name with a space', [`GET ${path} HTTP/1.1`, 'Host: localhost', 'X Evil: 1'], 400],
    ['too many bytes', [`GET ${path} HTTP/1.1`, 'Host: localhost', `Cookie: ${'a'.repeat(40_000)}`], 431],
    [
      'ranges by the hundred',
      [`GET ${path} HTTP/1.1`, 'Host: localhost', stored, `Range: bytes=${'0-,'.repeat(900)}0-`],
      200,
    ],
    [
      'a range twice',
      [`GET ${path} HTTP/1.1`, 'Host: localhost', stored, 'Range: bytes=0-0', 'Range: bytes=1-1'],
      200,
    ],
    [
      'another method by header',
      [`GET ${path} HTTP/1.1`, 'Host: localhost', stored, 'X-HTTP-Method-Override: DELETE'],
      200,
    ],
    [
      'another address by header',
      [`GET /dicom-web/studies HTTP/1.1`, 'Host: localhost', 'X-Original-URL: /metrics'],
      200,
    ],
    ['a method nobody knows', [`TRACE ${path} HTTP/1.1`, 'Host: localhost'], 404],
  ] as const)('%s', async (_, head, status) => {
    const [first = '', ...rest] = head;
    const [answered, text] = await send([first, 'Connection: close', ...rest]);
    expect([head, answered, text.slice(0, 200)]).toEqual([head, status, text.slice(0, 200)]);
  });

  it('are not believed about the address without a proxy that is trusted', async () => {
    const forged = [
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: javascript',
      'Forwarded: host=evil.example',
    ];
    const [status, text] = await get('/dicom-web/studies', ...forged);
    expect(status).toBe(200);
    expect(text).toContain(`${system.url}/dicom-web/studies/${slice.study}`);
    expect(text).not.toMatch(/evil|javascript/);
  });
});

describe('bodies that are bombs', () => {
  const post = (body: Uint8Array, headers: Record<string, string> = stowHeaders): Promise<[number, string]> =>
    send(
      [
        'POST /dicom-web/studies HTTP/1.1',
        host(),
        'Connection: close',
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        `Content-Length: ${body.length}`,
      ],
      body,
    );
  const delimiter = '--yunying-test\r\n';
  const end = '--yunying-test--\r\n';

  it.each([
    ['no boundary at all', Buffer.alloc(100_000, 'a'), 400],
    ['a part whose headers do not end', Buffer.from(`${delimiter}X: ${'a'.repeat(1_000_000)}`), 400],
    ['headers by the thousand', Buffer.from(`${delimiter}${'X: 1\r\n'.repeat(10_000)}\r\n${end}`), 400],
    ['a boundary line without an end', Buffer.from(`--yunying-test${' '.repeat(100_000)}`), 400],
    ['a body that is cut', Buffer.from(`${delimiter}\r\nabc`), 400],
    [
      'parts that are empty, more than are kept',
      Buffer.from(`${delimiter}\r\n\r\n`.repeat(20_000) + end),
      413,
    ],
    ['multipart in multipart', multipartBody([multipartBody([slice.file], 'inner')]), 409],
    ['a compressed body, which is not unpacked', gzipSync(multipartBody([slice.file])), 400],
  ])('%s', async (_, body, status) => {
    const [answered, text] = await post(body, { ...stowHeaders, 'Content-Encoding': 'gzip' });
    expect([answered, text.slice(0, 300)]).toEqual([status, text.slice(0, 300)]);
  });

  it('leave everything as it was', async () => {
    const [, text] = await get('/dicom-web/instances');
    expect(text.toLowerCase()).toContain('x-total-count: 1\r\n');
    expect((await get('/readyz'))[0]).toBe(200);
  });
});
