import { interpolateFrames, enlarge, shrink } from './layerFilling.ts';
import { contains, type Region } from './region.ts';
import type { LayerSource } from './volumeGeometry.ts';
import { emptyLike, widened, type VoxelArray, type Voxels } from './voxels.ts';

/** How well a frame is known: not at all, from a smaller image, or as it is. */
export const known = { nothing: 0, preview: 1, full: 2 } as const;
export type Known = (typeof known)[keyof typeof known];

/** Modality values row by row. */
export interface Image {
  values: VoxelArray;
  columns: number;
  rows: number;
}

export interface StoreShape {
  columns: number;
  rows: number;
  frames: number;
  /** See VolumeGeometry: layers between the frames. */
  resampled: readonly LayerSource[] | undefined;
  /** Every so many columns and rows become one voxel, to save memory (1: none). */
  decimation: number;
}

/**
 * The voxels of a volume, frame by frame as they come. What has not come is made of the nearest frames that have, so that
 * a picture is complete from the first frame on.
 */
export class VoxelStore {
  readonly columns: number;
  readonly rows: number;
  readonly #shape: StoreShape;
  readonly #known: Uint8Array;
  /** Of frames that are made up: which changes of both frames they are made of, and how much of them is. */
  readonly #made: ({ of: string; region: Region } | undefined)[];
  readonly #layersMade: (string | undefined)[] = [];
  #stored: VoxelArray | undefined;
  #layers: VoxelArray | undefined;
  #changes = 0;
  readonly #changed: number[];

  constructor(shape: StoreShape) {
    this.#shape = shape;
    this.columns = Math.ceil(shape.columns / shape.decimation);
    this.rows = Math.ceil(shape.rows / shape.decimation);
    this.#known = new Uint8Array(shape.frames);
    this.#made = new Array<undefined>(shape.frames).fill(undefined);
    this.#changed = new Array<number>(shape.frames).fill(0);
  }

  get #whole(): Region {
    return { columns: [0, this.columns - 1], rows: [0, this.rows - 1] };
  }

  get layers(): number {
    return this.#shape.resampled?.length ?? this.#shape.frames;
  }

  /** Takes the modality values of a frame, or of a smaller `preview` of it, which never replaces the frame. */
  feed(frame: number, { values, columns, rows }: Image, preview: boolean): void {
    const { columns: fullColumns, decimation } = this.#shape;
    if (preview && this.#known[frame] === known.full) return;
    const target = this.#room(values);
    const size = this.columns * this.rows;
    const place = target.subarray(frame * size, (frame + 1) * size) as VoxelArray;
    if (preview) enlarge(values, columns, rows, fullColumns, decimation, place, this.columns, this.rows);
    else if (decimation === 1) place.set(values);
    else shrink(values, columns, rows, decimation, place, this.columns);
    this.#known[frame] = preview ? known.preview : known.full;
    this.#changed[frame] = ++this.#changes;
  }

  /**
   * The voxels, complete at least from layer `first` to `last` (within `region`, where only that is read); undefined while
   * nothing is known at all.
   */
  voxels(first = 0, last = this.layers - 1, region = this.#whole): Voxels | undefined {
    if (!this.#stored) return undefined;
    const { resampled } = this.#shape;
    const needed = resampled?.slice(first, last + 1).map(({ frame }) => frame);
    const [from, to] = needed ? [Math.min(...needed), Math.max(...needed) + 1] : [first, last];
    // Layers between the frames are made of whole frames.
    const part = resampled ? this.#whole : region;
    for (let frame = from; frame <= to; frame++) this.#makeUp(frame, part);
    const values = resampled ? this.#resample(resampled, first, last) : this.#stored;
    return { values, columns: this.columns, rows: this.rows, layers: this.layers };
  }

  /** The array the values fit into: of the kind of the first ones, until another kind comes. */
  #room(values: VoxelArray): VoxelArray {
    const count = this.columns * this.rows * this.#shape.frames;
    if (!this.#stored) this.#stored = emptyLike(values, count);
    else if (this.#stored.constructor !== values.constructor) {
      const wider = widened(this.#stored, values, 0);
      if (wider.constructor !== this.#stored.constructor) {
        const room = emptyLike(wider, count);
        room.set(this.#stored);
        this.#stored = room;
        this.#layers = undefined;
        this.#layersMade.length = 0;
      }
    }
    return this.#stored;
  }

  /** Fills a frame that has not come with the mean of its neighbours by distance, or with the one there is. */
  #makeUp(frame: number, region: Region): void {
    if (this.#known[frame] !== known.nothing || !this.#stored) return;
    let below = frame;
    let above = frame;
    while (below >= 0 && this.#known[below] === known.nothing) below--;
    while (above < this.#known.length && this.#known[above] === known.nothing) above++;
    const [a, b] = [below >= 0 ? below : above, above < this.#known.length ? above : below];
    const of = `${this.#changed[a]},${this.#changed[b]}`;
    const made = this.#made[frame];
    if (made?.of === of && contains(made.region, region)) return;
    this.#made[frame] = { of, region };
    const weight = a === b ? 0 : (frame - a) / (b - a);
    interpolateFrames(this.#stored, this, [a, b], weight, this.#stored, frame, region);
    this.#changed[frame] = ++this.#changes;
  }

  #resample(sources: readonly LayerSource[], first: number, last: number): VoxelArray {
    const stored = this.#stored as VoxelArray;
    this.#layers ??= emptyLike(stored, this.columns * this.rows * sources.length);
    for (let layer = first; layer <= last; layer++) {
      const { frame, weight } = sources[layer] as LayerSource;
      const made = `${this.#changed[frame]},${this.#changed[frame + 1]}`;
      if (this.#layersMade[layer] === made) continue;
      this.#layersMade[layer] = made;
      interpolateFrames(stored, this, [frame, frame + 1], weight, this.#layers, layer);
    }
    return this.#layers;
  }
}
