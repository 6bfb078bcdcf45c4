import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent } from 'undici';
import { freePort } from '../../../dicomweb-proxy/archive/launch/ports.ts';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

const template = fileURLToPath(new URL('../../../docker/nginx/nginx.conf.template', import.meta.url));
const serverName = 'pacs.hospital.example';

export const gatewayUrl = (httpsPort: number): string => `https://${serverName}:${httpsPort}`;

export interface Gateway {
  /** https, by the name in the certificate */
  url: string;
  httpsPort: number;
  serverName: string;
  certificate: Buffer;
  process: ServerProcess;
  /** Finds the name on this machine and knows the certificate. */
  agent(options?: { allowH2?: boolean; localAddress?: string }): Agent;
}

/** nginx with the configuration of docker/: the very file, with these values for its variables. */
export async function gateway(
  folder: string,
  proxies: readonly string[],
  httpsPort: number,
): Promise<Gateway> {
  const run = join(folder, 'nginx');
  mkdirSync(run);
  // Started by root, its workers are somebody else.
  chmodSync(run, 0o755);
  const [certificate, key] = makeCertificate(run);
  const values: Record<string, string> = {
    NGINX_RUN: run,
    LISTEN: '127.0.0.1',
    HTTP_PORT: String(await freePort()),
    HTTPS_PORT: String(httpsPort),
    SERVER_NAME: serverName,
    TLS_CERTIFICATE: certificate,
    TLS_KEY: key,
    PROXY_1: new URL(proxies[0] ?? '').host,
    PROXY_2: new URL(proxies[1] ?? '').host,
  };
  const configuration = join(run, 'nginx.conf');
  writeFileSync(configuration, fillIn(readFileSync(template, 'utf8'), values));
  const nginx = programs.nginx ?? '';
  const args = ['-c', configuration, '-e', join(run, 'error.log')];
  // It opens /dev/stdout, which a pipe of Node's is not good for.
  const log = join(folder, 'nginx.log');
  const output = openSync(log, 'a');
  const checked = spawnSync(nginx, ['-t', ...args], { stdio: ['ignore', output, output] });
  if (checked.status !== 0) throw new Error(`nginx refuses the configuration:\n${readFileSync(log, 'utf8')}`);
  const ca = readFileSync(certificate);
  const agent: Gateway['agent'] = (options = {}) =>
    new Agent({
      ...options,
      connect: {
        ca,
        lookup: (_name, { all }, found) => {
          if (all) found(null, [{ address: '127.0.0.1', family: 4 }]);
          else found(null, '127.0.0.1', 4);
        },
      },
    });
  const url = gatewayUrl(httpsPort);
  const process = new ServerProcess({
    command: nginx,
    args: [...args, '-g', 'daemon off;'],
    log,
    answers: async () => {
      const dispatcher = agent();
      try {
        const { statusCode } = await dispatcher.request({ origin: url, path: '/healthz', method: 'GET' });
        return statusCode === 200;
      } finally {
        await dispatcher.destroy();
      }
    },
    endSignal: 'SIGTERM',
  });
  await process.start();
  return { url, httpsPort, serverName, certificate: ca, process, agent };
}

/** As envsubst does in the image: variables in capitals and braces. @throws Error for one without a value */
function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([A-Z0-9_]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`nginx.conf.template wants ${name}`);
    return value;
  });
}

function makeCertificate(folder: string): [certificate: string, key: string] {
  const [certificate, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const subject = ['-subj', `/CN=${serverName}`, '-addext', `subjectAltName=DNS:${serverName}`];
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const files = ['-keyout', key, '-out', certificate];
  execFileSync(programs.openssl ?? '', ['req', ...made, ...subject, ...files], { stdio: 'ignore' });
  return [certificate, key];
}
