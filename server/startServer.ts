import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import {
  createDicomwebProxy,
  openToAll,
  type ArchiveConnection,
  type Guard,
  type RouteRow,
} from '../dicomweb-proxy/index.ts';
import type { PasswordCosts, Services } from '../services/index.ts';
import { createApp } from './app.ts';
import type { Config } from './config.ts';
import { openDiskKeys } from './diskKeys.ts';
import type { SignInParts } from './signIn.ts';
import type { Step } from './steps.ts';
import type { ViewerPage } from './viewerFiles.ts';
import { openTls } from './tls.ts';

export interface ServerOptions {
  config: Config;
  archive: ArchiveConnection;
  logger: Logger;
  /** Who may do what; default: as AUTH says, everybody everything or people by the rules. */
  guard?: Guard;
  /** Finds out who asks, before anything answers; or refuses. Default: as AUTH says. */
  identify?: Step;
  /** milliseconds since 1970, for all that has to do with signing in; default: Date.now */
  clock?: () => number;
  /** What a hash of a password may cost. */
  passwordCosts?: PasswordCosts;
  /** How long a worker may take over a frame. */
  frames?: { timeoutMs: number };
  /** Serves the viewer in development, instead of the built files of dist/viewer. */
  viewer?: RequestHandler;
  /** Its page, where the viewer is served so. */
  developmentPage?: ViewerPage;
}

export interface RunningServer {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** Every address with who may use it. */
  routes(): readonly RouteRow[];
  /**
   * Where the first administrator signs in, made anew by each call; undefined where there is one, or nobody signs in. For the
   * terminal, never for the log.
   */
  setupLink(): Promise<string | undefined>;
  /** What people sign in with; undefined: nobody does. */
  services: Services | undefined;
  /** Ends in order: no new requests, those that run are finished, then the proxy. */
  close(): Promise<void>;
}

/** How long requests that run may go on when the server ends. */
const graceMs = 5_000;
/** A connection that finds the queue full is tried again after a second; Node's 511 are soon full, as it accepts one per turn. */
const backlog = 4096;
const viewerFolder = fileURLToPath(new URL('../dist/viewer', import.meta.url));

/** @throws the error of listen, for example EADDRINUSE; where people sign in what `createServices` throws */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  if (options.config.auth === 'none') return listen(options);
  const { createSignIn } = await import('./signIn.ts');
  const signIn = await createSignIn(options);
  const { guard = signIn.guard, identify = signIn.identify } = options;
  try {
    return await listen({ ...options, guard, identify }, signIn);
  } catch (error) {
    await signIn.services.close();
    throw error;
  }
}

async function listen(
  { config, archive, logger, guard = openToAll, identify, frames, viewer, developmentPage }: ServerOptions,
  signIn?: SignInParts,
): Promise<RunningServer> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { dataDir, cacheMaxBytes, redisUrl, uploadMaxBytes } = config;
  const diskKeys = await openDiskKeys(config);
  const tls = await openTls(config);
  const proxy = createDicomwebProxy({
    archive,
    dataDir,
    cacheMaxBytes,
    redisUrl,
    uploadMaxBytes,
    logger,
    registry,
    guard,
    diskKeys,
    ...(frames && { frames }),
  });
  let ending = false;
  const app = createApp({
    config,
    logger,
    registry,
    proxy,
    guard,
    identify,
    accounts: signIn?.accounts,
    viewer,
    developmentPage,
    viewerFolder,
    strictTransport: tls?.isOwn === false,
    isEnding: () => ending,
  });
  const timeouts = { requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 65_000 };
  const server = tls
    ? createTlsServer({ ...timeouts, cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2' }, app.listener)
    : createServer(timeouts, app.listener);
  // Without a listener of `upgrade` a request for another protocol is answered as any other, by the same rules.
  try {
    server.listen({ port: config.port, host: config.host, backlog });
    await once(server, 'listening');
  } catch (error) {
    await proxy.close();
    throw error;
  }
  const url = urlOf(config.host, server, tls ? 'https' : 'http');
  logger.info({ url }, 'server is listening');
  return {
    url,
    routes: app.routes,
    services: signIn?.services,
    async setupLink() {
      const token = await signIn?.services.firstAdministratorToken();
      return token === undefined ? undefined : `${url}/setup#${token}`;
    },
    async close() {
      if (ending) return;
      ending = true;
      await endRequests(server);
      await proxy.close();
      await signIn?.services.close();
      registry.clear();
      logger.info('server has ended');
    },
  };
}

async function endRequests(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function urlOf(host: string, server: Server, protocol: 'http' | 'https'): string {
  const { port } = server.address() as AddressInfo;
  return `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
