import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { makeInstance, store, stowHeaders } from '../support/instances.ts';
import { asStored, frame, holds, metric, until } from './support/reading.ts';
import { SetUp } from './support/setUp.ts';

/** More than there are connections to the archive. */
const clients = 48;
const study = '1.17.1';
const small = [1, 2, 3].map((number) => makeInstance({ study, number }));
/** More than the systems on the way take in of their own accord. */
const large = makeInstance({ study: '1.17.2', more: [[0x00420011, 'OB', Buffer.alloc(32 * 1024 ** 2)]] });

let setUp: SetUp;
const sockets: Socket[] = [];

beforeAll(async () => {
  setUp = await SetUp.make();
  const files = [...small, large].map(({ file }) => file);
  expect((await store(setUp.root, files)).status).toBe(200);
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await until(async () => (await requests('running')) + (await requests('waiting')) === 0);
});
afterAll(() => setUp.close());

const requests = (kind: string): Promise<number> =>
  metric(setUp.url, 'yunying_archive_requests', `kind="${kind}"`);

/** Sends this much of a request and takes nothing of the answer. */
function stall(head: string, body: Uint8Array = new Uint8Array()): void {
  const { hostname, port, host } = new URL(setUp.url);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  socket.pause().write(`${head}\r\nHost: ${host}\r\n`);
  if (body.length > 0) socket.write(body);
  else socket.write('\r\n');
  sockets.push(socket);
}

async function readersAreServed(): Promise<void> {
  for (const slice of small) {
    const answer = await frame(setUp.root, slice, asStored);
    expect([answer.status, await holds(answer, slice)]).toEqual([200, true]);
  }
}

it('who downloads and does not read keeps no reader from a frame', async () => {
  for (let i = 0; i < clients; i += 1) stall(`GET /dicom-web/studies/${large.study} HTTP/1.1`);
  await until(async () => (await requests('waiting')) >= clients - 40);
  await readersAreServed();
});

/** The beginning of a STOW-RS request for one file, cut off in the middle of it. */
function begunUpload(file: Uint8Array, bytes: number): Buffer {
  const head = Object.entries(stowHeaders).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([
    Buffer.from(`${head.join('')}content-length: 90000000\r\n\r\n`),
    Buffer.from('--yunying-test\r\nContent-Type: application/dicom\r\n\r\n'),
    file.subarray(0, bytes),
  ]);
}

async function downloadIsServed(): Promise<void> {
  const all = await fetch(`${setUp.root}/studies/${study}`);
  expect(Buffer.from(await all.arrayBuffer()).includes(small[2]?.pixels as Buffer)).toBe(true);
}

it('who uploads a large file and stops midway keeps no reader from a frame, nor a download', async () => {
  // More than is held in memory before it is passed on.
  const begun = begunUpload(large.file, 9 * 1024 ** 2);
  for (let i = 0; i < clients; i += 1) stall('POST /dicom-web/studies HTTP/1.1', begun);
  await until(async () => (await requests('waiting')) >= clients - 40);
  await readersAreServed();
  await downloadIsServed();
});

it('who uploads a small file and stops midway takes not even a connection to the archive', async () => {
  const { file } = makeInstance({ study: '1.17.3', more: [[0x00420011, 'OB', Buffer.alloc(1024 ** 2)]] });
  const begun = begunUpload(file, 500_000);
  for (let i = 0; i < clients; i += 1) stall('POST /dicom-web/studies HTTP/1.1', begun);
  await readersAreServed();
  await downloadIsServed();
  expect(await requests('waiting')).toBe(0);
});
