import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { DerivedSlice } from './derivedSlice.ts';
import type { VolumeProgress } from './feedState.ts';
import { decimationFor, volumeBytes } from './volumeMemory.ts';
import type { ReslicePort } from './resliceMessages.ts';
import { layersRead } from './slicePlaces.ts';
import { SliceQueue } from './sliceQueue.ts';
import { VolumeFeeder, type StoredFrames } from './volumeFeeder.ts';
import type { VolumeGeometry } from './volumeGeometry.ts';
import type { Picture } from './voxels.ts';

/** A computed picture, in modality values, with how true it is. */
export interface ReslicedFrame extends LoadedFrame {
  /** `partial` until every layer it is made of is there at full resolution. */
  fidelity: 'partial' | 'lossless' | 'lossy';
  /** Grows when the same picture computed again would be another (see `isStale`). */
  revision: number;
}

export interface ReslicerOptions {
  /**
   * Bytes that all open volumes may take in the worker together; one that does not fit beside the others is kept with every
   * second or fourth column and row.
   */
  maxVolumeBytes: number;
  /** The other end is a ResliceEngine (default: a Web Worker). */
  port?: ReslicePort;
}

export interface LoadSliceOptions {
  /** Who wants it, say a viewport: its earlier wishes that are not begun are dropped. Without one nothing is. */
  owner?: string;
  /** Given a coarse picture first, where the final one takes long. */
  onPartial?: (partial: ReslicedFrame) => void;
}

type Kept = Promise<ReslicedFrame> & { owner?: string; bytes?: number; revision?: number };

/** Computed pictures kept, bytes: what engine and view ask for twice is made once. */
const keptBytes = 64 * 2 ** 20;

/**
 * Computes the pictures of derived stacks in a worker that holds the voxels: one worker, as each would hold them all.
 *
 * Events, each with the volume's id as `detail`: `refined`, at most four times a second while the volume becomes truer;
 * pictures on the screen that are `isStale` want to be loaded again. `complete`, when all frames are there or have failed.
 */
export class VolumeReslicer extends EventTarget {
  readonly #source: StoredFrames;
  readonly #options: ReslicerOptions;
  readonly #feeders = new Map<string, VolumeFeeder>();
  /** Insertion order is order of use. */
  readonly #kept = new Map<string, Kept>();
  #worker: Worker | undefined;
  #port: ReslicePort | undefined;
  #queue: SliceQueue | undefined;

  constructor(source: StoredFrames, options: ReslicerOptions) {
    super();
    this.#source = source;
    this.#options = options;
  }

  /** Begins to get a volume into the worker, unless that is so already; from frame `centre` outwards (default: the middle). */
  open(volume: VolumeGeometry, centre?: number): void {
    if (this.#feeders.has(volume.id)) return;
    const { id: volumeId, columns, rows, frames, resampled } = volume;
    const decimation = decimationFor(volume, this.#freeBytes);
    const { port } = this.#start();
    port.postMessage(
      { kind: 'open', volumeId, shape: { columns, rows, frames: frames.length, resampled, decimation } },
      [],
    );
    const feeder = new VolumeFeeder(
      volume,
      this.#source,
      (frame, image, preview) =>
        port.postMessage({ kind: 'feed', volumeId, frame, image, preview }, [image.values.buffer]),
      { decimation, centre },
    );
    for (const event of ['refined', 'complete'])
      feeder.addEventListener(event, () => this.dispatchEvent(new CustomEvent(event, { detail: volumeId })));
    this.#feeders.set(volumeId, feeder);
  }

  isOpen(volumeId: string): boolean {
    return this.#feeders.has(volumeId);
  }

  /** Whether a volume would be kept as it is if it were opened now. */
  fits(volume: VolumeGeometry): boolean {
    return decimationFor(volume, this.#freeBytes) === 1;
  }

  /** Undefined for a volume that is not open. */
  progress(volumeId: string): VolumeProgress | undefined {
    return this.#feeders.get(volumeId)?.state.progress;
  }

  /** Tries again to load the frames that failed. */
  retry(volumeId: string): void {
    this.#feeders.get(volumeId)?.retry();
  }

  /** Gives back the voxels of a volume and what was computed of it. */
  close(volumeId: string): void {
    const feeder = this.#feeders.get(volumeId);
    if (!feeder) return;
    this.#feeders.delete(volumeId);
    feeder.close();
    this.#queue?.drop(volumeId);
    this.#port?.postMessage({ kind: 'close', volumeId }, []);
    for (const imageId of this.#kept.keys())
      if (imageId.startsWith(`yunying:volume/${volumeId}/`)) this.#kept.delete(imageId);
  }

  /** Gives back everything. The worker ends too: one that runs keeps alive whatever listens to it, the whole reading room. */
  closeAll(): void {
    for (const volumeId of [...this.#feeders.keys()]) this.close(volumeId);
    if (!this.#worker) return;
    this.#worker.terminate();
    this.#queue?.fail(new Error('the volumes are closed'));
    this.#worker = this.#port = this.#queue = undefined;
  }

  /**
   * The picture of a derived frame, as true as can be now; waits only until some slices all over the volume are there.
   * Rejects with SupersededError when its owner wants another one by now, with an Error when the volume is not open or
   * cannot be loaded.
   */
  load(frame: FrameRef, { owner, onPartial }: LoadSliceOptions = {}): Promise<ReslicedFrame> {
    const { derived } = frame;
    const feeder = derived && this.#feeders.get(derived.volumeId);
    if (!feeder) return Promise.reject(new Error(`no volume is open for ${frame.imageId}`));
    const layers = layersRead(feeder.volume, derived, feeder.state.decimation);
    const kept = this.#kept.get(frame.imageId);
    // What another owner waits for may be given up with its wishes.
    const lasting = kept?.bytes !== undefined || kept?.owner === undefined || kept.owner === owner;
    if (kept && lasting && kept.revision === feeder.state.revision(layers)) {
      this.#kept.delete(frame.imageId);
      this.#kept.set(frame.imageId, kept);
      return kept;
    }
    // What this owner waited for may be given up now: whoever asks for it again asks anew.
    for (const [imageId, other] of this.#kept)
      if (owner !== undefined && other.owner === owner && other.bytes === undefined)
        this.#kept.delete(imageId);
    const picture: Kept = this.#compute(frame, derived, feeder, owner, onPartial);
    picture.revision = feeder.state.revision(layers);
    if (owner !== undefined) picture.owner = owner;
    this.#kept.set(frame.imageId, picture);
    picture.then(
      ({ values, revision }) => {
        Object.assign(picture, { bytes: values.byteLength, revision });
        this.#makeRoom();
      },
      () => this.#kept.get(frame.imageId) === picture && this.#kept.delete(frame.imageId),
    );
    return picture;
  }

  /** Whether a picture that was computed earlier would be truer now. */
  isStale({ derived }: FrameRef, loaded: LoadedFrame): boolean {
    const feeder = derived && this.#feeders.get(derived.volumeId);
    if (!feeder || !('revision' in loaded)) return false;
    const layers = layersRead(feeder.volume, derived, feeder.state.decimation);
    return (loaded as ReslicedFrame).revision < feeder.state.revision(layers);
  }

  async #compute(
    frame: FrameRef,
    derived: DerivedSlice,
    feeder: VolumeFeeder,
    owner: string | undefined,
    onPartial: LoadSliceOptions['onPartial'],
  ): Promise<ReslicedFrame> {
    await feeder.begun;
    const { columns, rows } = frame.image;
    const { volumeId, sampling, slab } = derived;
    const layers = layersRead(feeder.volume, derived, feeder.state.decimation);
    const revision = feeder.state.revision(layers);
    const fidelity = feeder.state.fidelity(layers);
    const outside = derived.outside ?? beyondVolume;
    const picture = await this.#start().queue.request(
      { volumeId, sampling, slab, columns, rows, layers, outside },
      {
        owner,
        ...(onPartial && {
          onPartial: (coarse: Picture) =>
            onPartial({ ...asFrame(frame, coarse), fidelity: 'partial', revision: -1 }),
        }),
      },
    );
    return { ...asFrame(frame, picture), fidelity, revision };
  }

  get #freeBytes(): number {
    let free = this.#options.maxVolumeBytes;
    for (const { volume, state } of this.#feeders.values())
      free -= volumeBytes(volume) / state.decimation ** 2;
    return free;
  }

  #makeRoom(): void {
    let bytes = 0;
    for (const { bytes: own = 0 } of this.#kept.values()) bytes += own;
    for (const [imageId, { bytes: own = 0 }] of this.#kept) {
      if (bytes <= keptBytes) return;
      bytes -= own;
      if (own > 0) this.#kept.delete(imageId);
    }
  }

  #start(): { port: ReslicePort; queue: SliceQueue } {
    this.#port ??= this.#options.port ?? this.#startWorker();
    this.#queue ??= new SliceQueue(this.#port);
    return { port: this.#port, queue: this.#queue };
  }

  #startWorker(): ReslicePort {
    const worker = new Worker(new URL('./reslice.worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = ({ message }) => {
      // Its voxels are gone with it; the next open starts another.
      worker.terminate();
      for (const feeder of this.#feeders.values()) feeder.close();
      this.#feeders.clear();
      this.#kept.clear();
      this.#queue?.fail(new Error(message || 'the worker that computes slices stopped'));
      this.#worker = this.#port = this.#queue = undefined;
    };
    this.#worker = worker;
    return worker;
  }
}

/** What is outside the volume: no modality value of a stored image is less, so it is black and known for what it is. */
const beyondVolume = -32768;

/** Explicit VR Little Endian: the values are as computed, nothing was compressed. */
const uncompressed = '1.2.840.10008.1.2.1';

const asFrame = ({ image }: FrameRef, { values, min, max, outside }: Picture): LoadedFrame => ({
  values,
  min,
  max,
  rows: image.rows,
  columns: image.columns,
  samplesPerPixel: 1,
  photometricInterpretation: image.photometricInterpretation,
  bitsStored: values.BYTES_PER_ELEMENT * 8,
  transferSyntaxUid: uncompressed,
  encodedBytes: 0,
  ...(outside !== undefined && { padding: { low: outside, high: outside } }),
});
