import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gateway, type Gateway } from './gateway.ts';
import { orthancServer } from './orthancServer.ts';
import { postgresServer } from './postgresServer.ts';
import { proxyServer, type ProxyServer } from './proxyServer.ts';
import { redisServer } from './redisServer.ts';
import type { ServerProcess } from './ServerProcess.ts';

export interface Cluster {
  gateway: Gateway;
  proxies: readonly [ProxyServer, ProxyServer];
  redis: ServerProcess;
  /** One more proxy, on another host as it were. */
  addProxy(): Promise<ProxyServer>;
  /** The folder of prepared frames that both proxies use. */
  prepared: string;
  /** Ends everything and removes the data; YUNYING_TEST_KEEP=1 leaves them, with all logs. */
  close(): Promise<void>;
}

/** What docker/compose.yaml describes, as processes of this machine on free ports of 127.0.0.1. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'yunying-cluster-'));
  const running: ServerProcess[] = [];
  const close = async (): Promise<void> => {
    for (const process of running.reverse()) await process.end();
    if (process.env.YUNYING_TEST_KEEP !== '1') await rm(folder, { recursive: true, force: true });
  };
  const started = <Server extends { process: ServerProcess }>(server: Server): Server => {
    running.push(server.process);
    return server;
  };
  try {
    // Readable for the user that PostgreSQL runs as and for nginx' workers.
    await chmod(folder, 0o755);
    const postgres = started(await postgresServer(folder));
    const redis = started(await redisServer(folder));
    await redis.process.start();
    const { connection } = started(await orthancServer(folder, postgres.host));
    const options = { connection, redisUrl: redis.url };
    const first = started(await proxyServer(folder, 'proxy-1', options));
    const second = started(await proxyServer(folder, 'proxy-2', options));
    await Promise.all([first.process.start(), second.process.start()]);
    const door = started(await gateway(folder, [first.url, second.url]));
    return {
      gateway: door,
      proxies: [first, second],
      redis: redis.process,
      async addProxy() {
        const third = started(await proxyServer(folder, 'proxy-3', { ...options, ownDisk: true }));
        await third.process.start();
        return third;
      },
      prepared: join(folder, 'prepared'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
