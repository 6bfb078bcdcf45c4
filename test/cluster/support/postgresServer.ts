import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

/** Who runs it: PostgreSQL refuses root, and Debian's package brings a user for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export const makeDatabases = fileURLToPath(
  new URL('../../../docker/postgres/make-databases.sh', import.meta.url),
);

interface PostgresServer {
  /** Folder of its socket, under the usual number 5432: it listens on no port. */
  host: string;
  process: ServerProcess;
}

/** A new PostgreSQL with the database `orthanc` of the user `orthanc`, who may do everything and needs no password. */
export async function postgresServer(folder: string): Promise<PostgresServer> {
  const server = await emptyServer(folder, 'orthanc');
  const createdb = ['-h', server.host, '-U', 'orthanc', 'orthanc'];
  execFileSync(join(programs.postgres ?? '', 'createdb'), createdb, { stdio: 'ignore' });
  return server;
}

/**
 * A new PostgreSQL with what docker/ makes in it, by its own script: databases and roles with the passwords of `secrets`.
 * As in the image, only the user `postgres` needs none.
 */
export async function postgresOfDocker(folder: string, secrets: string): Promise<PostgresServer> {
  const server = await emptyServer(folder, 'postgres', [
    'local all postgres trust',
    'local all all scram-sha-256',
  ]);
  const env = { PATH: process.env.PATH, PGHOST: server.host, SECRETS: secrets };
  // It has to be one that can be run again.
  for (let run = 0; run < 2; run += 1)
    execFileSync(makeDatabases, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  return server;
}

async function emptyServer(
  folder: string,
  superuser: string,
  rules?: readonly string[],
): Promise<PostgresServer> {
  const bin = programs.postgres ?? '';
  const [data, host] = [join(folder, 'postgres'), join(folder, 'postgres-socket')];
  const user = unprivileged();
  for (const path of [data, host]) {
    mkdirSync(path, { mode: 0o700 });
    if (user) chownSync(path, user.uid, user.gid);
  }
  const options = { ...user, cwd: host, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const initdb = ['-D', data, '-U', superuser, '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'ignore' });
  if (rules) writeFileSync(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
  const isReady = (): boolean =>
    spawnSync(join(bin, 'pg_isready'), ['-h', host], { stdio: 'ignore' }).status === 0;
  const server = new ServerProcess({
    command: join(bin, 'postgres'),
    args: ['-D', data, '-k', host, '-c', 'listen_addresses='],
    log: join(folder, 'postgres.log'),
    answers: () => Promise.resolve(isReady()),
    spawnOptions: options,
    // "Fast": connections are ended, not waited for.
    endSignal: 'SIGINT',
  });
  await server.start();
  return { host, process: server };
}
