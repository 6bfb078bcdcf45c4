import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ArchiveConnection } from '../../../dicomweb-proxy/index.ts';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { ServerProcess } from './ServerProcess.ts';

const script = fileURLToPath(new URL('proxyProcess.ts', import.meta.url));

export interface ProxyServer {
  /** past nginx */
  url: string;
  process: ServerProcess;
  /** A number of /metrics; 0 where it does not occur. */
  metric(name: string, label?: string): Promise<number>;
}

/**
 * A proxy with a DATA_DIR of its own but for what is prepared, which it shares with the others; with `ownDisk`, as on
 * another host, it does not. It is not started yet.
 */
export async function proxyServer(
  folder: string,
  name: string,
  {
    connection,
    redisUrl,
    ownDisk = false,
  }: { connection: Required<ArchiveConnection>; redisUrl: string; ownDisk?: boolean },
): Promise<ProxyServer> {
  const [dataDir, shared] = [join(folder, name), join(folder, 'prepared')];
  mkdirSync(shared, { recursive: true });
  mkdirSync(dataDir);
  if (!ownDisk) symlinkSync(shared, join(dataDir, 'prepared'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = new ServerProcess({
    command: process.execPath,
    args: [script],
    log: join(folder, `${name}.log`),
    answers: async () => (await fetch(`${url}/readyz`)).ok,
    spawnOptions: {
      env: {
        PATH: process.env.PATH,
        HOST: '127.0.0.1',
        PORT: String(port),
        AUTH: 'none',
        TRUST_PROXY: 'loopback',
        CORS_ORIGINS: 'https://his.hospital.example',
        DATA_DIR: dataDir,
        ORTHANC_URL: connection.url,
        ORTHANC_USERNAME: connection.username,
        ORTHANC_PASSWORD: connection.password,
        REDIS_URL: redisUrl,
        DEMO: '0',
      },
    },
  });
  const metric = async (metricName: string, label = ''): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(metricName) && one.includes(label));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  return { url, process: server, metric };
}
