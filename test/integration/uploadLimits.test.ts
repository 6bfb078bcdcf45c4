import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, multipartBody, store, stowHeaders } from './support/instances.ts';

const limit = 1_000_000;
const study = '1.2.826.0.1.3680043.10.514.88';
const made = (number: number, bytes: number) =>
  makeInstance({ study, number, more: [[0x7fe00010, 'OB', Buffer.alloc(bytes)]] });

let system: StartedSystem;

beforeAll(async () => {
  system = await startSystem({ env: { UPLOAD_MAX_BYTES: String(limit) } });
});
afterAll(() => system.close());

/** SOP Instance UIDs that the archive itself has. */
async function inArchive(): Promise<string[]> {
  const { url, username, password } = system.archive;
  const headers = { authorization: `Basic ${btoa(`${username}:${password}`)}` };
  const answer = await fetch(`${url}/instances?expand`, { headers });
  const found = (await answer.json()) as { MainDicomTags: { SOPInstanceUID: string } }[];
  return found.map(({ MainDicomTags }) => MainDicomTags.SOPInstanceUID);
}

const refusedFiles = async (): Promise<unknown[]> =>
  ((await (await fetch(`${system.url}/dicom-web/refused`)).json()) as { files: unknown[] }).files;

/** A client that reads only after it has sent on and on. @returns all that it was sent, and how the connection ended */
async function sendOn(head: readonly string[], body: Buffer): Promise<{ text: string; ended: string }> {
  const { hostname, port } = new URL(system.url);
  const socket = connect(Number(port), hostname);
  let text = '';
  let ended = 'in order';
  socket.on('error', (error: NodeJS.ErrnoException) => (ended = error.code ?? 'failed'));
  await once(socket, 'connect');
  socket.write(
    `${['POST /dicom-web/studies HTTP/1.1', `Host: ${hostname}:${port}`, ...head].join('\r\n')}\r\n\r\n`,
  );
  socket.write(body);
  const rest = chunked(Buffer.alloc(1000));
  for (let times = 0; times < 100 && socket.writable; times += 1) {
    socket.write(rest);
    await setTimeout(10);
  }
  if (!socket.destroyed) {
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    await once(socket, 'close');
  }
  return { text, ended };
}

const chunked = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
const type = `Content-Type: ${stowHeaders['content-type']}`;

it('stores nothing of a request that says that it is too long, and the answer arrives', async () => {
  const { file, instance } = made(1, 10);
  const { text, ended } = await sendOn(
    [type, 'Content-Length: 30000000000'],
    multipartBody([file]).subarray(0, -20),
  );
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(text.toLowerCase()).toContain('connection: close');
  expect(text).toContain('upload-too-large');
  expect(text).toContain(`${limit} bytes (UPLOAD_MAX_BYTES)`);
  expect(ended).toBe('in order');
  expect(await inArchive()).not.toContain(instance);
});

it('stores of one that does not say it what came whole, and no half of what did not', async () => {
  const [whole, cut] = [made(2, 1000), made(3, 1_200_000)];
  const body = multipartBody([whole.file, cut.file]);
  const { text, ended } = await sendOn([type, 'Transfer-Encoding: chunked'], chunked(body));
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(text).toContain('the instances that came whole before that are stored');
  expect(ended).toBe('in order');
  expect(await inArchive()).toEqual([whole.instance]);
  expect(await refusedFiles()).toEqual([]);
  // Nor of what it was received into, to be kept if it were refused.
  expect(await readdir(join(system.dataDir, 'refused', 'incoming')).catch(() => [])).toEqual([]);
});

it('takes as much as may come', async () => {
  const { file, instance } = made(4, 900_000);
  expect((await store(`${system.url}/dicom-web`, [file])).status).toBe(200);
  expect(await inArchive()).toContain(instance);
});
