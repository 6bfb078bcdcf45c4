import { LRUCache } from 'lru-cache';
import { imagePixelModule, type VoiFunction } from '../../pixels/index.ts';
import { Coalescer, NoSuchFrameError, type InstanceRecord, type SeriesRecord } from '../archive/index.ts';
import {
  presentationFromInstance,
  thumbnailSize,
  type FramePool,
  type JobPriority,
} from '../frames/index.ts';
import type { SharedObjects } from '../shared/index.ts';
import type { DataSets } from './DataSets.ts';
import type { Frames } from './Frames.ts';
import type { MiddleFrame } from './MiddleFrames.ts';
import { mayBeNamed, type PreparedFiles } from './PreparedFiles.ts';

export interface RenderOptions {
  /** The picture is fitted into this, in pixels. */
  viewport?: { width: number; height: number } | undefined;
  /** Instead of the window of the instance, in modality values. */
  window?: { center: number; width: number; function: VoiFunction } | undefined;
  /** JPEG quality, 1 to 100 */
  quality?: number | undefined;
}

/** A frame to be drawn: without a number the one in the middle of the instance. */
export type FrameToDraw = Omit<MiddleFrame, 'frameNumber'> & { readonly frameNumber?: number | undefined };

export interface RenderedFramesOptions {
  pool: FramePool;
  frames: Frames;
  dataSets: DataSets;
  files: PreparedFiles;
  shared?: SharedObjects | undefined;
  memoryBytes?: number;
}

const defaultQuality = 90;
/** With which a reader is shown something before anything else is there. */
const previewSide = 512;

/** How a thumbnail is drawn; one that is larger than usual is to be looked at. */
export function thumbnailOptions(viewport: RenderOptions['viewport']): RenderOptions {
  const { maxWidth: width, maxHeight: height, quality } = thumbnailSize;
  if (!viewport) return { viewport: { width, height }, quality };
  const isSmall = viewport.width <= width && viewport.height <= height;
  return { viewport, quality: isSmall ? quality : defaultQuality };
}

/** The pictures of middle frames that are kept on the disk, as `thumbnailOptions` has them. */
export const keptPictures: readonly RenderOptions[] = [
  thumbnailOptions(undefined),
  thumbnailOptions({ width: previewSide, height: previewSide }),
];

/** JPEG pictures of frames. */
export class RenderedFrames {
  readonly #options: RenderedFramesOptions;
  readonly #memory: LRUCache<string, Buffer>;
  readonly #making = new Coalescer<Buffer>();

  constructor(options: RenderedFramesOptions) {
    this.#options = options;
    this.#memory = new LRUCache({
      maxSize: options.memoryBytes ?? 32 * 1024 ** 2,
      sizeCalculation: (bytes) => bytes.length + 256,
    });
  }

  /**
   * From memory, from the disk where it was prepared, from another proxy that has drawn it, or drawn now.
   * @throws NoSuchFrameError, FrameDecodeError, UnsupportedTransferSyntaxError, MissingAttributeError
   */
  async get(
    frame: FrameToDraw,
    options: RenderOptions = {},
    priority: JobPriority = 'preview',
  ): Promise<Buffer> {
    const name = fileName(frame, options);
    const key = name ?? `${frame.instance.version}/${frame.frameNumber ?? ''}/${JSON.stringify(options)}`;
    const known = this.#memory.get(key);
    if (known) return known;
    return this.#making.run(key, async () => {
      const kept = name === undefined ? undefined : await this.#fromDisk(frame.series, name);
      const made = kept ?? (await this.#sharedOr(frame, key, () => this.#render(frame, options, priority)));
      // Preparing ahead shall not drive out what readers use.
      if (priority !== 'background') this.#memory.set(key, made);
      return made;
    });
  }

  /** Makes one of `keptPictures` of the frame and keeps it. @throws what `get` throws */
  async prepare(frame: MiddleFrame, options: RenderOptions): Promise<void> {
    const { studyInstanceUid: study, seriesInstanceUid: uid } = frame.series;
    const name = fileName(frame, options);
    if (name === undefined || (await this.#fromDisk(frame.series, name))) return;
    await this.#options.files.write(study, uid, name, await this.get(frame, options, 'background'));
  }

  /** Removes the pictures of what was in the middle of the series before. */
  async dropOthers({ series, instance }: MiddleFrame): Promise<void> {
    if (!mayBeNamed(series)) return;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    const isOther = (name: string): boolean => isPicture(name) && !name.includes(versionIn(instance));
    await this.#options.files.prune(study, uid, (name) => !isOther(name));
  }

  async #sharedOr(
    { series: { studyInstanceUid: study } }: FrameToDraw,
    key: string,
    draw: () => Promise<Buffer>,
  ): Promise<Buffer> {
    const { shared } = this.#options;
    const drawn = await shared?.get(study, `picture/${key}`);
    if (drawn) return drawn;
    const made = await draw();
    void shared?.put(study, `picture/${key}`, made);
    return made;
  }

  async #fromDisk(
    { studyInstanceUid: study, seriesInstanceUid: uid }: SeriesRecord,
    name: string,
  ): Promise<Buffer | undefined> {
    const bytes = await this.#options.files.read(study, uid, name);
    // Cut or written over: the checks of frames would be much for a picture that says of itself that it is one.
    const isWhole = bytes?.readUInt16BE(0) === 0xffd8 && bytes.readUInt16BE(bytes.length - 2) === 0xffd9;
    return isWhole ? bytes : undefined;
  }

  async #render(
    { series, instance, frameNumber: wanted }: FrameToDraw,
    { viewport, window, quality = defaultQuality }: RenderOptions,
    priority: JobPriority,
  ): Promise<Buffer> {
    const { pool, frames, dataSets } = this.#options;
    const dataSet = await dataSets.get(series, instance);
    if (!dataSet['00280010']) throw new NoSuchFrameError('The instance has no image');
    const image = imagePixelModule(dataSet);
    const frameNumber = wanted ?? (image.numberOfFrames >> 1) + 1;
    const { bytes, transferSyntaxUid } = await (priority === 'background'
      ? frames.getOnce(instance, frameNumber)
      : frames.get(instance, frameNumber));
    const presentation = presentationFromInstance(dataSet, frameNumber);
    const jpeg = await pool.renderJpeg(
      bytes,
      transferSyntaxUid,
      image,
      window ? { ...presentation, voi: window } : presentation,
      { quality, ...(viewport && { maxWidth: viewport.width, maxHeight: viewport.height }) },
      { priority, subject: { ...instance, frameNumber } },
    );
    return Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  }
}

/** Of pictures, and of what says that they are prepared. */
export const isPicture = (name: string): boolean => name.startsWith('picture-');

const versionIn = ({ version }: InstanceRecord): string => version.toLowerCase();

/** Of those that may be on the disk. The number goes up when pictures are drawn otherwise. */
function fileName(
  { series, instance, frameNumber }: FrameToDraw,
  { viewport, window, quality = defaultQuality }: RenderOptions,
): string | undefined {
  if (!viewport || window || frameNumber === undefined || !mayBeNamed(series)) return undefined;
  const isKept = keptPictures.some(
    (kept) =>
      kept.viewport?.width === viewport.width &&
      kept.viewport.height === viewport.height &&
      kept.quality === quality,
  );
  const size = `${viewport.width}x${viewport.height}-q${quality}`;
  return isKept ? `picture-1-${versionIn(instance)}-${frameNumber}-${size}.jpg` : undefined;
}
