import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig, startServer, type RunningServer } from '../../server/index.ts';
import { startSystem, type StartedSystem } from '../support/startSystem.ts';
import { makeInstance, store } from './support/instances.ts';

/** A line to the archive that can be cut and mended. */
class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  isCut = false;

  constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.#server = createServer((near) => {
      if (this.isCut) return void near.destroy();
      const far = connect(Number(port), hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy()).on('close', () => this.#sockets.delete(one));
      }
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

let system: StartedSystem;
let line: Line;
let server: RunningServer;
let dataDir: string;

beforeAll(async () => {
  system = await startSystem();
  line = new Line(system.archive.url);
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-test-'));
  server = await startServer({
    config: loadConfig({ PORT: '0', DATA_DIR: dataDir }),
    archive: { ...system.archive, url: await line.listen() },
    logger: pino({ level: 'silent' }),
  });
});

afterAll(async () => {
  await server.close();
  line.close();
  await system.close();
  await rm(dataDir, { recursive: true, force: true });
});

const status = async (path: string): Promise<number> => (await fetch(server.url + path)).status;

async function until(path: string, wanted: number): Promise<number> {
  for (let left = 100; ; left -= 1) {
    const got = await status(path);
    if (got === wanted || left === 0) return got;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

it('says that the archive is down, lives on, and serves again when it is back', async () => {
  const root = `${server.url}/dicom-web`;
  await store(root, [makeInstance({ study: '1.8.1' }).file]);
  const paths = [
    '/dicom-web/studies',
    '/dicom-web/studies/1.8.1/series/1.8.1.1/metadata',
    '/dicom-web/studies/1.8.1/series/1.8.1.1/instances/1.8.1.1.1/frames/1',
  ];
  expect(await Promise.all(paths.map(status))).toEqual([200, 200, 200]);
  expect(await status('/readyz')).toBe(200);

  line.cut();
  expect(await until('/dicom-web/studies', 503)).toBe(503);
  expect(await Promise.all(paths.map(status))).toEqual([503, 503, 503]);
  expect(await status('/readyz')).toBe(503);
  expect(await status('/healthz')).toBe(200);
  const response = await fetch(`${root}/studies`);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(((await response.json()) as { error: { code: string } }).error.code).toBe('archive-unavailable');
  expect((await store(root, [makeInstance({ study: '1.8.2' }).file])).status).toBe(503);

  line.isCut = false;
  expect(await until('/readyz', 200)).toBe(200);
  expect(await Promise.all(paths.map(status))).toEqual([200, 200, 200]);
});
