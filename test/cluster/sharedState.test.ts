import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SharedState } from '../../dicomweb-proxy/shared/index.ts';
import { missingPackages } from './support/programs.ts';
import { redisServer } from './support/redisServer.ts';

const missing = missingPackages(['redis']);
const why = missing.length > 0 ? ` (not installed: ${missing.join(', ')})` : '';

let folder: string;
let redis: Awaited<ReturnType<typeof redisServer>>;

interface Proxy {
  state: SharedState;
  news: unknown[];
  missed: number;
  warnings: string[];
}

function open(): Proxy {
  const warnings: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => warnings.push(line) });
  const proxy: Proxy = {
    news: [],
    missed: 0,
    warnings,
    state: new SharedState({
      url: redis.url,
      logger,
      onNews: (news) => proxy.news.push(news),
      onMissed: () => (proxy.missed += 1),
    }),
  };
  onTestFinished(() => proxy.state.close());
  return proxy;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
const up = (...proxies: Proxy[]) => until(() => proxies.every(({ state }) => state.report().isUp));

describe.skipIf(missing.length > 0)(`what proxies share${why}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shared-state-'));
    redis = await redisServer(folder);
  });
  afterAll(async () => {
    await redis.process.end();
    await rm(folder, { recursive: true, force: true });
  });

  it('without Redis from the start everything goes on at once', async () => {
    const { state, warnings } = open();
    await until(() => warnings.length > 0);
    expect(await state.objects.get('1.2', 'metadata')).toBeUndefined();
    await state.objects.put('1.2', 'metadata', Buffer.from('x'));
    await state.announce({ stored: true });
    // Nobody can say whether another has it: everybody works.
    const claims = await Promise.all([state.claims.take('frames:1.2'), state.claims.take('frames:1.2')]);
    expect(claims.every((claim) => claim !== undefined)).toBe(true);
    await Promise.all(claims.map((claim) => claim?.release()));
    await redis.process.start();
    await up({ state } as Proxy);
    expect(warnings).toHaveLength(1);
  });

  it('what one proxy keeps the other finds, byte by byte, until its study changes', async () => {
    const [a, b] = [open(), open()];
    await up(a, b);
    const bytes = randomBytes(100_000);
    await a.state.objects.put('1.2', 'picture', bytes);
    await a.state.objects.put('1.3', 'picture', bytes);
    expect((await b.state.objects.get('1.2', 'picture'))?.equals(bytes)).toBe(true);
    expect(await b.state.objects.get('1.2', 'another')).toBeUndefined();
    await b.state.objects.forget(['1.2']);
    expect(await a.state.objects.get('1.2', 'picture')).toBeUndefined();
    expect((await a.state.objects.get('1.3', 'picture'))?.equals(bytes)).toBe(true);
    expect(b.state.report().objects).toEqual({ hit: 1, miss: 1, unavailable: 0, stored: 0 });
  });

  it('too large an object is not shared', async () => {
    const proxy = open();
    await up(proxy);
    await proxy.state.objects.put('1.2', 'large', Buffer.alloc(3 * 1024 ** 2));
    expect(await proxy.state.objects.get('1.2', 'large')).toBeUndefined();
  });

  it('an announcement reaches all others and not its sender', async () => {
    const [a, b, c] = [open(), open(), open()];
    await up(a, b, c);
    await a.state.announce({ deleted: ['1.2'] });
    await until(() => b.news.length + c.news.length === 2);
    expect([a.news, b.news, c.news]).toEqual([[], [{ deleted: ['1.2'] }], [{ deleted: ['1.2'] }]]);
  });

  it('work is claimed by one until it is released', async () => {
    const [a, b] = [open(), open()];
    await up(a, b);
    const claim = await a.state.claims.take('frames:1.5');
    expect(claim).toBeDefined();
    expect(await b.state.claims.take('frames:1.5')).toBeUndefined();
    const other = await b.state.claims.take('frames:1.6');
    expect(other).toBeDefined();
    await claim?.release();
    const taken = await b.state.claims.take('frames:1.5');
    expect(taken).toBeDefined();
    await Promise.all([other?.release(), taken?.release()]);
  });

  it('after Redis was away everybody is told that news may have been missed, and hears again', async () => {
    const [a, b] = [open(), open()];
    await up(a, b);
    await redis.process.kill();
    await until(() => !a.state.report().isUp && !b.state.report().isUp);
    await a.state.announce({ lost: true });
    expect(await a.state.objects.get('1.3', 'picture')).toBeUndefined();
    await redis.process.start();
    await up(a, b);
    expect(Math.min(a.missed, b.missed)).toBeGreaterThanOrEqual(2);
    await a.state.announce({ heard: true });
    await until(() => b.news.length > 0);
    expect(b.news).toEqual([{ heard: true }]);
    expect(a.warnings).toHaveLength(1);
  });
  it('an announcement is made also while nobody asks Redis for anything, as it was late', async () => {
    const [a, b] = [open(), open()];
    await up(a, b);
    redis.process.pause();
    expect(await a.state.objects.get('1.2', 'picture')).toBeUndefined();
    redis.process.resume();
    await a.state.announce({ deleted: ['1.7'] });
    await until(() => b.news.length > 0);
    expect(b.news).toEqual([{ deleted: ['1.7'] }]);
  });

  it('what one proxy could not announce the others hear of when it can', async () => {
    const admin = createClient({ url: redis.url });
    await admin.connect();
    onTestFinished(() => admin.destroy());
    const connections = async (): Promise<string[]> => {
      const list = String(await admin.sendCommand(['CLIENT', 'LIST']));
      return [...list.matchAll(/^id=(\d+)/gm)].map(([, id]) => id ?? '');
    };
    const b = open();
    await up(b);
    const others = new Set(await connections());
    const a = open();
    await up(a);
    expect([b.missed, b.state.report().isUp]).toEqual([1, true]);
    for (const id of await connections()) {
      if (!others.has(id)) await admin.sendCommand(['CLIENT', 'KILL', 'ID', id]);
    }
    await until(() => !a.state.report().isUp);
    await a.state.announce({ deleted: ['1.8'] });
    await until(() => b.missed === 2);
    // Its own connections were there all the time.
    expect([b.news, b.warnings]).toEqual([[], []]);
  });
});
