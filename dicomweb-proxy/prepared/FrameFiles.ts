import type { FrameFile } from './FrameFile.ts';
import type { RecordKind } from './frameRecord.ts';

export interface FoundFrame {
  readonly kind: RecordKind;
  /** The bytes, checked. @throws DamagedFrameError; it is not found again in that file then */
  read(): Promise<Buffer>;
}

/**
 * The frames of a series in all files that there are: one for each process that has written some. What is in several of
 * them counts as in the newest, which is where a frame is that was made again because it was damaged.
 */
export class FrameFiles {
  readonly #newestFirst: readonly FrameFile[];

  constructor(newestFirst: readonly FrameFile[]) {
    this.#newestFirst = newestFirst;
  }

  get bytes(): number {
    return this.#newestFirst.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  find(instanceVersion: string, frameNumber: number): FoundFrame | undefined {
    for (const file of this.#newestFirst) {
      const entry = file.find(instanceVersion, frameNumber);
      if (entry) return { kind: entry.kind, read: () => file.read(instanceVersion, frameNumber, entry) };
    }
    return undefined;
  }

  /** Instance versions of which they hold frames. */
  instanceVersions(): Set<string> {
    return new Set(this.#newestFirst.flatMap((file) => [...file.instanceVersions()]));
  }

  /** What their writers have added since. @returns whether there was something */
  async readMore(): Promise<boolean> {
    const more = await Promise.all(this.#newestFirst.map((file) => file.readMore()));
    return more.includes(true);
  }

  /** The time stamp of one of them says when the series was last used, also to other processes. */
  async touch(): Promise<void> {
    await this.#newestFirst[0]?.touch();
  }
}
