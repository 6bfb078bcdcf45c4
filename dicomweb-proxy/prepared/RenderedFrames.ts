import { LRUCache } from 'lru-cache';
import { imagePixelModule, type VoiFunction } from '../../pixels/index.ts';
import { Coalescer, NoSuchFrameError, type InstanceRecord, type SeriesRecord } from '../archive/index.ts';
import {
  presentationFromInstance,
  thumbnailSize,
  type FramePool,
  type JobPriority,
} from '../frames/index.ts';
import type { DataSets } from './DataSets.ts';
import type { Frames } from './Frames.ts';
import { mayBeKept, type PreparedFiles } from './PreparedFiles.ts';

export interface RenderOptions {
  /** The picture is fitted into this, in pixels. */
  viewport?: { width: number; height: number } | undefined;
  /** Instead of the window of the instance, in modality values. */
  window?: { center: number; width: number; function: VoiFunction } | undefined;
  /** JPEG quality, 1 to 100 */
  quality?: number | undefined;
}

export interface RenderedFramesOptions {
  pool: FramePool;
  frames: Frames;
  dataSets: DataSets;
  files: PreparedFiles;
  memoryBytes?: number;
}

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
   * @param frameNumber from 1
   * @throws NoSuchFrameError, FrameDecodeError, UnsupportedTransferSyntaxError, MissingAttributeError
   */
  async get(
    series: SeriesRecord,
    instance: InstanceRecord,
    frameNumber: number,
    options: RenderOptions = {},
  ): Promise<Buffer> {
    const key = `${instance.version}/${frameNumber}/${JSON.stringify(options)}`;
    return this.#once(key, () => this.#render(series, instance, frameNumber, options, 'preview'));
  }

  /** The middle instance of the series, its middle frame, small. */
  async thumbnail(
    series: SeriesRecord,
    instances: ReadonlyMap<string, InstanceRecord>,
    viewport: RenderOptions['viewport'],
  ): Promise<Buffer> {
    const width = viewport?.width ?? thumbnailSize.maxWidth;
    const height = viewport?.height ?? thumbnailSize.maxHeight;
    const name = `thumbnail-1-${series.version}-${width}x${height}.jpg`;
    const { studyInstanceUid: study, seriesInstanceUid: uid } = series;
    return this.#once(`${uid}/${name}`, async () => {
      const { files } = this.#options;
      const kept = mayBeKept(series) ? await files.read(study, uid, name) : undefined;
      if (kept) return kept;
      const list = [...instances.values()];
      const middle = list[list.length >> 1];
      if (!middle) throw new NoSuchFrameError('The series has no instances');
      const size = { viewport: { width, height }, quality: thumbnailSize.quality };
      const made = await this.#render(series, middle, undefined, size, 'preview');
      if (mayBeKept(series)) {
        const others = (other: string): boolean =>
          !other.startsWith('thumbnail-') || other.includes(series.version);
        // Only a copy: the picture is made again where it cannot be kept.
        await files
          .write(study, uid, name, made)
          .then(() => files.prune(study, uid, others))
          .catch(() => undefined);
      }
      return made;
    });
  }

  async #once(key: string, make: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.#memory.get(key);
    if (known) return known;
    return this.#making.run(key, async () => {
      const made = await make();
      this.#memory.set(key, made);
      return made;
    });
  }

  async #render(
    series: SeriesRecord,
    instance: InstanceRecord,
    wanted: number | undefined,
    { viewport, window, quality = 90 }: RenderOptions,
    priority: JobPriority,
  ): Promise<Buffer> {
    const { pool, frames, dataSets } = this.#options;
    const dataSet = await dataSets.get(series, instance);
    if (!dataSet['00280010']) throw new NoSuchFrameError('The instance has no image');
    const image = imagePixelModule(dataSet);
    const frameNumber = wanted ?? Math.floor(image.numberOfFrames / 2) + (image.numberOfFrames === 1 ? 1 : 0);
    const { bytes, transferSyntaxUid } = await frames.get(instance, frameNumber);
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
