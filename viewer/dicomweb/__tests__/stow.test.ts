import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { mayBeDicom, storeInstances } from '../stow.ts';

/** A real HTTP server that keeps what it was sent and answers as told. */
let answer: { status: number; body: string };
let received: { path: string; type: string; body: Buffer };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    received = {
      path: `${request.method} ${request.url}`,
      type: request.headers['content-type'] ?? '',
      body: Buffer.concat(chunks),
    };
    response.writeHead(answer.status).end(answer.body);
  });
});
let root = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dicom-web`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const references = (count: number) => ({ vr: 'SQ', Value: Array.from({ length: count }, () => ({})) });

describe('storeInstances', () => {
  it('sends each file, byte for byte, as one part', async () => {
    answer = { status: 200, body: JSON.stringify({ '00081199': references(2) }) };
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const result = await storeInstances([new Blob([bytes]), new Blob(['\r\n--x'])], { root });
    const boundary =
      /^multipart\/related; type="application\/dicom"; boundary=(\S+)$/.exec(received.type)?.[1] ?? '';
    expect(received.path).toBe('POST /dicom-web/studies');
    const head = `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
    const expected = Buffer.concat([
      Buffer.from(head),
      bytes,
      Buffer.from(`\r\n${head}\r\n--x\r\n--${boundary}--\r\n`),
    ]);
    expect(received.body.equals(expected)).toBe(true);
    expect(result).toEqual({ stored: 2, failed: 0 });
  });

  it('stores over plain HTTP too, where browsers give no random UUIDs', async () => {
    answer = { status: 200, body: JSON.stringify({ '00081199': references(1) }) };
    vi.stubGlobal('crypto', {
      getRandomValues: crypto.getRandomValues.bind(crypto),
    });
    try {
      expect(await storeInstances([new Blob()], { root })).toMatchObject({ stored: 1 });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('counts what the archive refused', async () => {
    answer = { status: 202, body: JSON.stringify({ '00081198': references(1), '00081199': references(1) }) };
    expect(await storeInstances([new Blob(), new Blob()], { root })).toEqual({ stored: 1, failed: 1 });
    answer = { status: 409, body: JSON.stringify({ '00081198': references(2) }) };
    expect(await storeInstances([new Blob(), new Blob()], { root })).toEqual({ stored: 0, failed: 2 });
  });

  it('says why, in the words of the service', async () => {
    const refused = {
      '00000902': { vr: 'LO', Value: ['disk full'] },
      '00081197': { vr: 'US', Value: [272] },
    };
    answer = { status: 409, body: JSON.stringify({ '00081198': { vr: 'SQ', Value: [refused] } }) };
    expect(await storeInstances([new Blob()], { root })).toEqual({
      stored: 0,
      failed: 1,
      reason: 'disk full',
    });
  });

  it('counts what the answer is silent about as failed', async () => {
    answer = { status: 200, body: JSON.stringify({ '00081199': references(1) }) };
    expect(await storeInstances([new Blob(), new Blob()], { root })).toEqual({ stored: 1, failed: 1 });
  });

  it('throws when the archive is down', async () => {
    answer = {
      status: 503,
      body: JSON.stringify({ error: { code: 'archive-unavailable', message: 'down' } }),
    };
    await expect(storeInstances([new Blob()], { root })).rejects.toMatchObject({
      code: 'archive-unavailable',
    });
  });
});

describe('mayBeDicom', () => {
  it('looks for DICM after the preamble, and for old files that lack it', async () => {
    expect(await mayBeDicom(new Blob([new Uint8Array(128), 'DICM', new Uint8Array(9)]))).toBe(true);
    expect(await mayBeDicom(new Blob([new Uint8Array(200)]))).toBe(false);
    for (const start of [
      [8, 0, 5, 0, 0x43, 0x53],
      [0, 8, 0, 5, 0x43, 0x53],
      [2, 0, 0x10, 0],
      [8, 0, 0, 0, 4],
    ]) {
      expect(await mayBeDicom(new Blob([Uint8Array.from(start), new Uint8Array(20)]))).toBe(true);
    }
    expect(await mayBeDicom(new Blob(['a text that is none']))).toBe(false);
    expect(await mayBeDicom(new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47), new Uint8Array(200)]))).toBe(
      false,
    );
  });
});
