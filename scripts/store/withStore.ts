import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadConfig, servicesConfig, type Config } from '../../server/index.ts';
import { FolderTaken, KeyError, NoStore, RestoreProblem, Store } from '../../services/index.ts';
import { describeProblem, StartProblem } from '../start/StartProblem.ts';

/** What a command ends with: 0 done, 1 something is wrong with the data, 2 it could not be done. */
export type ExitCode = 0 | 1 | 2;

/**
 * Opens what the configuration of the environment names, works with it, closes it, and ends the process.
 * @param isNew the database may be empty, and is made where there is none
 */
export async function withStore(
  work: (store: Store, config: Config) => Promise<ExitCode>,
  { isNew = false } = {},
): Promise<never> {
  let code: ExitCode;
  try {
    const config = loadConfig(process.env);
    const dataDir = resolve(config.dataDir);
    const store = await Store.open({ ...servicesConfig(config), dataDir }, { isNew }).catch(
      (error: unknown) => {
        throw withRemedy(error, dataDir);
      },
    );
    try {
      code = await work(store, config);
    } finally {
      await store.close();
    }
  } catch (error) {
    const told =
      error instanceof RestoreProblem || error instanceof KeyError ? error.message : describeProblem(error);
    process.stderr.write(`${told}\n`);
    code = 2;
  }
  process.exit(code);
}

function withRemedy(error: unknown, dataDir: string): unknown {
  if (error instanceof FolderTaken) {
    const url = runningAt(dataDir);
    return new StartProblem(
      `Yunying is running with DATA_DIR=${dataDir}${url ? ` at ${url}` : ''}, and its embedded database can be open in one process only.`,
      'end it, run this again, and start it again. With a PostgreSQL server (DATABASE_URL) it can go on meanwhile; the audit trail can be checked on its page /audit too.',
      { cause: error },
    );
  }
  if (error instanceof NoStore)
    return new StartProblem(
      error.message,
      'set DATA_DIR or DATABASE_URL as for npm start. People, rules and the audit trail are kept once it was started with sign-in.',
      { cause: error },
    );
  return error;
}

/** As `npm start` has written it down. */
function runningAt(dataDir: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(join(dataDir, 'yunying.pid'), 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The one folder of the command line. npm changes into the project's folder; a path means what it meant where it was typed. */
export function folderArgument(usage: string): string {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || folder.startsWith('-') || more.length > 0) {
    process.stderr.write(usage);
    process.exit(2);
  }
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), folder);
}

/** For commands that take none. */
export function refuseArguments(usage: string): void {
  if (process.argv.length === 2) return;
  process.stderr.write(usage);
  process.exit(2);
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Rows of each table that has any. */
export const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .filter(([, rows]) => rows > 0)
    .map(([table, rows]) => `${table} ${rows}`)
    .join(', ');
