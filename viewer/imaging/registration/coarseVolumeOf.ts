import type { FrameLoader } from '../frames/frameLoader.ts';
import { isPadding, type LoadedFrame } from '../frames/loadedFrame.ts';
import { scale } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { VolumeGeometry } from '../volume/index.ts';
import type { CoarseVolume } from './coarseVolume.ts';
import { halveImage, spreadAfter, type GreyImage } from './halveImage.ts';

/** Where images come from. */
export type ImageSource = Pick<FrameLoader, 'load' | 'loadPreview' | 'status'>;

export interface CoarseOptions {
  signal?: AbortSignal;
  /** Given the volume of the first layers, spread evenly over the whole, when they are there (they may be all). */
  onFirst?: (first: CoarseVolume) => void;
  /** Told how many bytes each image was over the wire. */
  onBytes?: (bytes: number) => void;
}

/** Layers stand so far apart, mm, where slices are thinner. */
const layerMm = 4;
const mostLayers = 80;
/** The first ones. */
const firstLayerMm = 16;
/** Columns and rows are halved until there are no more than this. */
const mostColumns = 96;
/** Browsers allow so many connections to a host. */
const imagesAtATime = 6;
/** So many in a row that cannot be had, and there are no small images. */
const previewFailures = 3;
/** More of the layers missing, and the volume is not what it claims to be. */
const mayBeMissing = 0.1;

/**
 * A small volume of a series, made of small images of some of its slices. Frames that the page has are not fetched again, where there
 * are no small images (16 KB of an HTJ2K frame) whole ones are. Layers of which the image cannot be had are unknown (NaN).
 * Rejects with the FrameError of the last one where too many cannot, and with the signal's reason.
 */
export async function coarseVolumeOf(
  volume: VolumeGeometry,
  source: ImageSource,
  { signal, onFirst, onBytes }: CoarseOptions = {},
): Promise<CoarseVolume> {
  const places = layersOf(volume);
  const firstEvery = Math.max(1, Math.round(firstLayerMm / (places.every * volume.spacing[2])));
  const first = places.layers.filter((_, index) => index % firstEvery === 0);
  const images = new SmallImages(volume, source, signal, onBytes);
  images.ask([...first, ...places.layers]);
  await images.all(first);
  onFirst?.(images.volumeOf(first, places.every * firstEvery));
  await images.all(places.layers);
  return images.volumeOf(places.layers, places.every);
}

function layersOf({ layers, spacing }: VolumeGeometry): { layers: number[]; every: number } {
  const every = Math.max(1, Math.round(layerMm / spacing[2]), Math.ceil(layers / mostLayers));
  const count = Math.floor((layers - 1) / every) + 1;
  return { layers: Array.from({ length: count }, (_, index) => index * every), every };
}

class SmallImages {
  readonly #volume: VolumeGeometry;
  readonly #source: ImageSource;
  readonly #signal: AbortSignal | undefined;
  readonly #onBytes: ((bytes: number) => void) | undefined;
  readonly #asked = new Map<number, Promise<void>>();
  readonly #images = new Map<number, GreyImage | undefined>();
  readonly #halvings: number;
  /** There are no small images. */
  readonly #noPreviews = new AbortController();
  #previewsFailed = 0;
  /** Whole images that are fetched, and those that wait for their turn. */
  #fetching = 0;
  readonly #waiting: (() => void)[] = [];
  #failure: unknown;

  constructor(
    volume: VolumeGeometry,
    source: ImageSource,
    signal: AbortSignal | undefined,
    onBytes: ((bytes: number) => void) | undefined,
  ) {
    this.#volume = volume;
    this.#source = source;
    this.#signal = signal;
    this.#onBytes = onBytes;
    this.#halvings = Math.max(0, Math.ceil(Math.log2(Math.max(volume.columns, volume.rows) / mostColumns)));
  }

  /** Asks for all of them at once: they come from workers, and go on coming while the page is busy. */
  ask(layers: readonly number[]): void {
    for (const frame of this.#framesFor(layers)) {
      if (this.#asked.has(frame)) continue;
      const asked = this.#small(frame).then((image) => void this.#images.set(frame, image));
      // Whoever waits for it hears of it.
      asked.catch(() => undefined);
      this.#asked.set(frame, asked);
    }
  }

  /** Resolves when all that was asked for of these layers is there or cannot be had. */
  async all(layers: readonly number[]): Promise<void> {
    await Promise.all(this.#framesFor(layers).map((frame) => this.#asked.get(frame)));
    this.#signal?.throwIfAborted();
  }

  #framesFor(layers: readonly number[]): number[] {
    return layers.flatMap((layer) => this.#framesOf(layer).map(({ frame }) => frame));
  }

  /** What layer is made of: a frame, or two of them by weight. */
  #framesOf(layer: number): { frame: number; weight: number }[] {
    const between = this.#volume.resampled?.[layer];
    if (!between) return [{ frame: layer, weight: 1 }];
    const { frame, weight } = between;
    return [
      { frame, weight: 1 - weight },
      { frame: frame + 1, weight },
    ].filter((part) => part.weight > 0);
  }

  async #small(index: number): Promise<GreyImage | undefined> {
    const frame = this.#volume.frames[index] as FrameRef;
    try {
      return this.#shrink(await this.#load(frame));
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#failure = error;
      return undefined;
    }
  }

  async #load(frame: FrameRef): Promise<LoadedFrame> {
    if (this.#source.status(frame.imageId) === 'loaded') return this.#source.load(frame);
    const preview = await this.#preview(frame);
    if (preview) return preview;
    return this.#inTurn(async () => {
      this.#signal?.throwIfAborted();
      const loaded = await this.#source.load(frame);
      this.#onBytes?.(loaded.encodedBytes);
      return loaded;
    });
  }

  async #preview(frame: FrameRef): Promise<LoadedFrame | undefined> {
    const { signal } = this.#noPreviews;
    try {
      const either = this.#signal ? AbortSignal.any([signal, this.#signal]) : signal;
      const preview = await this.#source.loadPreview(frame, either);
      this.#previewsFailed = 0;
      this.#onBytes?.(preview.encodedBytes);
      return preview;
    } catch {
      this.#signal?.throwIfAborted();
      if (++this.#previewsFailed >= previewFailures) this.#noPreviews.abort();
      return undefined;
    }
  }

  /** Whole images are large: a few at a time, so that others come between. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#fetching >= imagesAtATime) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#fetching++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#fetching--;
    }
  }

  #shrink(loaded: LoadedFrame): GreyImage {
    const { padding } = loaded;
    let image: GreyImage = loaded;
    if (padding)
      image = {
        ...image,
        values: Float32Array.from(loaded.values, (value) => (isPadding(padding, value) ? NaN : value)),
      };
    const done = Math.round(Math.log2(this.#volume.columns / loaded.columns));
    if (done > this.#halvings)
      throw new Error(`an image of ${loaded.columns} columns is too small to be compared`);
    for (let halving = done; halving < this.#halvings; halving++) image = halveImage(image);
    return image;
  }

  volumeOf(layers: readonly number[], every: number): CoarseVolume {
    const { columnStep, rowStep, layerStep, origin, columns, rows, frames, spacing } = this.#volume;
    const spread = spreadAfter(this.#halvings);
    const thicknessMm = frames[0]?.sliceThicknessMm ?? spacing[2];
    const by = 2 ** this.#halvings;
    const size = { columns: Math.ceil(columns / by), rows: Math.ceil(rows / by) };
    const pixels = size.columns * size.rows;
    const values = new Float32Array(pixels * layers.length).fill(NaN);
    let missing = 0;
    for (const [index, layer] of layers.entries()) {
      const parts = this.#framesOf(layer).map(({ frame, weight }) => ({
        image: this.#images.get(frame),
        weight,
      }));
      if (parts.some(({ image }) => image === undefined)) {
        missing++;
        continue;
      }
      const target = values.subarray(index * pixels, (index + 1) * pixels).fill(0);
      for (const { image, weight } of parts)
        for (let at = 0; at < pixels; at++)
          target[at] = (target[at] as number) + weight * ((image as GreyImage).values[at] as number);
    }
    if (missing > mayBeMissing * layers.length) throw this.#failure;
    return {
      values,
      ...size,
      layers: layers.length,
      origin,
      columnStep: scale(columnStep, by),
      rowStep: scale(rowStep, by),
      layerStep: scale(layerStep, every),
      spreadMm2: [spread * spacing[0] ** 2, spread * spacing[1] ** 2, thicknessMm ** 2 / 12],
      modality: frames[0]?.modality ?? '',
      unit: frames[0]?.unit ?? '',
    };
  }
}
