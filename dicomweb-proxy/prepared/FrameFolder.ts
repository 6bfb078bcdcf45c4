import { stat } from 'node:fs/promises';
import type { SeriesUids } from './FrameUsages.ts';
import type { PreparedFiles } from './PreparedFiles.ts';

/** A file with frames of a series, as the disk has it. */
export interface FoundFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was last written or used. */
  readonly touchedMs: number;
}

/** Goes up when what is prepared changes its form. */
export const frameFormat = 1;

/** Of files whose records are sealed; it goes up with the other. */
const sealedFormat = 2;

const anyFrameFile = /^frames-\d+(\.[a-z0-9-]+)*\.htj2k$/;

/** The files with frames among all that is prepared, of all processes. */
export class FrameFolder {
  readonly #files: PreparedFiles;
  /** Of the key that records are sealed with, so that others are known without being opened. */
  readonly #form: string;
  readonly #frameFile: RegExp;

  constructor(files: PreparedFiles) {
    this.#files = files;
    this.#form = files.keys ? `frames-${sealedFormat}.${files.keys.id}` : `frames-${frameFormat}`;
    // Without a writer: of a version that knew only one.
    this.#frameFile = new RegExp(`^${this.#form.replace('.', '\\.')}(\\.[a-z0-9-]+)?\\.htj2k$`);
  }

  /** Of the file that a process writes. */
  nameFor(writer: string): string {
    return `${this.#form}.${writer}.htj2k`;
  }

  /** Their names. */
  async list({ studyInstanceUid, seriesInstanceUid }: SeriesUids): Promise<string[]> {
    const names = await this.#files.list(studyInstanceUid, seriesInstanceUid);
    return names.filter((name) => this.#frameFile.test(name));
  }

  /** Whether a file has frames, in whichever form. */
  isFrameFile(name: string): boolean {
    return anyFrameFile.test(name);
  }

  /** Whether a file has frames in another form, or sealed with another key: nobody can read these any more. */
  isOfAnother(name: string): boolean {
    return anyFrameFile.test(name) && !this.#frameFile.test(name);
  }

  pathOf({ studyInstanceUid, seriesInstanceUid }: SeriesUids, name: string): string {
    return this.#files.pathOf(studyInstanceUid, seriesInstanceUid, name);
  }

  remove({ studyInstanceUid, seriesInstanceUid }: SeriesUids, name: string): Promise<void> {
    return this.#files.remove(studyInstanceUid, seriesInstanceUid, name);
  }

  /** What the disk has left for us. */
  async freeBytes(): Promise<number> {
    return (await this.#files.disk()).freeBytes;
  }

  /** Every series that has any. */
  async *all(): AsyncGenerator<readonly [SeriesUids, FoundFile[]]> {
    for (const studyInstanceUid of await this.#files.studies()) {
      for (const seriesInstanceUid of await this.#files.series(studyInstanceUid)) {
        const uids = { studyInstanceUid, seriesInstanceUid };
        const names = await this.list(uids);
        if (names.length > 0) yield [uids, await this.#look(uids, names)];
      }
    }
  }

  async #look(uids: SeriesUids, names: readonly string[]): Promise<FoundFile[]> {
    const found: FoundFile[] = [];
    for (const name of names) {
      // Another process may have removed it just now.
      const file = await stat(this.pathOf(uids, name)).catch(() => undefined);
      if (file) found.push({ name, bytes: file.size, touchedMs: file.mtimeMs });
    }
    return found;
  }
}
