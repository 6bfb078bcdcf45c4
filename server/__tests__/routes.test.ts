import type { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
  createDicomwebProxy,
  HttpProblem,
  isOfTable,
  openToAll,
  rights,
  RouteTable,
} from '../../dicomweb-proxy/index.ts';
import { createApp, type App } from '../app.ts';
import { loadConfig } from '../config.ts';
import { startServer } from '../startServer.ts';
import type { Step } from '../steps.ts';

const logger = pino({ level: 'silent' });
/** Nobody listens there: routes are there before the archive is. */
const archive = { url: 'http://127.0.0.1:9' };

let dataDir: string;
let proxy: ReturnType<typeof createDicomwebProxy>;
let app: App;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'yunying-routes-'));
  const registry = new Registry();
  proxy = createDicomwebProxy({ archive, dataDir, logger, registry });
  app = createApp({
    config: loadConfig({ AUTH: 'none' }),
    logger,
    registry,
    proxy,
    guard: openToAll,
    viewerFolder: dataDir,
    isEnding: () => false,
  });
});
afterAll(async () => {
  await proxy.close();
  await rm(dataDir, { recursive: true, force: true });
});

interface Layer {
  name: string;
  route?: object;
  handle: { stack?: Layer[] };
}

/** What requests pass besides routes: all of these go on or refuse, none answers. */
const middleware = [
  'checkOriginOf',
  'describeData',
  'tellAge',
  'noSuchRoute',
  'describeApi',
  'noSuchRoute',
  'helmetMiddleware',
  'noSuchRoute',
  'answerError',
];

it('has no route beside its tables', () => {
  const [routes, others]: [object[], string[]] = [[], []];
  const walk = (stack: readonly Layer[]): void => {
    for (const layer of stack) {
      if (layer.route) routes.push(layer.route);
      else if (layer.handle.stack) walk(layer.handle.stack);
      else others.push(layer.name);
    }
  };
  walk((app.express as unknown as { router: { stack: Layer[] } }).router.stack);
  expect(routes.filter((route) => !isOfTable(route))).toEqual([]);
  expect(routes).toHaveLength(app.routes().length);
  expect(others).toEqual(middleware);
  // And the test would see one.
  app.express.get('/forgotten', (_request, response) => void response.end());
  routes.length = 0;
  walk((app.express as unknown as { router: { stack: Layer[] } }).router.stack);
  expect(routes.filter((route) => !isOfTable(route))).toHaveLength(1);
});

it('leaves open only what holds nothing of patients', () => {
  const open = app.routes().flatMap(({ path, rule }) => (rule.open === undefined ? [] : [path]));
  expect(open).toEqual(['/healthz', '/readyz', '/api/session', '/{*file}']);
  for (const { path, rule } of app.routes()) {
    if (path.includes(':study')) {
      // Into what is not there yet something may be stored; each file is asked about by itself.
      expect([path, rule.of ?? rule.right]).toEqual([
        path,
        expect.stringMatching(/^(study|series|instance|upload)$/),
      ]);
    }
    if (rule.right) expect(rights).toContain(rule.right);
  }
});

it('asks for the right that goes with what is done', () => {
  const asked = (wanted: string): string[] =>
    app
      .routes()
      .filter(({ rule }) => rule.right === wanted)
      .map(({ method, path }) => `${method} ${path.replace('/dicom-web', '')}`);
  const series = '/studies/:study/series/:series';
  expect(asked('delete')).toEqual([
    'DELETE /studies/:study',
    `DELETE ${series}`,
    `DELETE ${series}/instances/:instance`,
  ]);
  expect(asked('download')).toEqual([
    'GET /studies/:study',
    `GET ${series}`,
    `GET ${series}/instances/:instance`,
  ]);
  expect(asked('upload')).toEqual(['POST /studies', 'POST /studies/:study']);
  expect(asked('monitor')).toEqual(['GET /metrics']);
  expect(asked('administrate').every((row) => row.includes(' /refused'))).toBe(true);
  const changes = app.routes().filter(({ method, rule }) => method !== 'GET' && rule.right === 'read');
  expect(changes).toEqual([]);
});

it('refuses rules that do not fit their address when it is made', () => {
  const table = new RouteTable({ guard: openToAll });
  const add = (path: string, of: 'study' | 'instance') => (): void =>
    table.add({ method: 'GET', path, rule: { right: 'read', of }, handler: () => undefined });
  expect(add('/studies/:study/series/:series', 'study')).toThrow('names 2 levels');
  expect(add('/studies/:study', 'instance')).toThrow('is about 3');
  expect(() =>
    table.add({
      method: 'GET',
      path: '/studies/:study/open',
      rule: { open: 'a mistake' },
      handler: () => undefined,
    }),
  ).toThrow('names 1 levels');
});

it('finds out who asks before anything answers, pages and health too', async () => {
  const config = loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: dataDir });
  const asked: (string | undefined)[] = [];
  const identify: Step = ({ url, headers }, _response, next) => {
    asked.push(url);
    if (headers.authorization === undefined) throw new HttpProblem(401, 'not-signed-in', 'Sign in first');
    next();
  };
  const server = await startServer({ config, archive, logger, identify });
  try {
    const paths = ['/', '/healthz', '/dicom-web/studies/1.2/series/1.3/instances/1.4/frames/1'];
    for (const path of paths) {
      expect([path, (await fetch(server.url + path)).status]).toEqual([path, 401]);
    }
    expect(asked).toEqual(paths);
    const authorization = 'Bearer x';
    expect((await fetch(`${server.url}/healthz`, { headers: { authorization } })).status).toBe(200);
  } finally {
    await server.close();
  }
});

it('listens once, to requests alone', async () => {
  const made: ReturnType<typeof createServer>[] = [];
  vi.resetModules();
  vi.doMock('node:http', async (original) => {
    const real: { createServer: typeof createServer } = await original();
    const watched = (...given: Parameters<typeof createServer>) => {
      const server = real.createServer(...given);
      made.push(server);
      return server;
    };
    return { ...real, createServer: watched };
  });
  const { startServer: start } = (await import('../startServer.ts')) as { startServer: typeof startServer };
  const config = loadConfig({ AUTH: 'none', PORT: '0', DATA_DIR: dataDir });
  const server = await start({ config, archive, logger });
  try {
    expect(made).toHaveLength(1);
    const count = (event: string) => made[0]?.listenerCount(event);
    expect(['request', 'upgrade', 'connect', 'checkContinue', 'checkExpectation'].map(count)).toEqual([
      1, 0, 0, 0, 0,
    ]);
    expect(server.routes()).toHaveLength(app.routes().length);
  } finally {
    await server.close();
    vi.doUnmock('node:http');
  }
});
