import type { FrameValues } from '../../../pixels/index.ts';
import type { FrameLoader } from '../frames/frameLoader.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import { outwards } from '../frames/orderOutwards.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Image } from './voxelStore.ts';
import type { VolumeGeometry } from './volumeGeometry.ts';
import { FeedState } from './feedState.ts';
import { spreadOrder } from './spreadOrder.ts';
import type { VoxelArray } from './voxels.ts';

/** Where frames come from. */
export type StoredFrames = Pick<
  FrameLoader,
  'load' | 'loadPreview' | 'prefetch' | 'status' | 'forget' | 'addEventListener' | 'removeEventListener'
>;

/** Small images fetched ahead of the frames; between them is interpolated. */
const previews = 64;
/** As many of them have to be there before a picture is made: of fewer it would be a smear that shows no patient. */
const beginnings = 17;
const previewsAtATime = 6;
/** Where one takes less than this, ms, the frames themselves will not be long: there are no more than a picture needs to begin. */
const quickPreviewMs = 60;
/** So many in a row without one that succeeds, and there are none to be had. */
const previewFailures = 4;
/** Copying for the worker goes on for so long before the page has its turn, ms. */
const copyingMs = 6;
/** Between telling that the volume has become truer, ms: sooner where much has come, as drawing it again takes from what is to come. */
const tellEveryMs = 250;
const tellAtLeastEveryMs = 1000;
const muchOfTheFrames = 1 / 2;
/** Pictures of a volume that is whole in a moment are not computed twice. */
const aMomentMs = 800;

/**
 * Gets the frames of one volume into the worker: small images of some of them first, then all, from `centre` outwards;
 * what the page has already at once. Dispatches `refined` (a few times a second) and `complete`, when each is there or has failed.
 */
export class VolumeFeeder extends EventTarget {
  readonly volume: VolumeGeometry;
  readonly state: FeedState;
  readonly #source: StoredFrames;
  readonly #send: (frame: number, image: Image, preview: boolean) => void;
  readonly #centre: number;
  readonly #indices: Map<string, number>;
  readonly #spread: readonly number[];
  readonly #loaded: number[] = [];
  #begin = newBeginning();
  readonly #stop = new AbortController();
  #copying = false;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #told = { at: -Infinity, frames: 0 };
  readonly #beganAt = performance.now();
  #previewsOver = false;

  constructor(
    volume: VolumeGeometry,
    source: StoredFrames,
    send: (frame: number, image: Image, preview: boolean) => void,
    options: { decimation: number; centre?: number | undefined },
  ) {
    super();
    this.volume = volume;
    this.state = new FeedState(volume, options.decimation);
    this.#source = source;
    this.#send = send;
    this.#centre = options.centre ?? Math.floor(volume.frames.length / 2);
    this.#indices = new Map(volume.frames.map(({ imageId }, index) => [imageId, index]));
    this.#spread = spreadOrder(volume.frames.length, previews);
    source.addEventListener('status', this.#onStatus);
    for (const index of outwards([...volume.frames.keys()], this.#centre)) this.#take(index);
    void this.#loadPreviews().finally(() => {
      this.#previewsOver = true;
      this.#loadAhead();
    });
  }

  /** Settles when there is enough to make a picture of; rejects when no frame at all can be had. */
  get begun(): Promise<void> {
    return this.#begin.promise;
  }

  /** Tries again what could not be loaded. */
  retry(): void {
    if (this.state.failed.size === this.volume.frames.length) this.#begin = newBeginning();
    for (const index of this.state.failed) this.#source.forget(this.#frame(index).imageId);
    this.state.failed.clear();
    this.#loadAhead();
  }

  close(): void {
    this.#stop.abort();
    this.#source.removeEventListener('status', this.#onStatus);
    this.#source.prefetch(this.#owner, []);
    this.#begin.reject(new Error('the volume is closed'));
  }

  get #owner(): string {
    return `volume:${this.volume.id}`;
  }

  #frame(index: number): FrameRef {
    return this.volume.frames[index] as FrameRef;
  }

  readonly #onStatus = (event: Event): void => {
    const index = this.#indices.get((event as CustomEvent<string>).detail);
    if (index !== undefined) this.#take(index);
  };

  #take(index: number): void {
    if (this.state.isFull(index)) return;
    const status = this.#source.status(this.#frame(index).imageId);
    if (status === 'failed') {
      this.state.failed.add(index);
      this.#beginIfReady();
      if (this.state.settled) this.#tellSoon();
    }
    if (status !== 'loaded' || this.#loaded.includes(index)) return;
    this.state.failed.delete(index);
    this.#loaded.push(index);
    void this.#copy();
  }

  /** Frames that are loaded go to the worker, in turns short enough for the page to stay fluent. */
  async #copy(): Promise<void> {
    if (this.#copying) return;
    this.#copying = true;
    let since = performance.now();
    while (this.#loaded.length > 0 && !this.#stop.signal.aborted) {
      const index = this.#loaded.shift() as number;
      const frame = this.#frame(index);
      // Gone again meanwhile: it is asked for once more with the rest.
      if (this.#source.status(frame.imageId) !== 'loaded') continue;
      const loaded = await this.#source.load(frame).catch(() => undefined);
      if (loaded) this.#feed(index, { ...loaded, values: copyOf(loaded.values) }, false);
      if (performance.now() - since < copyingMs) continue;
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
    this.#copying = false;
  }

  #feed(index: number, image: LoadedFrame, preview: boolean): void {
    if (this.#stop.signal.aborted || (preview && this.state.isFull(index))) return;
    const { values, columns, rows } = image;
    this.#send(index, { values: values as VoxelArray, columns, rows }, preview);
    this.state.fed(index, image, preview);
    this.#beginIfReady();
    this.#tellSoon();
  }

  #beginIfReady(): void {
    const { failed } = this.state;
    if (failed.size === this.volume.frames.length)
      this.#begin.reject(new Error('no image of the volume could be loaded'));
    const ready = this.#beginnings.every((index) => this.state.isKnown(index) || failed.has(index));
    if (ready && this.state.anyKnown) this.#begin.resolve();
  }

  get #beginnings(): readonly number[] {
    return this.#spread.slice(0, beginnings);
  }

  async #loadPreviews(): Promise<void> {
    const wanted = [...this.#spread];
    let failures = 0;
    let previewMs = Infinity;
    const isEnough = (): boolean =>
      failures >= previewFailures ||
      (previewMs < quickPreviewMs && this.#spread.length - wanted.length > beginnings);
    const work = async (): Promise<void> => {
      for (let index = wanted.shift(); index !== undefined; index = wanted.shift()) {
        if (this.#stop.signal.aborted || isEnough()) return;
        const frame = this.#frame(index);
        if (this.state.isFull(index) || this.#source.status(frame.imageId) === 'loaded') continue;
        try {
          const since = performance.now();
          const preview = await this.#source.loadPreview(frame, this.#stop.signal);
          failures = 0;
          previewMs = performance.now() - since;
          this.#feed(index, preview, true);
        } catch {
          // The frame itself is on its way.
          failures++;
        }
      }
    };
    await Promise.all(Array.from({ length: previewsAtATime }, work));
  }

  /** Only what is still to come is claimed: what the worker has may make room in the page. */
  #loadAhead(): void {
    if (this.#stop.signal.aborted || !this.#previewsOver) return;
    // Where there are no small images, frames have to be what a first picture is made of.
    const first = this.#beginnings.filter((index) => !this.state.isKnown(index));
    const order = new Set([...first, ...outwards([...this.volume.frames.keys()], this.#centre)]);
    const missing = [...order].filter((index) => !this.state.isFull(index) && !this.state.failed.has(index));
    this.#source.prefetch(
      this.#owner,
      missing.map((index) => this.#frame(index)),
    );
  }

  #tellSoon(): void {
    if (this.state.settled) {
      clearTimeout(this.#telling);
      this.#tell();
    } else this.#telling ??= setTimeout(this.#tellIfWorthIt, tellEveryMs);
  }

  readonly #tellIfWorthIt = (): void => {
    const much = this.state.known - this.#told.frames >= this.volume.frames.length * muchOfTheFrames;
    const late = performance.now() - this.#told.at >= tellAtLeastEveryMs;
    if ((much || late) && this.#restMs() > aMomentMs) this.#tell();
    else this.#telling = setTimeout(this.#tellIfWorthIt, tellEveryMs);
  };

  /** When all will be there, as fast as they have come until now. */
  #restMs(): number {
    const { full, failed, frames } = this.state.progress;
    return ((frames - full - failed) * (performance.now() - this.#beganAt)) / full;
  }

  readonly #tell = (): void => {
    this.#telling = undefined;
    if (this.#stop.signal.aborted) return;
    this.#told = { at: performance.now(), frames: this.state.known };
    this.#loadAhead();
    this.dispatchEvent(new Event('refined'));
    if (this.state.settled) this.dispatchEvent(new Event('complete'));
  };
}

function newBeginning(): PromiseWithResolvers<void> {
  const beginning = Promise.withResolvers<void>();
  // Whoever waits hears of a failure; nobody may be waiting.
  beginning.promise.catch(() => undefined);
  return beginning;
}

/** The values in an array of their own, which can be given away. */
function copyOf(values: FrameValues): VoxelArray {
  const kept = values instanceof Uint8Array || values instanceof Int16Array || values instanceof Uint16Array;
  return kept ? values.slice() : Float32Array.from(values);
}
