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
import { coverOf } from './coverOf.ts';
import type { DataSets } from './DataSets.ts';
import type { Frames } from './Frames.ts';
import type { MiddleFrame } from './MiddleFrames.ts';
import { checkedBytes, withChecksum } from './checksummed.ts';
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
   * @param signal when all who wait for a picture have left it is not drawn any more
   * @throws NoSuchFrameError, FrameDecodeError, UnsupportedTransferSyntaxError, MissingAttributeError
   */
  async get(
    frame: FrameToDraw,
    options: RenderOptions = {},
    priority: JobPriority = 'preview',
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const name = fileName(frame, options);
    const key = name ?? `${frame.instance.version}/${frame.frameNumber ?? ''}/${JSON.stringify(options)}`;
    const known = this.#memory.get(key);
    if (known) return known;
    const make = async (ended: AbortSignal): Promise<Buffer> => {
      const draw = (): Promise<Buffer> => this.#render(frame, options, priority, ended);
      const made = await (name === undefined ? draw() : this.#keptOr(frame.series, name, draw));
      // Preparing ahead shall not drive out what readers use.
      if (priority !== 'background') this.#memory.set(key, made);
      return made;
    };
    return this.#making.run(key, make, signal);
  }

  /** Makes one of `keptPictures` of the frame and keeps it. @throws what `get` throws */
  async prepare(frame: MiddleFrame, options: RenderOptions): Promise<void> {
    const { studyInstanceUid: study, seriesInstanceUid: uid } = frame.series;
    const name = fileName(frame, options);
    if (name === undefined || (await this.#options.files.read(study, uid, name))) return;
    await this.#options.files.write(study, uid, name, await this.get(frame, options, 'background'));
  }

  /** Removes the pictures of what was in the middle of the series before. */
  async dropOthers({ series, instance }: MiddleFrame): Promise<void> {
    if (!mayBeNamed(series)) return;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    const isOther = (name: string): boolean => isPicture(name) && !name.startsWith(startOf(instance));
    await this.#options.files.prune(study, uid, (name) => !isOther(name));
  }

  /** Only what is kept is shared: of other sizes and windows there are as many as anybody likes to ask for. */
  async #keptOr(
    { studyInstanceUid: study, seriesInstanceUid: uid }: SeriesRecord,
    name: string,
    draw: () => Promise<Buffer>,
  ): Promise<Buffer> {
    const { files, shared } = this.#options;
    const kept = await files.read(study, uid, name);
    if (kept) return kept;
    const sealed = await shared?.get(study, `picture/${name}`);
    const drawn = sealed && checkedBytes(sealed);
    if (drawn) return drawn;
    const made = await draw();
    void shared?.put(study, `picture/${name}`, withChecksum(made));
    return made;
  }

  async #render(
    { series, instance, frameNumber: wanted }: FrameToDraw,
    { viewport, window, quality = defaultQuality }: RenderOptions,
    priority: JobPriority,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const { pool, frames, dataSets } = this.#options;
    const dataSet = await dataSets.get(series, instance);
    if (!dataSet['00280010']) throw new NoSuchFrameError('The instance has no image');
    const image = imagePixelModule(dataSet);
    const frameNumber = wanted ?? (image.numberOfFrames >> 1) + 1;
    const { bytes, transferSyntaxUid } = await (priority === 'background'
      ? frames.getOnce(instance, frameNumber)
      : frames.get(instance, frameNumber, signal));
    const presentation = presentationFromInstance(dataSet, frameNumber);
    const cover = await coverOf(dataSet, frameNumber, (tag) => dataSets.bulkData(instance, tag));
    const jpeg = await pool.renderJpeg(
      bytes,
      transferSyntaxUid,
      image,
      // A window that is asked for takes the place of the VOI LUT.
      { ...presentation, ...cover, ...(window && { voi: window, voiTable: undefined }) },
      { quality, ...(viewport && { maxWidth: viewport.width, maxHeight: viewport.height }) },
      { priority, subject: { ...instance, frameNumber }, signal },
    );
    return Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  }
}

/** Of pictures, and of what says that they are prepared. */
export const isPicture = (name: string): boolean => name.startsWith('picture-');

/** Goes up when pictures are drawn otherwise. */
export const pictureFormat = 3;

const startOf = ({ version }: InstanceRecord): string => `picture-${pictureFormat}-${version.toLowerCase()}-`;

/** Of those that may be on the disk. */
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
  return isKept ? `${startOf(instance)}${frameNumber}-${size}.jpg` : undefined;
}
