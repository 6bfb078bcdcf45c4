import type { FrameLoader } from '../frames/frameLoader.ts';
import { indexToWorld } from '../geometry/framePlane.ts';
import { cross, dot, type Point3 } from '../geometry/vector.ts';
import type { Volumes } from '../planes/index.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { sliceOn, type PixelGrid, type Slab } from '../volume/index.ts';
import type { DrawableOverlay, OverlaySlice, SegmentationOverlay, ValueOverlay } from './overlayObject.ts';
import type { OverlayWorker } from './overlayWorker.ts';
import { gridOn } from './pixelGrid.ts';
import type { MaskFrame, MaskGeometry } from './segmentation.ts';

/** Frames of a segmentation fetched and decoded at a time. */
const atATime = 6;
/** Slices kept, for going back and forth. */
const most = 32;

const noSlab: Slab = { mode: 'none', thicknessMm: 0 };

type Kept = { slice: OverlaySlice | undefined; coming: Promise<OverlaySlice> };

/** What overlays are on the planes of images: computed in workers, some of it kept. */
export class OverlaySlices {
  readonly #volumes: Volumes;
  readonly #loader: FrameLoader;
  readonly #worker: OverlayWorker;
  /** Insertion order is order of use. */
  readonly #kept = new Map<string, Kept>();
  /** Frames of segmentations that are in the worker or on their way, by id of the segmentation. */
  readonly #fed = new Map<string, Map<MaskFrame, Promise<void>>>();

  constructor(volumes: Volumes, loader: FrameLoader, worker: OverlayWorker) {
    this.#volumes = volumes;
    this.#loader = loader;
    this.#worker = worker;
  }

  /** The slice, where it is computed already. */
  known(object: DrawableOverlay, frame: FrameRef): OverlaySlice | undefined {
    return this.#kept.get(keyOf(object, frame))?.slice;
  }

  /** Whether it would be truer if it were computed again. */
  isStale(slice: OverlaySlice): boolean {
    return slice.kind === 'values' && this.#volumes.isStale(slice.frame, slice.loaded);
  }

  /**
   * What the overlay is on the plane of `frame`, through its slab. Rejects with SupersededError when `owner` wants another
   * one by now, and when it cannot be loaded.
   *
   * @param frame with a plane, in the overlay's frame of reference
   * @param ahead nobody waits for it yet: it must not take the turn of one that is waited for
   */
  load(object: DrawableOverlay, frame: FrameRef, owner: string, ahead = false): Promise<OverlaySlice> {
    const key = keyOf(object, frame);
    const known = this.#kept.get(key);
    if (known && !(known.slice && this.isStale(known.slice))) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known.coming;
    }
    const coming = this.#compute(object, frame, owner, ahead);
    const kept: Kept = { slice: known?.slice, coming };
    this.#kept.set(key, kept);
    coming.then(
      (slice) => {
        kept.slice = slice;
        for (const other of this.#kept.keys()) if (this.#kept.size > most) this.#kept.delete(other);
      },
      () => this.#kept.get(key) === kept && this.#kept.delete(key),
    );
    return coming;
  }

  /** Nothing of the overlay is on the screen of `owner` any more. */
  release(owner: string): void {
    this.#volumes.prefetch(owner, []);
  }

  /** Whether a slice is as true as it will be. */
  isFinal(slice: OverlaySlice): boolean {
    if (slice.kind !== 'values' || slice.loaded.fidelity !== 'partial') return true;
    const { derived } = slice.frame;
    return !this.isStale(slice) && derived !== undefined && this.#volumes.isSettled(derived.volumeId);
  }

  #compute(object: DrawableOverlay, frame: FrameRef, owner: string, ahead: boolean): Promise<OverlaySlice> {
    if (object.kind === 'segmentation') return this.#cutMasks(object, frame);
    if (object.kind === 'structures') return this.#cutShapes(object.sopInstanceUid, frame);
    return this.#values(object, frame, owner, ahead);
  }

  async #values(
    { volume }: ValueOverlay,
    shown: FrameRef,
    owner: string,
    ahead: boolean,
  ): Promise<OverlaySlice> {
    const grid = gridOn(gridOf(shown), Math.min(...volume.spacing));
    const frame = sliceOn(volume, grid, shown.derived?.slab ?? noSlab, shown.imageId);
    // Says that the volume is in use, or it would be closed.
    this.#volumes.prefetch(owner, [frame]);
    return {
      kind: 'values',
      frame,
      grid,
      loaded: await this.#volumes.load(frame, ahead ? `${owner}:ahead` : owner),
    };
  }

  async #cutShapes(sopInstanceUid: string, { plane }: FrameRef): Promise<OverlaySlice> {
    if (!plane) throw new Error('the image has no place in the patient');
    return {
      kind: 'shapes',
      plane,
      shapes: await this.#worker.ask('cutStructures', { sopInstanceUid, plane }),
    };
  }

  async #cutMasks({ id, segmentation }: SegmentationOverlay, frame: FrameRef): Promise<OverlaySlice> {
    const { geometry, frames, maximum } = segmentation;
    const grid = gridOn(gridOf(frame), Math.min(geometry.rowSpacing, geometry.columnSpacing));
    const slab = frame.derived?.slab ?? noSlab;
    const [first, last] = layersMet(geometry, grid, slab);
    await this.#feed(
      id,
      geometry,
      frames.filter(({ layer }) => layer >= first && layer <= last),
    );
    return { kind: 'masks', grid, maximum, masks: await this.#worker.ask('cutMasks', { id, grid, slab }) };
  }

  /** Gets frames into the worker that are not there yet. */
  async #feed(id: string, geometry: MaskGeometry, frames: readonly MaskFrame[]): Promise<void> {
    let fed = this.#fed.get(id);
    if (!fed) {
      this.#fed.set(id, (fed = new Map()));
      await this.#worker.ask('openMasks', { id, geometry });
    }
    const waiting = frames.filter((mask) => !fed.has(mask));
    const work = async (): Promise<void> => {
      for (let mask = waiting.shift(); mask; mask = waiting.shift()) {
        const feeding = fed.get(mask) ?? this.#feedOne(id, mask);
        fed.set(mask, feeding);
        feeding.catch(() => fed.delete(mask as MaskFrame));
        await feeding;
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    await Promise.all(frames.map((mask) => fed.get(mask)));
  }

  async #feedOne(id: string, { frame, segment, layer }: MaskFrame): Promise<void> {
    const loaded = await this.#loader.load(frame);
    const values = loaded.values.slice();
    // The worker has it: it need not take up room in the page.
    this.#loader.forget(frame.imageId);
    await this.#worker.ask('feedMask', { id, layer, segment, values }, [values.buffer]);
  }
}

const keyOf = ({ id }: DrawableOverlay, { imageId }: FrameRef): string => `${id}|${imageId}`;

function gridOf({ plane, image: { columns, rows } }: FrameRef): PixelGrid {
  if (!plane) throw new Error('the image has no place in the patient');
  return { plane, columns, rows };
}

/** The layers that a plane, or a slab about it, can meet: first and last. */
function layersMet(
  geometry: MaskGeometry,
  { plane, columns, rows }: PixelGrid,
  slab: Slab,
): [number, number] {
  const normal = cross(geometry.rowCosines, geometry.columnCosines);
  const reach = geometry.halfMm + (slab.mode === 'none' ? 0 : slab.thicknessMm / 2) + 0.01;
  const corners = [0, columns - 1].flatMap((column) =>
    [0, rows - 1].map((row): Point3 => indexToWorld(plane, column, row)),
  );
  const places = corners.map((corner) => dot(corner, normal));
  const [least, greatest] = [Math.min(...places) - reach, Math.max(...places) + reach];
  const met = geometry.origins.flatMap((origin, layer) => {
    const place = dot(origin, normal);
    return place >= least && place <= greatest ? [layer] : [];
  });
  return met.length > 0 ? [met[0] as number, met.at(-1) as number] : [0, -1];
}
