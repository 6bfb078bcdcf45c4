import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { password, Visitor } from '../../integration/sign-in/support/signInSystem.ts';
import { gateway, gatewayUrl, type Gateway } from './gateway.ts';
import { orthancServer } from './orthancServer.ts';
import { postgresOfDocker } from './postgresServer.ts';
import { proxyServer, type ProxyServer } from './proxyServer.ts';
import { redisServer } from './redisServer.ts';
import { smsGateway, type SmsGateway } from './smsGateway.ts';
import type { ServerProcess } from './ServerProcess.ts';

const secretsScript = fileURLToPath(new URL('../../../docker/make-secrets.sh', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface Cluster {
  gateway: Gateway;
  proxies: readonly [ProxyServer, ProxyServer];
  redis: ServerProcess;
  sms: SmsGateway;
  /** Came in through the door by the link of the terminal. */
  administrator: Visitor;
  /** Where administrators come in first, as the command beside a running proxy says it. */
  adminLink: string;
  /** Somebody who comes in through the door. @param address of this machine that they come from */
  visitor(address?: string): Visitor;
  /** The same session past nginx, at one of the proxies. */
  at(proxy: ProxyServer, session?: Visitor): Visitor;
  /** One more proxy, on another host as it were. */
  addProxy(): Promise<ProxyServer>;
  /** The folder of prepared frames that both proxies use. */
  prepared: string;
  /** Ends everything and removes the data; YUNYING_TEST_KEEP=1 leaves them, with all logs. */
  close(): Promise<void>;
}

/** As docker/ does it, into a folder. */
export const makeSecrets = (folder: string): void =>
  void execFileSync(secretsScript, [folder], { stdio: ['ignore', 'ignore', 'pipe'] });

/** One of the commands of scripts/, as `docker compose exec` runs it. @returns what it prints */
export const runBeside = ({ env }: ProxyServer, name: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(root, 'scripts', `${name}.ts`), ...args], {
    ...{ env, cwd: root, encoding: 'utf8' },
  });

/** Through the door the cookie has a name that is for TLS alone. */
const pastTheDoor = (cookie: string | undefined): string | undefined => cookie?.replace(/^__Host-/, '');

/** What docker/compose.yaml describes, as processes of this machine on free ports of 127.0.0.1. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'yunying-cluster-'));
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    if (process.env.YUNYING_TEST_KEEP !== '1') await rm(folder, { recursive: true, force: true });
  };
  const started = <Server extends { process: ServerProcess }>(server: Server): Server => {
    undo.push(() => server.process.end());
    return server;
  };
  try {
    // Readable for the user that PostgreSQL runs as and for nginx' workers.
    await chmod(folder, 0o755);
    const secrets = join(folder, 'secrets');
    makeSecrets(secrets);
    /** A URL as the proxies of docker/ get it, but for where its server is. */
    const elsewhere = (name: string, authority: string | RegExp, here: string): string => {
      const file = join(folder, name);
      writeFileSync(file, readFileSync(join(secrets, name), 'utf8').replace(authority, here));
      return file;
    };
    const postgres = started(await postgresOfDocker(folder, secrets));
    const redis = started(
      await redisServer(folder, readFileSync(join(secrets, 'redis_password'), 'utf8').trim()),
    );
    await redis.process.start();
    const { connection } = started(await orthancServer(folder, postgres.host, secrets));
    const smsToken = 'token of the SMS gateway';
    writeFileSync(join(secrets, 'sms_token'), `${smsToken}\n`);
    const sms = await smsGateway(smsToken);
    undo.push(() => sms.close());
    const httpsPort = await freePort();
    const env = {
      AUTH: 'local',
      PUBLIC_URL: gatewayUrl(httpsPort),
      TRUST_PROXY: 'loopback',
      DATABASE_URL_FILE: elsewhere(
        'database_url',
        '@postgres:5432/yunying',
        `@/yunying?host=${encodeURIComponent(postgres.host)}`,
      ),
      ENCRYPTION_KEY_FILE: join(secrets, 'encryption_key'),
      ENCRYPTION_KEY_PREVIOUS_FILE: join(secrets, 'encryption_key_previous'),
      SMS_PROVIDER: sms.url,
      SMS_TOKEN_FILE: join(secrets, 'sms_token'),
      TIME_ZONE: 'Asia/Shanghai',
      CORS_ORIGINS: 'https://his.hospital.example',
      ORTHANC_URL: connection.url,
      ORTHANC_USERNAME: connection.username,
      ORTHANC_PASSWORD_FILE: join(secrets, 'orthanc_password'),
      REDIS_URL_FILE: elsewhere('redis_url', 'redis:6379', new URL(redis.url).host),
      DEMO: '0',
    };
    let monitor: Record<string, string> = {};
    const options = { env, monitor: () => monitor };
    const first = started(await proxyServer(folder, 'proxy-1', options));
    const second = started(await proxyServer(folder, 'proxy-2', options));
    await Promise.all([first.process.start(), second.process.start()]);
    const door = started(await gateway(folder, [first.url, second.url], httpsPort));
    const visitor = (localAddress?: string): Visitor => {
      const agent = door.agent(localAddress === undefined ? {} : { localAddress });
      undo.push(() => agent.destroy());
      return new Visitor(door.url, agent);
    };
    const adminLink = /^ {2}(\S+)$/m.exec(runBeside(first, 'admin-link'))?.[1] ?? '';
    const administrator = visitor();
    const token = adminLink.split('#')[1];
    const entered = { token, login: 'admin', name: '管理员', password };
    const setUp = await administrator.post('/api/setup', entered);
    if (setUp.status !== 200) throw new Error(`setting up: ${JSON.stringify(setUp)}`);
    monitor = { cookie: pastTheDoor(administrator.cookie) ?? '' };
    return {
      ...{ gateway: door, sms, administrator, adminLink, visitor, close },
      proxies: [first, second],
      redis: redis.process,
      at(proxy, session = administrator) {
        const same = new Visitor(proxy.url);
        same.cookie = pastTheDoor(session.cookie);
        return same;
      },
      async addProxy() {
        const third = started(await proxyServer(folder, 'proxy-3', { ...options, ownDisk: true }));
        await third.process.start();
        return third;
      },
      prepared: join(folder, 'prepared'),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
