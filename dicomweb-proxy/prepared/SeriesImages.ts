import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { imagePixelModule, MissingAttributeError, type ImagePixelModule } from '../../pixels/index.ts';
import { parseJsonArray, politely, type DicomJson, type SeriesRecord } from '../archive/index.ts';
import type { SeriesMetadata } from './SeriesMetadata.ts';

/** By SOP Instance UID; what has no image is not in it, an image that is not described completely is an error. */
export type ImagesOfSeries = ReadonlyMap<string, ImagePixelModule | MissingAttributeError>;

const decompress = promisify(brotliDecompress);
const seriesKept = 200;

/** How the frames of a series are to be decoded, out of its prepared metadata: one question to the archive for all. */
export class SeriesImages {
  readonly #metadata: SeriesMetadata;
  readonly #cache = new LRUCache<string, Promise<ImagesOfSeries>>({ max: seriesKept });

  constructor(metadata: SeriesMetadata) {
    this.#metadata = metadata;
  }

  /** @throws ArchiveUnavailableError, ArchiveResponseError */
  get(series: SeriesRecord): Promise<ImagesOfSeries> {
    const known = this.#cache.get(series.version);
    if (known) return known;
    const made = this.#read(series);
    this.#cache.set(series.version, made);
    made.catch(() => this.#cache.delete(series.version));
    return made;
  }

  async #read(series: SeriesRecord): Promise<ImagesOfSeries> {
    const { br } = await this.#metadata.get(series);
    const dataSets = await parseJsonArray<DicomJson>(await decompress(br));
    const images = new Map<string, ImagePixelModule | MissingAttributeError>();
    const pause = politely();
    for (const dataSet of dataSets) {
      await pause();
      const image = imageOf(dataSet);
      if (image) images.set(String(dataSet['00080018']?.Value?.[0] ?? ''), image);
    }
    return images;
  }
}

function imageOf(dataSet: DicomJson): ImagePixelModule | MissingAttributeError | undefined {
  if (!dataSet['00280010']) return undefined;
  try {
    return imagePixelModule(dataSet);
  } catch (error) {
    if (error instanceof MissingAttributeError) return error;
    throw error;
  }
}
