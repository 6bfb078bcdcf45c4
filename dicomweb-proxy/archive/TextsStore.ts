import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { openBytes, sealBytes, type DiskKeys } from '../sealing/index.ts';

const context = 'texts of series';

/**
 * Lines that are kept in a file to which is only added; it may be thrown away at any time. With keys they go, some
 * together, sealed, into a file beside it, and what is there in clear goes.
 */
export class TextsStore {
  readonly #clear: string;
  readonly #path: string;
  readonly #keys: DiskKeys | undefined;

  constructor(path: string, keys: DiskKeys | undefined) {
    this.#clear = path;
    this.#path = keys ? `${path.slice(0, -extname(path).length)}.sealed` : path;
    this.#keys = keys;
  }

  /** What can be read of it. */
  async read(): Promise<string[]> {
    const keys = this.#keys;
    if (keys) await rm(this.#clear, { force: true }).catch(() => undefined);
    const kept = await readFile(this.#path, 'utf8').catch(() => '');
    const lines = kept.split('\n').filter((line) => line !== '');
    if (!keys) return lines;
    const opened = lines.map((line) => openBytes(keys, Buffer.from(line, 'base64'), context));
    // Of another key, and so it stays: it is begun anew.
    if (lines.length > 0 && opened.every((bytes) => bytes === undefined))
      await rm(this.#path, { force: true });
    return opened.flatMap((bytes) => bytes?.toString('utf8').split('\n') ?? []);
  }

  async append(lines: readonly string[]): Promise<void> {
    const text = lines.join('\n');
    const line = this.#keys
      ? sealBytes(this.#keys, Buffer.from(text, 'utf8'), context).toString('base64')
      : text;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o750 });
    await appendFile(this.#path, `${line}\n`, { mode: 0o640 });
  }
}
