import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const OHIF_VERSION = '3.13.2';
/** sha512 of the tarball as npm publishes it: figures of different days are of the same viewer. */
const INTEGRITY = 'WZdxmpmG7rqFgW9ZJLcbgr3XCtLi1KDNPoMaeY5PPe6j4G4fjEjjkycZM6C6Zk2F87BKxFfpq+jd5xXZB9E8EA==';

/**
 * OHIF's built viewer, unpacked below `cacheDir` (kept there for the next run; never part of this project).
 * Returns the folder that holds its index.html. Throws when the tarball is not the published one.
 */
export async function obtainPackage(cacheDir: string, tarball: string | undefined): Promise<string> {
  const home = path.join(cacheDir, `ohif-app-${OHIF_VERSION}`);
  const dist = path.join(home, 'package', 'dist');
  if (existsSync(dist)) return dist;
  await mkdir(cacheDir, { recursive: true });
  const work = await mkdtemp(path.join(cacheDir, 'unpack-'));
  try {
    const file = tarball ?? (await pack(work));
    await checkIntegrity(file);
    await run('tar', ['-xzf', file, '-C', work, 'package/dist', 'package/LICENSE']);
    await rm(home, { recursive: true, force: true });
    await mkdir(home);
    await rename(path.join(work, 'package'), path.join(home, 'package'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return dist;
}

async function pack(folder: string): Promise<string> {
  console.log(`fetching @ohif/app@${OHIF_VERSION} from the npm registry ...`);
  await run('npm', ['pack', `@ohif/app@${OHIF_VERSION}`, '--pack-destination', folder], { cwd: folder });
  return path.join(folder, `ohif-app-${OHIF_VERSION}.tgz`);
}

async function checkIntegrity(file: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('base64');
  if (found !== INTEGRITY) {
    throw new Error(
      `${file} is not @ohif/app@${OHIF_VERSION} as published: sha512 ${found}, expected ${INTEGRITY}`,
    );
  }
}
