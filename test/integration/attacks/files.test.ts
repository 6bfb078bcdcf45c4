import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSystem, type StartedSystem } from '../../support/startSystem.ts';
import { makeInstance, store, type InstanceOptions } from '../support/instances.ts';

let system: StartedSystem;
/** What somebody would like us to ask. */
const asked: string[] = [];
const inner = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('inside of the hospital');
});
let innerUrl: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  innerUrl = `http://127.0.0.1:${(inner.address() as AddressInfo).port}`;
  system = await startSystem();
}, 60_000);
afterAll(async () => {
  await system.close();
  inner.close();
});

const root = (): string => `${system.url}/dicom-web`;

/** The same file with its data set deflated (PS3.5 A.5). */
function deflated(options: InstanceOptions): Buffer {
  const { file } = makeInstance({ ...options, transferSyntaxUid: '1.2.840.10008.1.2.1.99' });
  // Behind preamble and prefix the group length of the meta information says where it ends.
  const dataSetAt = 132 + 12 + file.readUInt32LE(140);
  return Buffer.concat([file.subarray(0, dataSetAt), deflateRawSync(file.subarray(dataSetAt), { level: 9 })]);
}

describe('files that become large when they are unpacked', () => {
  it('a deflated file that is what it says is stored', async () => {
    const study = '1.2.826.0.1.3680043.10.518.1';
    expect((await store(root(), [deflated({ study })])).status).toBe(200);
    expect((await fetch(`${root()}/studies/${study}/metadata`)).status).toBe(200);
  });

  it.each([
    // They are a thousandth of that.
    ['pixel data', (zeros: Buffer) => [[0x7fe00010, 'OW', zeros]] as const, 100],
    ['a text', (zeros: Buffer) => [[0x00204000, 'UT', zeros]] as const, 100],
  ])(
    '%s of nothing but zeros: it is known what it is, and the server lives',
    { timeout: 120_000 },
    async (name, more, megabytes) => {
      const study = `1.2.826.0.1.3680043.10.518.${name.length + 10}`;
      const file = deflated({ study, more: more(Buffer.alloc(megabytes * 1e6)) });
      expect(file.length).toBeLessThan(megabytes * 2e3);
      // Its UIDs stand before the zeros, and are read: into another study it does not get.
      const elsewhere = await store(root(), [file], '/studies/1.2.826.0.1.3680043.10.518.99');
      expect(elsewhere.status).toBe(409);
      expect([200, 202, 409]).toContain((await store(root(), [file])).status);
      for (const path of ['metadata', `series/${study}.1/instances/${study}.1.1/frames/1`]) {
        const answer = await fetch(`${root()}/studies/${study}/${path}`, { headers: { accept: '*/*' } });
        await answer.body?.cancel();
        expect([path, answer.status === 500]).toEqual([path, false]);
      }
      expect((await fetch(`${system.url}/readyz`)).status).toBe(200);
    },
  );
});

it('never asks for what a file or a metadata document points to', { timeout: 60_000 }, async () => {
  const study = '1.2.826.0.1.3680043.10.518.3';
  const { file, series, instance } = makeInstance({
    study,
    more: [
      // Retrieve URL, Retrieve URI, and a presentation of another place.
      [0x00081190, 'UR', `${innerUrl}/retrieve`],
      [0x0040e010, 'UR', `${innerUrl}/uri`],
    ],
  });
  expect((await store(root(), [file])).status).toBe(200);
  const json = [
    {
      '00080018': { vr: 'UI', Value: ['1.2.3.4'] },
      '0020000D': { vr: 'UI', Value: [study] },
      '7FE00010': { vr: 'OW', BulkDataURI: `${innerUrl}/bulk` },
    },
  ];
  const boundary = 'attack';
  const body = `--${boundary}\r\nContent-Type: application/dicom+json\r\n\r\n${JSON.stringify(json)}\r\n--${boundary}--\r\n`;
  for (const type of ['application/dicom+json', 'application/dicom+xml']) {
    const headers = { 'content-type': `multipart/related; type="${type}"; boundary=${boundary}` };
    const reply = await fetch(`${root()}/studies`, { method: 'POST', headers, body });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
  }
  const path = `${root()}/studies/${study}`;
  const at = `${path}/series/${series}/instances/${instance}`;
  for (const address of [
    `${path}/metadata`,
    `${at}/bulkdata/00081190`,
    `${at}/bulkdata/${encodeURIComponent(`${innerUrl}/bulk`)}`,
    `${at}/rendered?BulkDataURI=${encodeURIComponent(innerUrl)}`,
    `${at}/bulkdata/../../${innerUrl}`,
  ]) {
    const answer = await fetch(address, { headers: { accept: '*/*' } });
    await answer.arrayBuffer();
    expect([address, answer.status < 500]).toEqual([address, true]);
  }
  expect(asked).toEqual([]);
});
