import { readdir } from 'node:fs/promises';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request, type Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrame } from '../../pixels/index.ts';
import { multipartBody, stowHeaders } from '../integration/support/instances.ts';
import { makeSlice, sliceImage, type Slice } from '../integration/support/slices.ts';
import { missingPackages } from './support/programs.ts';
import {
  framePath,
  get,
  htj2k,
  htj2kFirst,
  startReaders,
  untilPrepared,
  type Answer,
  type Door,
} from './support/readThrough.ts';
import type { ProxyServer } from './support/proxyServer.ts';
import { startCluster, type Cluster } from './support/startCluster.ts';

const missing = missingPackages();
const why = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

let cluster: Cluster;
let agent: Agent;
/** As readers come in. */
let outside: Door;
/** Past nginx, to each proxy. */
let inside: readonly [Door, Door];

const slicesOf = (study: string, count: number): Slice[] =>
  Array.from({ length: count }, (_, i) => makeSlice(study, i + 1));

async function store(slices: readonly Slice[]): Promise<Answer> {
  const { statusCode, headers, body } = await request(`${outside.root}/studies`, {
    method: 'POST',
    headers: { ...outside.headers, ...stowHeaders },
    body: multipartBody(slices.map(({ file }) => file)),
    dispatcher: agent,
  });
  return { status: statusCode, headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

/** By OpenJPEG, which shares no code with the encoder; it reads HTJ2K under the label of JPEG 2000 too. */
async function isRight({ pixels }: Slice, { headers, bytes }: Answer): Promise<boolean> {
  if (headers['content-type'] !== htj2k) return bytes.equals(pixels);
  const { values } = await decodeFrame(bytes, '1.2.840.10008.1.2.4.90', sliceImage);
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).equals(pixels);
}

const made = async (): Promise<number> => {
  const counts = await Promise.all(
    cluster.proxies.map(({ metric }) => metric('yunying_htj2k_frames_total', 'source="made"')),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};

const pastNginx = (proxy: ProxyServer): Door => ({
  root: `${proxy.url}/dicom-web`,
  headers: cluster.at(proxy).headers,
});

const statusAt = async (door: Door, path: string): Promise<number> => (await get(door, path)).status;

describe.skipIf(missing.length > 0)(`two proxies behind nginx${why}`, () => {
  beforeAll(async () => {
    cluster = await startCluster();
    agent = cluster.gateway.agent();
    outside = {
      ...{ root: `${cluster.gateway.url}/dicom-web`, dispatcher: agent },
      headers: cluster.administrator.headers,
    };
    const [first, second] = cluster.proxies;
    inside = [pastNginx(first), pastNginx(second)];
  });
  afterAll(async () => {
    await agent?.destroy();
    await cluster?.close();
  });

  describe('the door', () => {
    /** What both sides agree on. */
    async function handshake(options: ConnectionOptions) {
      const { httpsPort: port, serverName: servername, certificate: ca } = cluster.gateway;
      const socket = connectTls({ host: '127.0.0.1', port, servername, ca, ...options });
      await once(socket, 'secureConnect');
      const agreed = {
        protocol: socket.getProtocol(),
        cipher: socket.getCipher().name,
        application: socket.alpnProtocol,
      };
      socket.destroy();
      return agreed;
    }

    it('speaks TLS 1.2 with keys that are gone afterwards, and 1.3', async () => {
      expect(await handshake({ maxVersion: 'TLSv1.2' })).toMatchObject({
        protocol: 'TLSv1.2',
        cipher: expect.stringMatching(/^ECDHE-.*(GCM|POLY1305)/) as string,
      });
      expect(await handshake({})).toMatchObject({ protocol: 'TLSv1.3' });
    });

    it('refuses TLS 1.1, weak ciphers and other names', async () => {
      // At security level 0 this side would do it.
      const weak = { ciphers: 'ALL:@SECLEVEL=0' };
      const refused = (options: ConnectionOptions) =>
        handshake(options).then(
          ({ protocol, cipher }) => `${protocol} ${cipher}`,
          ({ code }: NodeJS.ErrnoException) => code,
        );
      expect([
        await refused({ ...weak, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }),
        await refused({ ciphers: 'ECDHE-ECDSA-AES128-SHA@SECLEVEL=0', maxVersion: 'TLSv1.2' }),
        await refused({ servername: 'another.example' }),
      ]).toEqual([
        'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
        expect.stringMatching(/HANDSHAKE_FAILURE$/),
        'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
      ]);
    });

    it('speaks HTTP/2', async () => {
      expect(await handshake({ ALPNProtocols: ['h2', 'http/1.1'] })).toMatchObject({ application: 'h2' });
      const h2 = cluster.gateway.agent({ allowH2: true });
      expect(await statusAt({ ...outside, dispatcher: h2 }, '/studies')).toBe(200);
      await h2.destroy();
    });

    it('lets in who has signed in, and nobody to the metrics', async () => {
      const anonymous = await get({ ...outside, headers: {} }, '/studies');
      expect(anonymous.status).toBe(401);
      // Yunying's own answer: its pages ask for the sign-in, not the browser.
      expect(JSON.parse(anonymous.bytes.toString())).toMatchObject({ error: { code: 'not-signed-in' } });
      expect(anonymous.headers['www-authenticate']).toMatch(/^Bearer/);
      expect(await statusAt(outside, '/studies')).toBe(200);
      const root = cluster.gateway.url;
      expect(await statusAt({ ...outside, root, headers: {} }, '/healthz')).toBe(200);
      for (const path of ['/metrics', '/metrics/', '/METRICS', '/Metrics/', '//metrics', '/%6detrics']) {
        expect([path, await statusAt({ ...outside, root }, path)]).toEqual([path, 404]);
      }
    });

    it('lets pages of named origins ask whether they may ask, and nothing else without a session', async () => {
      const origin = 'https://his.hospital.example';
      const ask = async (method: 'GET' | 'OPTIONS', headers: Record<string, string>) => {
        const answer = await request(`${outside.root}/studies`, { method, headers, dispatcher: agent });
        const isEmpty = (await answer.body.text()) === '';
        return [answer.statusCode, answer.headers['access-control-allow-origin'], isEmpty];
      };
      const preflight = { 'access-control-request-method': 'GET' };
      expect(await ask('OPTIONS', { ...preflight, origin })).toEqual([204, origin, true]);
      expect((await ask('OPTIONS', { ...preflight, origin: 'https://evil.example' }))[1]).toBeUndefined();
      expect(await ask('OPTIONS', { origin })).toEqual([204, origin, true]);
      // It may read why.
      expect((await ask('GET', { ...preflight, origin })).slice(0, 2)).toEqual([401, origin]);
      expect((await ask('GET', { ...outside.headers, origin })).slice(0, 2)).toEqual([200, origin]);
    });
  });

  describe('a study that was stored', () => {
    const slices = slicesOf('1.20.1', 12);
    const series = '/studies/1.20.1/series/1.20.1.1';

    it('is found through both at once, under the name of the door', async () => {
      const stored = await store(slices);
      expect(stored.status).toBe(200);
      expect(stored.bytes.toString()).toContain(`${outside.root}/studies/1.20.1/`);
      for (const door of inside) {
        const found = await get(door, '/studies?StudyInstanceUID=1.20.1');
        expect(JSON.parse(found.bytes.toString())).toHaveLength(1);
      }
      const [study] = JSON.parse(
        (await get(outside, '/studies?StudyInstanceUID=1.20.1')).bytes.toString(),
      ) as [Record<string, { Value: unknown[] }>];
      expect(study['00081190']?.Value).toEqual([`${outside.root}/studies/1.20.1`]);
    });

    it('is prepared by one, and the other serves the same bytes without making them again', async () => {
      await Promise.all(inside.map((door) => untilPrepared(door, '1.20.1', slices.length)));
      expect(await made()).toBe(slices.length);
      for (const slice of slices) {
        const [one, other] = await Promise.all(
          inside.map((door) => get(door, framePath(slice), { accept: htj2k })),
        );
        expect([one?.status, one?.headers['content-type']]).toEqual([200, htj2k]);
        expect(one?.bytes.equals(other?.bytes ?? Buffer.alloc(0))).toBe(true);
        expect(one?.headers.etag).toBe(other?.headers.etag);
        expect(await isRight(slice, one as Answer)).toBe(true);
      }
      expect(await made()).toBe(slices.length);
      const disk = (proxy: number) =>
        cluster.proxies[proxy]?.metric('yunying_htj2k_frames_total', 'source="disk"');
      expect([await disk(0), await disk(1)]).toEqual([slices.length, slices.length]);
    });

    it('has the same metadata and pictures from both', async () => {
      for (const [path, accept] of [
        [`${series}/metadata`, 'application/dicom+json'],
        [`${series}/thumbnail`, 'image/jpeg'],
        [`${framePath(slices[0] as Slice)}/rendered?viewport=512,512`, 'image/jpeg'],
        [`${framePath(slices[0] as Slice)}/rendered?viewport=33,33`, 'image/jpeg'],
      ] as const) {
        const headers = { accept, 'accept-encoding': 'br' };
        const [one, other] = await Promise.all(inside.map((door) => get(door, path, headers)));
        expect([path, one?.status, other?.status]).toEqual([path, 200, 200]);
        expect(one?.bytes.equals(other?.bytes ?? Buffer.alloc(0))).toBe(true);
        expect(one?.headers.etag).toBe(other?.headers.etag);
      }
    });

    it('is taken over by a proxy with a disk of its own: metadata and pictures, but not the frames', async () => {
      const third = await cluster.addProxy();
      const door = pastNginx(third);
      const headers = { accept: 'application/dicom+json', 'accept-encoding': 'br' };
      const [theirs, own] = await Promise.all(
        [inside[0], door].map((one) => get(one, `${series}/metadata`, headers)),
      );
      expect(own?.bytes.equals(theirs?.bytes ?? Buffer.alloc(0))).toBe(true);
      const [slice] = slices as [Slice];
      // The second is of a size that nobody prepares: there are too many of them to be shared.
      for (const viewport of ['512,512', '33,33']) {
        const picture = await get(door, `${framePath(slice)}/rendered?viewport=${viewport}`, {
          accept: 'image/jpeg',
        });
        expect(picture.status).toBe(200);
      }
      const metadata = (from: string) => third.metric('yunying_metadata_total', `source="${from}"`);
      expect([await metadata('shared'), await metadata('made')]).toEqual([1, 0]);
      // Metadata in two forms, and the first picture.
      expect(await third.metric('yunying_shared_objects_total', 'source="hit"')).toBe(3);
      const frame = await get(door, framePath(slice), { accept: htj2k });
      expect(await isRight(slice, frame)).toBe(true);
      await third.process.end();
    });

    it('passes the door as it is prepared: compressed once or not at all', async () => {
      const headers = { accept: 'application/dicom+json', 'accept-encoding': 'br' };
      const [through, past] = await Promise.all([
        get(outside, `${series}/metadata`, headers),
        get(inside[0], `${series}/metadata`, headers),
      ]);
      expect(through.headers['content-encoding']).toBe('br');
      expect(through.bytes.equals(past.bytes)).toBe(true);
      const frame = await get(outside, framePath(slices[0] as Slice), {
        accept: htj2k,
        'accept-encoding': 'gzip',
      });
      expect(frame.headers['content-encoding']).toBeUndefined();
      expect(await isRight(slices[0] as Slice, frame)).toBe(true);
      const range = await get(outside, framePath(slices[0] as Slice), { accept: htj2k, range: 'bytes=0-99' });
      expect([range.status, range.bytes.equals(frame.bytes.subarray(0, 100))]).toEqual([206, true]);
    });
  });

  describe('what is deleted through one', () => {
    async function gone(study: string, from: number): Promise<void> {
      const [door, other] = from === 0 ? inside : [inside[1], inside[0]];
      const [slice] = slicesOf(study, 1) as [Slice];
      for (const one of inside) expect(await statusAt(one, framePath(slice))).toBe(200);
      expect((await get(door, `/studies/${study}`, {}, 'DELETE')).status).toBe(204);
      const seen = await Promise.all([
        statusAt(other, framePath(slice)),
        statusAt(other, `/studies/${study}/metadata`),
        get(other, `/studies?StudyInstanceUID=${study}`).then(({ bytes }) => bytes.toString()),
      ]);
      expect(seen).toEqual([404, 404, expect.stringMatching(/^(\[\])?$/)]);
    }

    it('is gone from the other at once', async () => {
      for (let round = 1; round <= 6; round += 1) {
        const study = `1.20.2.${round}`;
        await store(slicesOf(study, 3));
        await gone(study, round % 2);
      }
    });

    it('leaves nothing among what is prepared', async () => {
      await store(slicesOf('1.20.3', 3));
      await untilPrepared(inside[0], '1.20.3', 3);
      await gone('1.20.3', 1);
      const left = async (): Promise<boolean> => (await readdir(cluster.prepared)).includes('1.20.3');
      while (await left()) await sleep(50);
    });

    it('is gone at once also after Redis was away, whose end no reader notices', async () => {
      const slices = slicesOf('1.20.1', 12);
      const readers = startReaders(outside, slices, isRight);
      await store(slicesOf('1.20.4', 3));
      while (readers.read() < 50) await sleep(20);
      await cluster.redis.kill();
      const before = readers.read();
      await store(slicesOf('1.20.5', 3));
      while (readers.read() < before + 200) await sleep(20);
      const isUp = () => Promise.all(cluster.proxies.map(({ metric }) => metric('yunying_shared_up')));
      expect(await isUp()).toEqual([0, 0]);
      for (const { url } of cluster.proxies) expect((await fetch(`${url}/readyz`)).status).toBe(200);
      await cluster.redis.start();
      while ((await isUp()).includes(0)) await sleep(50);
      await gone('1.20.4', 0);
      await gone('1.20.5', 1);
      expect(await readers.stop()).toEqual([]);
    });
  });

  it('a proxy that is killed while it prepares is missed by no reader, and the other finishes its work', async () => {
    const known = slicesOf('1.20.1', 12);
    const slices = slicesOf('1.20.6', 300);
    const readers = startReaders(outside, known, isRight, 4);
    const countPrepared = () =>
      Promise.all(cluster.proxies.map(({ metric }) => metric('yunying_prepared_total', 'source="htj2k"')));
    const preparedBefore = await countPrepared();
    expect((await store(slices)).status).toBe(200);
    let done = [0, 0];
    while (Math.max(...done) < 30) {
      await sleep(10);
      done = (await countPrepared()).map((count, index) => count - (preparedBefore[index] ?? 0));
    }
    // Both at once would be one too many.
    expect(Math.min(...done)).toBe(0);
    const [first, second] = cluster.proxies;
    const [victim, survivor] = (done[0] ?? 0) > 0 ? [first, second] : [second, first];
    const madeBefore = await survivor.metric('yunying_htj2k_frames_total', 'source="made"');
    await victim.process.kill();
    const before = readers.read();
    const left = pastNginx(survivor);
    await untilPrepared(left, '1.20.6', slices.length);
    expect(readers.read()).toBeGreaterThan(before);
    // What the killed one has written is read, not made again; the last ones were on their way to the disk.
    const madeAfter = await survivor.metric('yunying_htj2k_frames_total', 'source="made"');
    expect(madeAfter - madeBefore).toBeLessThanOrEqual(slices.length - Math.max(...done) + 4);
    for (const slice of slices) {
      const answer = await get(left, framePath(slice), { accept: htj2kFirst });
      expect([answer.headers['content-type'], await isRight(slice, answer)]).toEqual([htj2k, true]);
    }
    await victim.process.start();
    expect(await readers.stop()).toEqual([]);
    const files = await readdir(join(cluster.prepared, '1.20.6', '1.20.6.1'));
    expect(files.filter((name) => name.endsWith('.htj2k'))).toHaveLength(2);
  });
});
