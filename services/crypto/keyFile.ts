import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeyError, mainKeyBytes } from './keys.ts';

const fileName = 'main';

/**
 * The main key that lies in a folder: 64 hexadecimal digits, for the owner's eyes only (file 0600, folder 0700).
 * Of several processes that start at once one makes it, the others read that one.
 * @throws KeyError naming the file where it holds something else
 */
export async function readOrMakeKeyFile(folder: string, options: { make: true }): Promise<Buffer>;
export async function readOrMakeKeyFile(
  folder: string,
  options: { make: boolean },
): Promise<Buffer | undefined>;
export async function readOrMakeKeyFile(
  folder: string,
  { make }: { make: boolean },
): Promise<Buffer | undefined> {
  const path = join(folder, fileName);
  const found = await read(path);
  if (found || !make) return found;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeOnce(folder, path);
  const made = await read(path);
  if (!made) throw new KeyError(`the key at ${path} is gone right after it was made`);
  return made;
}

async function read(path: string): Promise<Buffer | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new KeyError(`the key at ${path} cannot be read`, { cause: error });
  }
  if (!/^[0-9a-f]{64}\n?$/.test(text))
    throw new KeyError(
      `the file ${path} does not hold a key of ${mainKeyBytes} bytes; put back the one of your backup`,
    );
  // A copy from a backup may have come back readable for everybody.
  if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600);
  return Buffer.from(text.trim(), 'hex');
}

/** Whole or not at all, and never over one that is there: a link fails where the name exists. */
async function writeOnce(folder: string, path: string): Promise<void> {
  const temporary = join(folder, `.${fileName}-${randomBytes(6).toString('hex')}`);
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(`${randomBytes(mainKeyBytes).toString('hex')}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
