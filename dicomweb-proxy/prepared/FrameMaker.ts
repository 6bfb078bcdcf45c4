import type { Logger } from 'pino';
import {
  canDecode,
  htj2kRpclLossless,
  MissingAttributeError,
  transferSyntaxName,
  whyLossy,
  whyNotDecoded,
  whyNotHtj2k,
  type ImagePixelModule,
} from '../../pixels/index.ts';
import {
  FrameUnreadableError,
  InstanceSetAsideError,
  NoSuchFrameError,
  type InstanceRecord,
  type SeriesRecord,
} from '../archive/index.ts';
import { FrameSetAsideError, type FramePool, type JobPriority } from '../frames/index.ts';
import type { Frames } from './Frames.ts';
import type { RecordKind } from './frameRecord.ts';
import type { SeriesImages } from './SeriesImages.ts';

/** What became of a frame: the HTJ2K stream, or the reason why there is none, in UTF-8. */
export interface FrameOutcome {
  readonly kind: RecordKind;
  readonly bytes: Buffer;
  /** What is set aside is tried again some time: such an outcome is not to be kept. */
  readonly forNow?: true;
}

export interface FrameMakerOptions {
  frames: Frames;
  images: SeriesImages;
  pool: FramePool;
  logger: Logger;
}

/** The stored file is to blame, and would be again. */
const finalErrors = [NoSuchFrameError, FrameUnreadableError];
const setAsideErrors = [InstanceSetAsideError, FrameSetAsideError];

/** Makes HTJ2K of stored frames, or finds out why not. */
export class FrameMaker {
  readonly #options: FrameMakerOptions;

  constructor(options: FrameMakerOptions) {
    this.#options = options;
  }

  /**
   * What it returns holds for as long as the stored file does, so it can be kept, unless it is `forNow`.
   * @throws NoSuchFrameError for what nobody has counted; ArchiveUnavailableError, ArchiveResponseError,
   * FrameQueueFullError, FramePoolClosedError, FrameWorkerError for what may be different the next time
   */
  async make(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    priority: JobPriority,
    signal?: AbortSignal,
  ): Promise<FrameOutcome> {
    const image = (await this.#options.images.get(series)).get(instance.sopInstanceUid);
    if (!image) throw new NoSuchFrameError('The instance has no image');
    if (image instanceof MissingAttributeError) return reason('failed', image.message);
    if (frameNumber > image.numberOfFrames) {
      throw new NoSuchFrameError(`The instance has ${image.numberOfFrames} frames, not ${frameNumber}`);
    }
    try {
      const obstacle = obstacleBeforeFetching(instance, image);
      if (obstacle !== undefined) return reason('as-stored', obstacle);
      return await this.#transcode(instance, frameNumber, image, priority, signal);
    } catch (error) {
      if (finalErrors.some((Final) => error instanceof Final)) {
        return reason('failed', (error as Error).message);
      }
      if (setAsideErrors.some((SetAside) => error instanceof SetAside)) {
        return { ...reason('failed', (error as Error).message), forNow: true };
      }
      throw error;
    }
  }

  async #transcode(
    instance: InstanceRecord,
    frameNumber: number,
    image: ImagePixelModule,
    priority: JobPriority,
    signal: AbortSignal | undefined,
  ): Promise<FrameOutcome> {
    const { frames, pool, logger } = this.#options;
    const stored =
      priority === 'reader'
        ? await frames.get(instance, frameNumber, signal)
        : await frames.getOnce(instance, frameNumber);
    const prepared = await pool.prepare(stored.bytes, stored.transferSyntaxUid, image, {
      priority,
      subject: { ...instance, frameNumber },
      ...(signal && { signal }),
    });
    if (prepared.kind === 'htj2k') {
      const { buffer, byteOffset, byteLength } = prepared.bytes;
      return { kind: 'htj2k', bytes: Buffer.from(buffer, byteOffset, byteLength) };
    }
    const { sopInstanceUid } = instance;
    const level = prepared.cause === 'not-identical' ? 'warn' : 'debug';
    logger[level]({ sopInstanceUid, frameNumber, reason: prepared.reason }, 'a frame stays as it is stored');
    return reason('as-stored', `${prepared.cause}: ${prepared.reason}`);
  }
}

/** What can be said without the bytes: films of thousands of frames need not be fetched to learn that they are films. */
function obstacleBeforeFetching(
  { transferSyntaxUid }: InstanceRecord,
  image: ImagePixelModule,
): string | undefined {
  if (transferSyntaxUid === undefined) return 'the stored file does not say its transfer syntax (0002,0010)';
  const name = transferSyntaxName(transferSyntaxUid);
  if (transferSyntaxUid === htj2kRpclLossless) return `it is stored as ${name}`;
  if (!canDecode(transferSyntaxUid)) return `no decoder for ${name}: ${whyNotDecoded(transferSyntaxUid)}`;
  return whyNotHtj2k(image) ?? whyLossy(new Uint8Array(0), transferSyntaxUid);
}

const reason = (kind: RecordKind, text: string): FrameOutcome => ({ kind, bytes: Buffer.from(text, 'utf8') });
