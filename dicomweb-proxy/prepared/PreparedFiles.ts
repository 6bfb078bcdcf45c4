import { mkdir, open, readdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Logger } from 'pino';
import type { SeriesRecord } from '../archive/index.ts';
import { openBytes, sealBytes, type DiskKeys } from '../sealing/index.ts';
import { checkedBytes, withChecksum } from './checksummed.ts';

const uid = /^[0-9.]{1,64}$/;
const fileName = /^[a-z0-9][a-z0-9.-]{0,120}$/;

/**
 * Files derived from a series, below `root`/<study>/<series>/. Written whole or not at all: temporary file, fsync,
 * rename; read as they were written or not at all: each ends with a checksum, or is sealed where there are keys.
 * Everything here may be thrown away at any time.
 */
export class PreparedFiles {
  readonly #root: string;
  readonly #logger: Logger;
  /** What all of it is sealed with; undefined: it is in clear. */
  readonly keys: DiskKeys | undefined;

  constructor(root: string, logger: Logger, keys?: DiskKeys) {
    this.#root = resolve(root);
    this.#logger = logger;
    this.keys = keys;
  }

  /** undefined when it is not there, is not what was written, or cannot be read: it is made again then. */
  async read(studyUid: string, seriesUid: string, name: string): Promise<Buffer | undefined> {
    const path = this.#path(studyUid, seriesUid, name);
    try {
      const kept = await readFile(path);
      const bytes = this.keys ? openBytes(this.keys, kept, this.#context(path)) : checkedBytes(kept);
      if (!bytes)
        this.#logger.warn({ path }, 'a prepared file is damaged, of an older version or another key');
      return bytes && bytes.length > 0 ? bytes : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#logger.warn({ err: error, path }, 'a prepared file cannot be read');
      }
      return undefined;
    }
  }

  async write(studyUid: string, seriesUid: string, name: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(studyUid, seriesUid, name);
    const temporary = `${path}.${randomUUID()}.tmp`;
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    try {
      const file = await open(temporary, 'wx', 0o640);
      try {
        await file.writeFile(
          this.keys ? sealBytes(this.keys, bytes, this.#context(path)) : withChecksum(bytes),
        );
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Removes the files of a series that `keep` does not want, leftovers of a crash included. */
  async prune(studyUid: string, seriesUid: string, keep: (name: string) => boolean): Promise<void> {
    const folder = this.#path(studyUid, seriesUid);
    const names = await this.list(studyUid, seriesUid);
    await Promise.all(
      names.filter((name) => !keep(name)).map((name) => rm(join(folder, name), { force: true })),
    );
  }

  /** What the series has, for those who know the names. */
  async list(studyUid: string, seriesUid: string): Promise<string[]> {
    return readdir(this.#path(studyUid, seriesUid)).catch(() => []);
  }

  /** Where the file is or would be. @throws Error for what is no UID or no file name */
  pathOf(studyUid: string, seriesUid: string, name: string): string {
    return this.#path(studyUid, seriesUid, name);
  }

  async remove(studyUid: string, seriesUid: string, name: string): Promise<void> {
    await rm(this.#path(studyUid, seriesUid, name), { force: true });
  }

  /** What the disk has left for us and what it holds at most; no limits where it does not say. */
  async disk(): Promise<{ freeBytes: number; totalBytes: number }> {
    const disk = await statfs(this.#root)
      .catch(() => statfs(dirname(this.#root)))
      .catch(() => undefined);
    if (!disk) return { freeBytes: Infinity, totalBytes: Infinity };
    return { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize };
  }

  async removeStudy(studyUid: string): Promise<void> {
    if (!isUid(studyUid)) return;
    await rm(this.#path(studyUid), { recursive: true, force: true });
  }

  async removeSeries(studyUid: string, seriesUid: string): Promise<void> {
    await rm(this.#path(studyUid, seriesUid), { recursive: true, force: true });
  }

  async studies(): Promise<string[]> {
    const names = await readdir(this.#root).catch(() => []);
    return names.filter((name) => isUid(name));
  }

  async series(studyUid: string): Promise<string[]> {
    if (!isUid(studyUid)) return [];
    const names = await readdir(this.#path(studyUid)).catch(() => []);
    return names.filter((name) => isUid(name));
  }

  /** A sealed file opens in its place only, wherever the whole folder is. */
  #context(path: string): string {
    return `prepared ${relative(this.#root, path).replaceAll(sep, '/')}`;
  }

  /** Never a path out of a DICOM value that was not checked. */
  #path(studyUid: string, seriesUid?: string, name?: string): string {
    for (const part of [studyUid, seriesUid]) {
      if (part !== undefined && !isUid(part)) throw new Error(`not a UID: ${JSON.stringify(part)}`);
    }
    if (name !== undefined && !fileName.test(name))
      throw new Error(`not a file name: ${JSON.stringify(name)}`);
    const path = join(this.#root, ...[studyUid, seriesUid, name].filter((part) => part !== undefined));
    if (!path.startsWith(this.#root + sep)) throw new Error(`outside of the prepared studies: ${path}`);
    return path;
  }
}

/** Only such UIDs become parts of paths. `.` and `..` consist of their letters too. */
const isUid = (text: string): boolean => uid.test(text) && /[0-9]/.test(text);

/** UIDs that are none stay off the disk. What is kept under the version of an instance needs no more than this. */
export const mayBeNamed = ({ studyInstanceUid, seriesInstanceUid }: SeriesRecord): boolean =>
  isUid(studyInstanceUid) && isUid(seriesInstanceUid);

/** Unsettled versions of a series are replaced within seconds. */
export const mayBeKept = (series: SeriesRecord): boolean => series.settled && mayBeNamed(series);
