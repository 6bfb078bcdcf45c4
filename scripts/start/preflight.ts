import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { portObstacle } from '../../dicomweb-proxy/index.ts';
import { StartProblem } from './StartProblem.ts';

const gigabyte = 1024 ** 3;

/** mkdir -p. Node's own `recursive` never returns where the file system refuses with ENOENT (/proc, some mounts). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o750 });
}

/** Makes DATA_DIR and proves that it can be written. */
export function ensureWritable(dataDir: string): void {
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    makeFolder(dataDir);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new StartProblem(
      `DATA_DIR=${dataDir} cannot be written (${code}).`,
      'Give this user write access to it, or set DATA_DIR to a folder of its own, for example DATA_DIR=$HOME/yunying-data.',
      { cause: error },
    );
  }
}

/** Below `neededBytes` an import fails half-way, and a database on a full disk is worse than none. */
export async function ensureDiskSpace(dataDir: string, neededBytes = 2 * gigabyte): Promise<void> {
  const { bavail, bsize } = await statfs(dataDir);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new StartProblem(
    `There is too little disk space for DATA_DIR=${dataDir}: ${(freeBytes / gigabyte).toFixed(1)} GB free, ` +
      `${(neededBytes / gigabyte).toFixed(1)} GB needed at least.`,
    'Free some space, or set DATA_DIR to a folder on a larger disk.',
  );
}

/** `port` 0 is always free. */
export async function ensurePortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const obstacle = await portObstacle(port, host);
  if (obstacle === undefined) return;
  if (obstacle === 'EADDRNOTAVAIL' || obstacle === 'ENOTFOUND') {
    throw new StartProblem(
      `HOST=${host} is not an address of this machine (${obstacle}).`,
      'Set HOST to 127.0.0.1 (this machine only), 0.0.0.0 (all its addresses) or one of its addresses.',
    );
  }
  throw new StartProblem(
    obstacle === 'EACCES'
      ? `This user may not listen on port ${port}.`
      : `Port ${port} on ${host} is taken by another program (${obstacle}).`,
    `Set PORT to another one, for example: PORT=${port + 1 > 1024 ? port + 1 : 3000} npm start` +
      (obstacle === 'EADDRINUSE' ? `\n("ss -ltnp sport = :${port}" names the program that has it.)` : ''),
  );
}
