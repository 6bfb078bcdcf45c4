import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sendMultipart, type Part } from '../multipartWriter.ts';
import { unlessStalled } from '../store/unlessStalled.ts';

const limitMs = 100;

describe('a sender', () => {
  it('that sends nothing more is told so with 408; what came before was read', async () => {
    const body = new PassThrough();
    body.write('first');
    const read: string[] = [];
    const reading = (async () => {
      for await (const chunk of unlessStalled(body, limitMs)) read.push(chunk.toString());
    })();
    await expect(reading).rejects.toMatchObject({ status: 408, code: 'body-stalled' });
    expect(read).toEqual(['first']);
  });

  it('is waited for as long as something comes', async () => {
    async function* slow(): AsyncGenerator<Buffer> {
      for (const text of ['a', 'b', 'c', 'd']) {
        await sleep(limitMs / 2);
        yield Buffer.from(text);
      }
    }
    const read: string[] = [];
    for await (const chunk of unlessStalled(slow(), limitMs)) read.push(chunk.toString());
    expect(read.join('')).toBe('abcd');
  });
});

describe('a receiver', () => {
  const listen = async (listener: RequestListener): Promise<number> => {
    const server = createServer(listener).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close().closeAllConnections());
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  async function* partOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Part> {
    yield { contentType: 'application/dicom', contentLocation: 'here', body };
  }

  it('that takes nothing more is left, and what was read for it is ended', async () => {
    const ended = Promise.withResolvers<void>();
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new Uint8Array(65_536);
      } finally {
        ended.resolve();
      }
    }
    const port = await listen((_request, response) =>
      sendMultipart(response, 'application/dicom', partOf(endless()), limitMs),
    );
    const client = connect(port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void client.destroy());
    client.pause().write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
    await ended.promise;
  });

  it('is not left because the archive takes longer', async () => {
    async function* halting(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(2_000_000);
      await sleep(3 * limitMs);
      yield new Uint8Array(2_000_000);
    }
    const port = await listen((_request, response) =>
      sendMultipart(response, 'application/dicom', partOf(halting()), limitMs),
    );
    const bytes = await (await fetch(`http://127.0.0.1:${port}`)).arrayBuffer();
    expect(bytes.byteLength).toBeGreaterThan(4_000_000);
  });
});
