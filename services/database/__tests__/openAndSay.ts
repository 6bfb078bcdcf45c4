import { openDatabase, type DatabaseOptions } from '../index.ts';

/** A process of its own: opens the database given as JSON, says so, adds a department with each line it reads. */
const database = await openDatabase(JSON.parse(process.argv[2] ?? '{}') as DatabaseOptions).catch(
  (error: Error) => {
    process.stdout.write(`${error.name}\n`);
    process.exit(1);
  },
);
process.stdout.write('open\n');
process.stdin.on('data', (chunk) => {
  const value = String(chunk).trim();
  void database.db
    .insertInto('department_map')
    .values({ source: 'station', value, institution: 'A' })
    .execute()
    .then(() => process.stdout.write(`added ${value}\n`));
});
process.stdin.on('end', () => void database.close());
