import { existsSync, mkdirSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRow } from './chain.ts';

type Line = Omit<AuditRow, 'at' | 'previous' | 'mac'> & { at: string; previous: string; mac: string };

const encode = (row: AuditRow): string =>
  `${JSON.stringify({
    ...row,
    at: row.at.toISOString(),
    previous: row.previous.toString('hex'),
    mac: row.mac.toString('hex'),
  } satisfies Line)}\n`;

function decode(text: string): AuditRow {
  const line = JSON.parse(text) as Line;
  return {
    ...line,
    at: new Date(line.at),
    previous: Buffer.from(line.previous, 'hex'),
    mac: Buffer.from(line.mac, 'hex'),
  };
}

/** What was written whole: a last line without its end was never acknowledged. */
const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1);

/** When the file is that long it becomes the older one of two. */
const rotateAtBytes = 16 << 20;

/**
 * PGlite does not wait for the disk; what must survive a power cut goes through this file first. Two files are kept: what
 * has left the younger one was in the database for some ten thousand events.
 */
export class Journal {
  readonly #path: string;
  readonly #older: string;
  #file: FileHandle | undefined;
  #bytes = 0;

  /** @param folder made when it is not there */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#path = join(folder, 'journal.jsonl');
    this.#older = join(folder, 'journal.older.jsonl');
  }

  /** Rows in the order they were written. @throws SyntaxError when a line is damaged */
  read(): AuditRow[] {
    return [this.#older, this.#path].flatMap((path) => {
      if (!existsSync(path)) return [];
      const lines = wholeLines(readFileSync(path, 'utf8')).split('\n');
      return lines.filter((line) => line !== '').map(decode);
    });
  }

  /** Resolves when the rows are on the disk. */
  async append(rows: readonly AuditRow[]): Promise<void> {
    const file = (this.#file ??= await this.#open());
    const bytes = Buffer.from(rows.map(encode).join(''), 'utf8');
    try {
      await file.appendFile(bytes);
      await file.datasync();
    } catch (error) {
      // Half a line may be there: the next time begins by cutting it off.
      await this.close();
      throw error;
    }
    this.#bytes += bytes.length;
    if (this.#bytes < rotateAtBytes) return;
    await this.close();
    renameSync(this.#path, this.#older);
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(): Promise<FileHandle> {
    if (existsSync(this.#path)) {
      const whole = Buffer.byteLength(wholeLines(readFileSync(this.#path, 'utf8')));
      if (whole < statSync(this.#path).size) truncateSync(this.#path, whole);
      this.#bytes = whole;
    } else this.#bytes = 0;
    return open(this.#path, 'a', 0o600);
  }
}

/** What a journal holds, for who only looks. @param folder may be missing @throws SyntaxError when a line is damaged */
export const readJournal = (folder: string): AuditRow[] =>
  existsSync(folder) ? new Journal(folder).read() : [];

/** Those of them that are there. */
export const journalFiles = (folder: string): string[] =>
  ['journal.older.jsonl', 'journal.jsonl']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path));
