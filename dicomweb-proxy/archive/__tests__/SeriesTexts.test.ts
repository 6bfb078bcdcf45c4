import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { part10 } from '../../../test/integration/support/part10.ts';
import { OrthancClient } from '../OrthancClient.ts';
import { SeriesTexts, type SeriesToRead } from '../SeriesTexts.ts';

/** Nothing in it but plain ASCII. */
const file = part10([[0x00100020, 'LO', 'P1']]);

let server: Server | undefined;
let client: OrthancClient | undefined;
const asked: string[] = [];

afterEach(async () => {
  await client?.close();
  server?.closeAllConnections();
  server?.close();
  asked.length = 0;
});

/** An archive that hangs up on whoever asks for a file named here, after `sent` bytes of it. */
async function archiveDyingOf(fatal: readonly string[], sent?: number): Promise<OrthancClient> {
  server = createServer((request, response) => {
    const id = request.url?.split('/')[2] ?? '';
    asked.push(id);
    if (!fatal.includes(id)) return void response.end(file);
    if (sent === undefined) return void request.socket.destroy();
    response.writeHead(200, { 'content-length': file.length });
    response.write(file.subarray(0, sent), () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new OrthancClient({ url });
  return client;
}

async function readTexts(reader: OrthancClient, series: SeriesToRead): Promise<SeriesTexts> {
  const logger = pino({ level: 'silent' });
  // After an archive was down nobody else asks for a second: longer than that.
  const texts = new SeriesTexts({ client: reader, logger, onRead: () => undefined, retryMs: 1_100 });
  await texts.consider([series]);
  await texts.settled(20_000);
  return texts;
}

describe('texts of a series whose file the archive dies of', () => {
  const series = { seriesId: 's', instanceIds: ['a', 'b', 'c'], indexed: 'P1' };

  it('are read from the next one', async () => {
    const texts = await readTexts(await archiveDyingOf(['a']), series);
    expect(texts.of('s')).toEqual({ study: {}, series: {}, plain: true });
    expect([...new Set(asked)]).toEqual(['a', 'b']);
  });

  it('are read from the next one when it dies in the middle of the file', async () => {
    const texts = await readTexts(await archiveDyingOf(['a'], 140), series);
    expect(texts.of('s')).toEqual({ study: {}, series: {}, plain: true });
    expect(asked).toEqual(['a', 'b']);
  });

  it('are given up after three times, and not tried again for as long as it is the same', async () => {
    const reader = await archiveDyingOf(['a']);
    const alone = { ...series, instanceIds: ['a'] };
    const texts = await readTexts(reader, alone);
    expect(texts.of('s')).toEqual({ study: {}, series: {} });
    const times = asked.length;
    // A connection that breaks off is tried once more each time.
    expect(times).toBeLessThanOrEqual(6);
    await texts.consider([alone]);
    await texts.settled(5_000);
    expect(asked.length).toBe(times);
  });
});
