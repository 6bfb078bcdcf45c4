import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { programs } from './programs.ts';
import { ServerProcess } from './ServerProcess.ts';

/** Who runs it: PostgreSQL refuses root, and Debian's package brings a user for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * A new PostgreSQL with the database `orthanc` of the user `orthanc`. It listens on no port: its socket is in the folder
 * that is returned, under the usual number 5432.
 */
export async function postgresServer(folder: string): Promise<{ host: string; process: ServerProcess }> {
  const bin = programs.postgres ?? '';
  const [data, host] = [join(folder, 'postgres'), join(folder, 'postgres-socket')];
  const user = unprivileged();
  for (const path of [data, host]) {
    mkdirSync(path, { mode: 0o700 });
    if (user) chownSync(path, user.uid, user.gid);
  }
  const options = { ...user, cwd: host, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const initdb = ['-D', data, '-U', 'orthanc', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...options, stdio: 'ignore' });
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
  execFileSync(join(bin, 'createdb'), ['-h', host, '-U', 'orthanc', 'orthanc'], { stdio: 'ignore' });
  return { host, process: server };
}
