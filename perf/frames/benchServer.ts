import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { loadConfig, startServer } from '../../server/index.ts';

/**
 * One server in front of an archive that runs, with data of its own that goes away: `node benchServer.ts` is configured by the
 * environment as in service, prints one line of JSON when it stands, `{url, cookie}`, and ends with its standard input. With AUTH=local
 * the cookie is that of its administrator.
 */
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'yunying-bench-'));
const config = loadConfig({
  AUTH: 'none',
  ...process.env,
  HOST: '127.0.0.1',
  PORT: '0',
  DATA_DIR: dataDir,
  DEMO: '0',
});
// As in service, where what is logged is part of what an answer costs.
const logger = pino({ level: 'info' }, pino.destination({ dest: path.join(dataDir, 'log'), sync: false }));
const { orthancUrl: url = '', orthancUsername: username, orthancPassword: password } = config;
const server = await startServer({
  config,
  archive: { url, ...(username !== undefined && { username, password: password ?? '' }) },
  logger,
});
process.stdout.write(`${JSON.stringify({ url: server.url, cookie: await administratorsCookie() })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await server.close();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);

async function administratorsCookie(): Promise<string | undefined> {
  const token = (await server.setupLink())?.split('#')[1];
  if (token === undefined) return undefined;
  const reply = await fetch(`${server.url}/api/setup`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, login: 'bench', name: 'bench', password: token }),
  });
  const [cookie] = (reply.headers.get('Set-Cookie') ?? '').split(';', 1);
  if (!reply.ok || !cookie) throw new Error(`signing in answered ${reply.status}: ${await reply.text()}`);
  return cookie;
}
