import { pino } from 'pino';
import { obtainArchive } from '../../../dicomweb-proxy/index.ts';
import { loadConfig, startServer } from '../../../server/index.ts';

/** One proxy, configured by its environment as in docker/compose.yaml; ends in order on SIGTERM. */
const config = loadConfig(process.env);
const logger = pino({ level: config.logLevel }, pino.destination({ fd: 1, sync: true }));
const archive = await obtainArchive({ ...config, logger });
const server = await startServer({ config, archive, logger });
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => archive.close())
    .then(() => process.exit(0));
});
