import type { FrameLoader, FrameStatus } from '../frames/frameLoader.ts';
import type { FrameSource } from '../frames/frameSource.ts';
import type { LoadedFrame } from '../frames/loadedFrame.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { Stack } from '../series/stack.ts';
import { describeVolume, VolumeReslicer, type VolumeFault, type VolumeGeometry } from '../volume/index.ts';

/** Volumes whose voxels are kept for a moment although nobody shows a plane of them: one goes back and forth. */
const keptUnused = 1;

/**
 * The volumes that the series of a reading room are, opened when a plane of them is first wanted; and the one place where
 * viewports get pixels from, stored or computed. Dispatches `refined` and `complete`, with the volume's id as detail.
 */
export class Volumes extends EventTarget implements FrameSource {
  readonly #loader: FrameLoader;
  readonly #reslicer: VolumeReslicer;
  readonly #known = new Map<string, VolumeGeometry>();
  /** By the frame whose phase was asked for: describing takes a moment and menus ask often. */
  readonly #described = new WeakMap<FrameRef, VolumeGeometry | VolumeFault>();
  /** Which volume each owner shows planes of. */
  readonly #shown = new Map<string, string>();
  /** Volumes of which pictures are being made, each as often as it is waited for. */
  readonly #awaited: string[] = [];

  constructor(loader: FrameLoader, maxVolumeBytes: number) {
    super();
    this.#loader = loader;
    this.#reslicer = new VolumeReslicer(loader, { maxVolumeBytes });
    for (const event of ['refined', 'complete'])
      this.#reslicer.addEventListener(event, (happened) =>
        this.dispatchEvent(new CustomEvent(event, { detail: (happened as CustomEvent<string>).detail })),
      );
  }

  /** The volume of a stack of stored frames, or why there is none; of several phases the one that holds `shown`. */
  of(stack: Stack, shown = stack.frames[0]): VolumeGeometry | VolumeFault {
    const known = shown && this.#described.get(shown);
    if (known) return known;
    const described = describeVolume(stack.frames, shown);
    // Another frame of the same phase is in the same volume; what is no volume is none for any of its frames.
    const alike = described.kind === 'volume' ? described.frames : stack.frames;
    for (const frame of [...alike, ...(shown ? [shown] : [])]) this.#described.set(frame, described);
    if (described.kind === 'volume' && !this.#known.has(described.id))
      this.#known.set(described.id, described);
    return described;
  }

  get(volumeId: string): VolumeGeometry | undefined {
    return this.#known.get(volumeId);
  }

  /** Whether the voxels of a volume are kept. */
  isOpen(volumeId: string): boolean {
    return this.#reslicer.isOpen(volumeId);
  }

  /** Whether all frames of a volume are there or have failed: pictures of it do not become truer any more. */
  isSettled(volumeId: string): boolean {
    const progress = this.#reslicer.progress(volumeId);
    return progress !== undefined && progress.full + progress.failed >= progress.frames;
  }

  /** Whether a computed picture would be truer if it were computed again. */
  isStale(frame: FrameRef, loaded: LoadedFrame): boolean {
    return this.#reslicer.isStale(frame, loaded);
  }

  async load(frame: FrameRef, owner?: string): Promise<LoadedFrame> {
    const volume = this.#volumeOf(frame);
    if (!volume) return this.#loader.load(frame);
    this.#awaited.push(volume.id);
    if (!this.#reslicer.isOpen(volume.id) && !this.#reslicer.fits(volume)) this.#closeUnused(0);
    this.#reslicer.open(volume);
    try {
      return await this.#reslicer.load(frame, owner === undefined ? {} : { owner });
    } finally {
      this.#awaited.splice(this.#awaited.indexOf(volume.id), 1);
    }
  }

  /** A plane that can be computed at once counts as loaded. */
  status(frame: FrameRef): FrameStatus {
    if (!frame.derived) return this.#loader.status(frame.imageId);
    const progress = this.#reslicer.progress(frame.derived.volumeId);
    return progress && progress.full + progress.previews > 0 ? 'loaded' : 'absent';
  }

  prefetch(owner: string, frames: readonly FrameRef[]): void {
    const volume = frames[0] && this.#volumeOf(frames[0]);
    if (volume) this.#shown.set(owner, volume.id);
    else this.#shown.delete(owner);
    // A volume loads its frames itself, and what the worker has may make room in the page.
    this.#loader.prefetch(owner, volume ? [] : frames);
    this.#closeUnused(keptUnused);
  }

  forget(frame: FrameRef): void {
    if (frame.derived) this.#reslicer.retry(frame.derived.volumeId);
    else this.#loader.forget(frame.imageId);
  }

  close(): void {
    this.#reslicer.closeAll();
    this.#known.clear();
    this.#shown.clear();
  }

  #volumeOf({ derived, imageId }: FrameRef): VolumeGeometry | undefined {
    if (!derived) return undefined;
    const volume = this.#known.get(derived.volumeId);
    if (!volume) throw new Error(`no volume is known for ${imageId}`);
    return volume;
  }

  #closeUnused(kept: number): void {
    const used = new Set([...this.#shown.values(), ...this.#awaited]);
    const unused = [...this.#known.keys()].filter((id) => this.#reslicer.isOpen(id) && !used.has(id));
    for (const id of unused.slice(0, Math.max(0, unused.length - kept))) this.#reslicer.close(id);
  }
}
