import { pino } from 'pino';
import { obtainArchive } from '../../dicomweb-proxy/index.ts';

/** Runs an archive in the folder named on the command line until it is killed: `node holdArchive.ts <DATA_DIR>`. */
const [dataDir = ''] = process.argv.slice(2);
const archive = await obtainArchive({
  dataDir,
  dicomPort: 0,
  dicomAet: 'YUNYING',
  logger: pino({ level: 'silent' }),
});
process.stdout.write(`${archive.url}\n`);
setInterval(() => undefined, 1000);
