import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { fidelityOf } from '../viewport/fidelityOf.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { VolumeGeometry } from './volumeGeometry.ts';

/** How much of a volume is in the worker. */
export interface VolumeProgress {
  frames: number;
  /** Fed from a smaller image. */
  previews: number;
  /** Fed as they are. */
  full: number;
  failed: number;
  /** Every so many columns and rows are kept as one (1: all), because memory does not allow more. */
  decimation: number;
  complete: boolean;
}

/** What the worker knows of each frame of a volume, kept by the page: messages to the worker keep their order. */
export class FeedState {
  readonly failed = new Set<number>();
  readonly decimation: number;
  readonly #volume: VolumeGeometry;
  readonly #full = new Set<number>();
  readonly #previews = new Set<number>();
  readonly #lossy = new Set<number>();
  readonly #changed: number[];
  #changes = 0;

  constructor(volume: VolumeGeometry, decimation: number) {
    this.#volume = volume;
    this.decimation = decimation;
    this.#changed = new Array<number>(volume.frames.length).fill(0);
  }

  get complete(): boolean {
    return this.#full.size === this.#volume.frames.length;
  }

  /** Every frame is there as it is, or cannot be had. */
  get settled(): boolean {
    return this.#full.size > 0 && this.#full.size + this.failed.size === this.#volume.frames.length;
  }

  get progress(): VolumeProgress {
    return {
      frames: this.#volume.frames.length,
      previews: this.#previews.size,
      full: this.#full.size,
      failed: this.failed.size,
      decimation: this.decimation,
      complete: this.complete,
    };
  }

  isFull(index: number): boolean {
    return this.#full.has(index);
  }

  /** As it is, or from a smaller image. */
  isKnown(index: number): boolean {
    return this.#full.has(index) || this.#previews.has(index);
  }

  get anyKnown(): boolean {
    return this.#full.size + this.#previews.size > 0;
  }

  /** How much is known: a frame counts once, and once more when it is there as it is. */
  get known(): number {
    return 2 * this.#full.size + this.#previews.size;
  }

  fed(index: number, image: LoadedFrame, preview: boolean): void {
    this.#changed[index] = ++this.#changes;
    if (preview) {
      this.#previews.add(index);
      return;
    }
    this.#previews.delete(index);
    this.failed.delete(index);
    this.#full.add(index);
    if (fidelityOf(this.#volume.frames[index] as FrameRef, image) === 'lossy') this.#lossy.add(index);
  }

  /** How true a picture made of these layers (first and last) is now. */
  fidelity(layers: readonly [number, number]): 'partial' | 'lossless' | 'lossy' {
    const frames = this.#framesOf(layers);
    if (this.decimation > 1 || frames.some((index) => !this.#full.has(index))) return 'partial';
    return frames.some((index) => this.#lossy.has(index)) ? 'lossy' : 'lossless';
  }

  /** A number that grows whenever a picture made of these layers would be another. */
  revision(layers: readonly [number, number]): number {
    const frames = this.#framesOf(layers);
    // What is interpolated may change with any frame.
    if (frames.some((index) => !this.isKnown(index))) return this.#changes;
    return Math.max(...frames.map((index) => this.#changed[index] as number));
  }

  #framesOf([first, last]: readonly [number, number]): number[] {
    const { resampled } = this.#volume;
    const frames = new Set<number>();
    for (let layer = first; layer <= last; layer++) {
      const source = resampled?.[layer];
      if (!source || source.weight < 1) frames.add(source ? source.frame : layer);
      if (source && source.weight > 0) frames.add(source.frame + 1);
    }
    return [...frames];
  }
}
