import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process has the database open. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

const busy = 5; // SQLITE_BUSY

/**
 * Keeps every other process (and a second opening in this one) out of a PGlite folder, which two processes would destroy.
 * Node has no file locks, its SQLite does: a write transaction on an empty file holds the lock of the operating system,
 * which ends with the process however that ends, and holds between containers of one machine too.
 * @param folder made when it is not there; the lock's file is in it, beside the database
 * @returns gives it up again
 * @throws FolderTaken
 */
export function claimFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(folder, 'lock'));
  try {
    file.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode !== busy) throw error;
    throw new FolderTaken(
      `The database in ${folder} is open in another process. End that one, or use another folder.`,
    );
  }
  return () => file.close();
}
