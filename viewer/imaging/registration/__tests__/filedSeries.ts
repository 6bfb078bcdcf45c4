import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  decodeFrame,
  decodeHtj2kPrefix,
  encodeHtj2kLossless,
  htj2kRpclLossless,
} from '../../../../pixels/index.ts';
import { parseDicom, readDicom, type DicomFrames } from '../../../../pixels/__tests__/readDicom.ts';
import type { FrameStatus } from '../../frames/frameLoader.ts';
import type { LoadedFrame } from '../../frames/loadedFrame.ts';
import { toModalityValues } from '../../frames/modalityValues.ts';
import type { FrameRef } from '../../series/frameRef.ts';
import { buildStack } from '../../series/stack.ts';
import type { ImageSource } from '../coarseVolumeOf.ts';

/** What the viewer asks a frame's first bytes for. */
const previewBytes = 16_384;

/** A series of files, served as the proxy and the FrameLoader do: small images are decoded from the first bytes of HTJ2K. */
export class FiledSeries implements ImageSource {
  readonly frames: readonly FrameRef[];
  /** Images asked for, small and whole. */
  readonly asked = { previews: 0, whole: 0 };
  hasPreviews = true;
  readonly #files = new Map<string, DicomFrames>();

  constructor(files: readonly DicomFrames[]) {
    for (const file of files) this.#files.set(String(file.dataSet['00080018']?.Value?.[0]), file);
    this.frames = buildStack(
      '1',
      '2',
      files.map(({ dataSet }) => dataSet),
    ).frames;
  }

  static inFolder(folder: string): FiledSeries {
    const names = readdirSync(folder).filter((name) => name.endsWith('.dcm'));
    return new FiledSeries(names.map((name) => readDicom(join(folder, name))));
  }

  static ofBytes(files: readonly Uint8Array[]): FiledSeries {
    return new FiledSeries(files.map((bytes) => parseDicom(Buffer.from(bytes))));
  }

  status(): FrameStatus {
    return 'absent';
  }

  async load(frame: FrameRef): Promise<LoadedFrame> {
    this.asked.whole++;
    const { frames, image, transferSyntaxUid } = this.#file(frame);
    const decoded = await decodeFrame(frames[0] as Uint8Array, transferSyntaxUid, image);
    return this.#loaded(frame, decoded, frames[0]?.length ?? 0);
  }

  async loadPreview(frame: FrameRef): Promise<LoadedFrame> {
    if (!this.hasPreviews) throw new Error('not prepared');
    this.asked.previews++;
    const { frames, image, transferSyntaxUid } = this.#file(frame);
    const decoded = await decodeFrame(frames[0] as Uint8Array, transferSyntaxUid, image);
    const encoded = await encodeHtj2kLossless(decoded, image);
    const { frame: small } = await decodeHtj2kPrefix(encoded.subarray(0, previewBytes), image, {
      totalBytes: encoded.length,
    });
    return this.#loaded(frame, small, Math.min(previewBytes, encoded.length));
  }

  #file({ sopInstanceUid }: FrameRef): DicomFrames {
    const file = this.#files.get(sopInstanceUid);
    if (!file) throw new Error(`no file of ${sopInstanceUid}`);
    return file;
  }

  #loaded(
    { rescale, padding }: FrameRef,
    decoded: Awaited<ReturnType<typeof decodeFrame>>,
    encodedBytes: number,
  ): LoadedFrame {
    const scaled = toModalityValues(decoded.values, rescale.slope, rescale.intercept, { padding });
    return { ...decoded, ...scaled, transferSyntaxUid: htj2kRpclLossless, encodedBytes };
  }
}
