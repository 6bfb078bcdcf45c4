import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface FileServer {
  origin: string;
  /** as it calls itself, e.g. nginx/1.22.1 */
  version: string;
  close(): Promise<void>;
}

/** `auto`: a worker per core, as Debian configures it. */
export type Workers = number | 'auto';

/**
 * nginx as Debian configures it (sendfile, tcp_nopush), without a log, keeping files open and connections for good.
 * Serves `folder`/www on a free port of the loopback address; all it writes goes to `folder`.
 */
export async function serveFiles(nginx: string, folder: string, workers: Workers): Promise<FileServer> {
  const port = await freePort();
  const configuration = join(folder, `nginx-${workers}.conf`);
  await writeFile(configuration, nginxConfiguration(folder, port, workers));
  const child = spawn(nginx, ['-p', folder, '-c', configuration, '-e', join(folder, 'error.log')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const leave = (): void => void child.kill('SIGTERM');
  process.once('exit', leave);
  const origin = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    process.removeListener('exit', leave);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) break;
    const response = await fetch(origin).catch(() => undefined);
    if (response) return { origin, version: response.headers.get('Server') ?? 'nginx', close };
    await delay(50);
  }
  await close();
  throw new Error(`nginx did not start; its log is in ${folder}/error.log`);
}

export function nginxConfiguration(folder: string, port: number, workers: Workers): string {
  return `daemon off;
worker_processes ${workers};
worker_rlimit_nofile 8192;
pid ${folder}/nginx-${workers}.pid;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  default_type application/octet-stream;
  keepalive_requests 10000000;
  open_file_cache max=4000 inactive=1h;
  open_file_cache_valid 1h;
  client_body_temp_path ${folder}/tmp-body;
  proxy_temp_path ${folder}/tmp-proxy;
  fastcgi_temp_path ${folder}/tmp-fastcgi;
  uwsgi_temp_path ${folder}/tmp-uwsgi;
  scgi_temp_path ${folder}/tmp-scgi;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    root ${folder}/www;
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
