import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { ServerProcess } from './ServerProcess.ts';

const script = fileURLToPath(new URL('proxyProcess.ts', import.meta.url));

export interface ProxyServer {
  /** past nginx */
  url: string;
  process: ServerProcess;
  /** What it was started with, for commands that work beside it. */
  env: Readonly<Record<string, string>>;
  /** A number of /metrics; 0 where it does not occur. */
  metric(name: string, label?: string): Promise<number>;
}

export interface ProxyOptions {
  /** Settings that are the same for all, with the addresses of the other servers. */
  env: Readonly<Record<string, string>>;
  /** Sent by who asks for the metrics. */
  monitor: () => Record<string, string>;
  /** Has a folder of prepared frames for itself. */
  ownDisk?: boolean;
}

/**
 * A proxy with a DATA_DIR of its own but for what is prepared, which it shares with the others; with `ownDisk`, as on
 * another host, it does not. It is not started yet.
 */
export async function proxyServer(
  folder: string,
  name: string,
  { env: shared, monitor, ownDisk = false }: ProxyOptions,
): Promise<ProxyServer> {
  const [dataDir, prepared] = [join(folder, name), join(folder, 'prepared')];
  mkdirSync(prepared, { recursive: true });
  mkdirSync(dataDir);
  if (!ownDisk) symlinkSync(prepared, join(dataDir, 'prepared'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: dataDir,
    ...shared,
  };
  const server = new ServerProcess({
    command: process.execPath,
    args: [script],
    log: join(folder, `${name}.log`),
    answers: async () => (await fetch(`${url}/readyz`)).ok,
    spawnOptions: { env },
  });
  const metric = async (metricName: string, label = ''): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`, { headers: monitor() })).text();
    const line = text.split('\n').find((one) => one.startsWith(metricName) && one.includes(label));
    return Number(line?.split(' ').at(-1) ?? 0);
  };
  return { url, process: server, env, metric };
}
