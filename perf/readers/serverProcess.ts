import { once } from 'node:events';
import { pino } from 'pino';
import { obtainArchive } from '../../dicomweb-proxy/index.ts';
import { loadConfig, startServer } from '../../server/index.ts';

/**
 * The whole server with its archive over a folder that stays, on free ports of 127.0.0.1: `node serverProcess.ts <DATA_DIR> <AUTH>`
 * prints one line of JSON when it stands, `{url, setupToken}`, and ends with its standard input. DATABASE_URL as for the product.
 */
const [dataDir = '', auth = 'none'] = process.argv.slice(2);
// As in service, where what is logged is part of what an answer costs; the lines go to a file.
const logger = pino({ level: 'info' }, pino.destination({ fd: 2, sync: false }));
const dicomAet = 'YUNYING';
const archive = await obtainArchive({ dataDir, dicomPort: 0, dicomAet, logger });
const config = loadConfig({
  ...{ PORT: '0', DATA_DIR: dataDir, DICOM_PORT: '0', DICOM_AET: dicomAet, DEMO: '0' },
  AUTH: auth,
  // People and audit trail in a server of their own, where one is named.
  DATABASE_URL: process.env.DATABASE_URL,
});
const server = await startServer({ config, archive, logger });
const setupToken = (await server.setupLink())?.split('#')[1];
process.stdout.write(`${JSON.stringify({ url: server.url, setupToken })}\n`);
process.stdin.resume();
await once(process.stdin, 'end');
await server.close();
await archive.close();
process.exit(0);
