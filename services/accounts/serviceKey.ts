import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ApiKeys } from '../identity/index.ts';

/** The rule that says what programs of this machine may do. */
const rule = 'built-in:local-programs';
const name = 'programs of this machine (DATA_DIR/keys/service)';

export const serviceKeyFile = (dataDir: string): string => join(dataDir, 'keys', 'service');

/**
 * The key that programs of this machine send as `Authorization: Bearer` (import, demo studies): who may read the file may
 * use it. @returns undefined where there is none, as nothing was started with sign-in yet
 */
export async function readServiceKey(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(serviceKeyFile(dataDir), 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Sees to it that there is a good one, for its owner's eyes only (0600).
 * @param addresses from where it may be used
 * @returns the id of one that was made now
 */
export async function keepServiceKey(
  keys: ApiKeys,
  dataDir: string,
  { addresses, now }: { addresses: readonly string[]; now: Date },
): Promise<string | undefined> {
  const file = serviceKeyFile(dataDir);
  const text = await readServiceKey(dataDir);
  if (text !== undefined) {
    const verdict = await keys.verify(text, { address: '127.0.0.1', now });
    const same = verdict.ok && verdict.key.addresses.join() === addresses.join();
    if (same) {
      await chmod(file, 0o600);
      return undefined;
    }
    if (verdict.ok) await keys.revoke(verdict.key.id, now);
  }
  const made = await keys.create({ name, ruleIds: [rule], addresses: [...addresses] }, now);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.new`;
  await rm(unfinished, { force: true });
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    await handle.writeFile(`${made.text}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  return made.key.id;
}
