import { openDatabase, type DatabaseOptions } from '../../database/index.ts';
import { AuditLog } from '../index.ts';
import { key, login } from './support.ts';

/** A process of its own: appends as many events as it is told by lines, and says the place of the last. */
const [place = '{}', folder] = process.argv.slice(2);
const database = await openDatabase(JSON.parse(place) as DatabaseOptions);
const log = await AuditLog.open({ database, key, folder });
process.stdout.write('open\n');
process.stdin.on('data', (chunk) => {
  const ids = Array.from({ length: Number(String(chunk)) }, (_, n) => `${process.pid}-${n}`);
  void Promise.all(ids.map((id) => log.append(login(id)))).then((places) =>
    process.stdout.write(`${Math.max(...places)}\n`),
  );
});
process.stdin.on('end', () => void log.close().then(() => database.close()));
