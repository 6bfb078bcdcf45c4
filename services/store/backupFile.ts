import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { SealedValueError, type Sealer } from '../crypto/index.ts';
import { RestoreProblem } from '../database/index.ts';

/** In the folder of a backup. */
export const backupName = 'yunying.backup';

const format = 'yunying-sealed-backup-1';
/** The first line, and the only one that is not sealed. */
const head = z.object({ format: z.literal(format), id: z.uuid(), at: z.string() });

/** Each line opens in its own place of its own backup only. */
const contextOf = (id: string, line: number): string => `backup ${id} ${line}`;

/**
 * Writes lines into the folder, each sealed: who finds the file learns how long it is. Not there before it is whole and on the disk.
 * @param make hands over line by line
 * @throws RestoreProblem where the folder holds one already
 */
export async function writeBackupFile<Result>(
  folder: string,
  sealer: Sealer,
  at: Date,
  make: (write: (line: string) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const path = join(folder, backupName);
  if (await isThere(path))
    throw new RestoreProblem(`${path} is there already. Give each backup a folder of its own.`);
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', 0o600);
  let result: Result;
  try {
    const id = randomUUID();
    await file.write(`${JSON.stringify({ format, id, at: at.toISOString() })}\n`);
    let line = 0;
    result = await make(async (text) => {
      line += 1;
      await file.write(`${sealer.seal(text, contextOf(id, line))}\n`);
    });
    await file.sync();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  return result;
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The lines as they were. @throws RestoreProblem where there is none, its key is not at hand, or it was changed */
export async function* readBackupFile(folder: string, sealer: Sealer): AsyncGenerator<string> {
  const path = join(folder, backupName);
  if (!(await isThere(path))) throw new RestoreProblem(`There is no backup in ${folder} (no ${backupName}).`);
  let id: string | undefined;
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (id === undefined) {
      id = idIn(text, path);
      continue;
    }
    line += 1;
    yield opened(sealer, text, contextOf(id, line), `${path}, line ${line + 1}`);
  }
}

function idIn(text: string, path: string): string {
  try {
    return head.parse(JSON.parse(text)).id;
  } catch (error) {
    throw new RestoreProblem(`${path} is no backup of Yunying.`, { cause: error });
  }
}

function opened(sealer: Sealer, text: string, context: string, where: string): string {
  try {
    return sealer.open(text, context);
  } catch (error) {
    if (!(error instanceof SealedValueError)) throw error;
    const why =
      error.problem === 'unknown-key'
        ? 'was sealed with another key. Put back the key of that time: ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS, or DATA_DIR/keys/main'
        : 'was changed, cut or moved';
    throw new RestoreProblem(`${where}: ${why}.`, { cause: error });
  }
}
