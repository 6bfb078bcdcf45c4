import type { Logger } from 'pino';
import type { PreparedFiles } from './PreparedFiles.ts';

/** The frame cannot be kept: the disk, or the share of it that is ours, is full. */
export class FrameStoreFullError extends Error {
  override readonly name = 'FrameStoreFullError';
}

/** The archive writes to the same disk, and it is the one that must not run out; of small disks it is a tenth. */
const leaveFreeBytes = 1024 ** 3;
const lookAtDiskEveryBytes = 64 * 1024 ** 2;
/** After the disk was full; one frame is tried then. */
const pauseMs = 5_000;
const saySoEveryMs = 300_000;

/** Whether the disk still takes something: looked at now and then, and not for a while after it was full. */
export class DiskRoom {
  readonly #files: PreparedFiles;
  readonly #logger: Logger;
  #untilLookedAt = 0;
  #pausedUntilMs = 0;
  #saidSoMs = -Infinity;

  constructor(files: PreparedFiles, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
  }

  /** It was full a moment ago. */
  get isPaused(): boolean {
    return performance.now() < this.#pausedUntilMs;
  }

  /** To be called before `bytes` are written. @throws FrameStoreFullError */
  async take(bytes: number): Promise<void> {
    if (this.isPaused) throw new FrameStoreFullError('the disk was full');
    this.#untilLookedAt -= bytes;
    if (this.#untilLookedAt > 0) return;
    this.#untilLookedAt = lookAtDiskEveryBytes;
    const { freeBytes, totalBytes } = await this.#files.disk();
    const reserve = Math.min(leaveFreeBytes, totalBytes / 10);
    if (freeBytes >= reserve) return;
    this.#untilLookedAt = 0;
    this.pause(`only ${freeBytes} bytes are free`);
    throw new FrameStoreFullError('the disk is nearly full');
  }

  pause(reason: string): void {
    const now = performance.now();
    this.#pausedUntilMs = now + pauseMs;
    if (now - this.#saidSoMs < saySoEveryMs) return;
    this.#saidSoMs = now;
    this.#logger.warn(`frames cannot be kept until there is room again: ${reason}`);
  }
}
