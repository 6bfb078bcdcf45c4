import {
  decodeHtj2kPrefix,
  encodeHtj2kLossless,
  htj2kPrefixLengths,
  htj2kRpclLossless,
  type DecodedFrame,
} from '../../../../pixels/index.ts';
import type { FrameStatus } from '../../frames/frameLoader.ts';
import { FrameError, type LoadedFrame } from '../../frames/loadedFrame.ts';
import { toModalityValues } from '../../frames/modalityValues.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import type { StoredFrames } from '../volumeFeeder.ts';
import type { VoxelArray } from '../voxels.ts';

/** Frames that come when the test says so: what a FrameLoader is to a reslicer, without a network. Small images are real HTJ2K. */
export class HeldFrames extends EventTarget implements StoredFrames {
  readonly images: readonly LoadedFrame[];
  readonly prefetched: (readonly FrameRef[])[] = [];
  readonly #frames: readonly FrameRef[];
  readonly #status = new Map<string, FrameStatus>();
  readonly #previewLevel: number | undefined;
  readonly #previewAfterMs: number;

  /** @param previewLevel of the wavelet: 1 half the rows and columns; without one no small image is had */
  constructor(
    frames: readonly FrameRef[],
    values: readonly VoxelArray[],
    previewLevel?: number,
    previewAfterMs = 0,
  ) {
    super();
    this.#previewAfterMs = previewAfterMs;
    this.#frames = frames;
    this.#previewLevel = previewLevel;
    this.images = values.map((own, index) => asLoaded(frames[index] as FrameRef, own));
  }

  status(imageId: string): FrameStatus {
    return this.#status.get(imageId) ?? 'absent';
  }

  arrive(...indices: number[]): void {
    for (const index of indices) this.#set(index, 'loaded');
  }

  fail(...indices: number[]): void {
    for (const index of indices) this.#set(index, 'failed');
  }

  forget(imageId: string): void {
    this.#status.delete(imageId);
  }

  load(frame: FrameRef): Promise<LoadedFrame> {
    if (this.status(frame.imageId) !== 'loaded') return Promise.reject(new FrameError('fetch', 'not here'));
    return Promise.resolve(this.images[this.#frames.indexOf(frame)] as LoadedFrame);
  }

  async loadPreview(frame: FrameRef): Promise<LoadedFrame> {
    if (this.#previewLevel === undefined) throw new FrameError('fetch', 'no small image');
    if (this.#previewAfterMs > 0) await new Promise((resolve) => setTimeout(resolve, this.#previewAfterMs));
    const image = this.images[this.#frames.indexOf(frame)] as LoadedFrame;
    const encoded = await encodeHtj2kLossless(image as DecodedFrame, frame.image);
    const bytes = htj2kPrefixLengths(encoded).bytes[this.#previewLevel] as number;
    const { frame: small } = await decodeHtj2kPrefix(encoded.subarray(0, bytes), frame.image, {
      level: this.#previewLevel,
      totalBytes: encoded.length,
    });
    return { ...small, ...toModalityValues(small.values, 1, 0), ...transport };
  }

  prefetch(_owner: string, frames: readonly FrameRef[]): void {
    this.prefetched.push(frames);
  }

  #set(index: number, status: FrameStatus): void {
    const { imageId } = this.#frames[index] as FrameRef;
    this.#status.set(imageId, status);
    this.dispatchEvent(new CustomEvent('status', { detail: imageId }));
  }
}

const transport = { transferSyntaxUid: htj2kRpclLossless, encodedBytes: 0 };

function asLoaded({ image }: FrameRef, values: VoxelArray): LoadedFrame {
  const { rows, columns, photometricInterpretation } = image;
  const extremes = toModalityValues(values, 1, 0);
  return {
    ...extremes,
    rows,
    columns,
    photometricInterpretation,
    samplesPerPixel: 1,
    bitsStored: 16,
    ...transport,
  };
}
