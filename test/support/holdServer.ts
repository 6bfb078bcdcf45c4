import { pino } from 'pino';
import { loadConfig, startServer } from '../../server/index.ts';

/** Runs a proxy, configured by the environment, in front of the archive at ORTHANC_URL until it is killed. */
const config = loadConfig({ AUTH: 'none', ...process.env });
const { orthancUrl: url = '', orthancUsername: username, orthancPassword: password } = config;
const server = await startServer({
  config,
  archive: { url, ...(username !== undefined && { username, password: password ?? '' }) },
  logger: pino({ level: 'silent' }),
});
process.stdout.write(`${server.url}\n`);
