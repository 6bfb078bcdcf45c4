import type { FrameLoader } from '../frames/frameLoader.ts';
import type { Volumes } from '../planes/index.ts';
import type { ReaderState } from '../reader/readerState.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { StackView } from '../viewport/index.ts';
import { Catalogue, type CatalogueRoom } from './catalogue.ts';
import { defaultSettings } from './defaultSettings.ts';
import { OverlayLayer } from './overlayLayer.ts';
import {
  faultOver,
  type DrawableOverlay,
  type OverlayFault,
  type OverlayObject,
  type OverlaySettings,
  type OverlaySlice,
} from './overlayObject.ts';
import { OverlaySlices } from './overlaySlices.ts';
import { sampleOverlay, type OverlaySample } from './sampleOverlay.ts';
import { OverlayWorker } from './overlayWorker.ts';
import { ShownOverlays } from './shownOverlays.ts';
import type { Point3 } from '../geometry/vector.ts';

/** What the overlays need of a reading room; it dispatches `change`. */
export interface OverlayRoom extends EventTarget, CatalogueRoom {
  readonly state: ReaderState;
  readonly viewportCount: number;
  readonly imaging: { readonly loader: FrameLoader };
  readonly mpr: { readonly shown: boolean };
  view(index: number): StackView | undefined;
}

/** The overlay cannot be drawn over what the viewport shows. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
  readonly fault: OverlayFault;

  constructor(fault: OverlayFault) {
    super(`the overlay cannot be drawn: ${JSON.stringify(fault)}`);
    this.fault = fault;
  }
}

/**
 * What is laid over the images: another series (fusion), segmentations, contours, doses. Which are on is said for each viewport,
 * how they are drawn for all of them. Dispatches `change`.
 */
export class Overlays extends EventTarget {
  readonly #room: OverlayRoom;
  readonly #volumes: Volumes;
  readonly #worker = new OverlayWorker();
  readonly #catalogue: Catalogue;
  readonly #slices: OverlaySlices;
  readonly #settings = new Map<string, OverlaySettings>();
  readonly #shown = new ShownOverlays();
  /** Why one that is on could not be loaded. */
  readonly #failures = new Map<string, string>();
  #watching = false;

  constructor(room: OverlayRoom, volumes: Volumes) {
    super();
    this.#room = room;
    this.#volumes = volumes;
    this.#catalogue = new Catalogue(room, volumes, this.#worker);
    this.#slices = new OverlaySlices(volumes, room.imaging.loader, this.#worker);
  }

  /** Everything that can be laid over images, or why not; documents first. Reads it when first asked. Never rejects. */
  async read(): Promise<readonly OverlayObject[]> {
    const objects = await this.#catalogue.read();
    this.#changed();
    return objects;
  }

  /** What has been read. */
  get objects(): readonly OverlayObject[] {
    return this.#catalogue.known;
  }

  /** Hides all overlays of a viewport, or shows them again: what is beneath has to be seen now and then. */
  toggleAll(index: number): void {
    if (this.#shown.ids(index).length === 0) return;
    this.#shown.toggleVeil(index);
    this.#changed();
  }

  /** Whether the overlays of a viewport are hidden for the moment, all of them. */
  areHidden(index: number): boolean {
    return this.#shown.isVeiled(index);
  }

  /** What is switched on in a viewport, lowest first: images and doses lie under masks, these under contours. */
  shown(index: number): DrawableOverlay[] {
    const objects = this.#shown.ids(index).flatMap((id) => {
      const object = this.#catalogue.get(id);
      return object && object.kind !== 'unusable' ? [object] : [];
    });
    return objects.toSorted((a, b) => level[a.kind] - level[b.kind]);
  }

  isShown(index: number, id: string): boolean {
    return this.#shown.ids(index).includes(id);
  }

  /** Why an overlay cannot be drawn over what a viewport shows; undefined where it can, or nothing is shown. */
  fault(index: number, object: OverlayObject): OverlayFault | undefined {
    const { frame } = this.#room.view(index)?.state ?? {};
    if (!frame) return object.kind === 'unusable' ? object.fault : undefined;
    return faultOver(object, frame);
  }

  /** Why the overlay's data could not be loaded. */
  failure(id: string): string | undefined {
    return this.#failures.get(id);
  }

  /** Undefined until it was first switched on. */
  settings(id: string): OverlaySettings | undefined {
    return this.#settings.get(id);
  }

  /**
   * Switches an overlay on in a viewport. Rejects with OverlayError where it cannot be drawn over what is shown, RangeError
   * where there is no such overlay, or no image.
   */
  async show(index: number, id: string): Promise<void> {
    await this.read();
    const object = this.#catalogue.get(id);
    const seriesInstanceUid = this.#room.state.shown.get(index)?.seriesInstanceUid;
    if (!object) throw new RangeError(`there is no overlay ${id}`);
    if (!this.#room.view(index)?.state.frame || seriesInstanceUid === undefined)
      throw new RangeError(`viewport ${index} shows no image yet`);
    const fault = this.fault(index, object);
    if (fault || object.kind === 'unusable') throw new OverlayError(fault as OverlayFault);
    if (object.seriesInstanceUid === seriesInstanceUid)
      throw new RangeError('a series cannot be laid over itself');
    this.#settings.set(
      id,
      this.#settings.get(id) ?? (await defaultSettings(object, this.#room.imaging.loader)),
    );
    this.#watch();
    this.#shown.add(index, seriesInstanceUid, id);
    this.#changed();
  }

  hide(index: number, id: string): void {
    if (!this.#shown.remove(index, id)) return;
    this.#slices.release(ownerOf(index, id));
    this.#changed();
  }

  /**
   * Changes how an overlay that was switched on before is drawn, in all viewports. Throws RangeError for what is no window
   * or no opacity.
   */
  change(id: string, change: Partial<OverlaySettings>): void {
    const settings = this.#settings.get(id);
    if (!settings) throw new RangeError(`the overlay ${id} has not been shown`);
    const { opacity, window, threshold } = { ...settings, ...change };
    if (!(opacity >= 0 && opacity <= 1)) throw new RangeError(`no opacity: ${opacity} (0 to 1)`);
    if (!(window.upper > window.lower)) throw new RangeError(`no window: ${window.lower} to ${window.upper}`);
    if (threshold !== undefined && !Number.isFinite(threshold))
      throw new RangeError(`no threshold: ${threshold}`);
    this.#settings.set(id, { ...settings, ...change });
    this.#changed();
  }

  /** What an overlay is on the image a viewport shows; undefined until it is computed. */
  slice(index: number, object: DrawableOverlay): OverlaySlice | undefined {
    const { frame, error } = this.#room.view(index)?.state ?? {};
    return frame && !error && !faultOver(object, frame) ? this.#slices.known(object, frame) : undefined;
  }

  /** The same as soon as it is there, as true as can be now; its computing is joined where it is under way. */
  async load(index: number, object: DrawableOverlay, frame: FrameRef): Promise<OverlaySlice> {
    try {
      const slice = await this.#slices.load(object, frame, ownerOf(index, object.id));
      this.#failures.delete(object.id);
      return slice;
    } catch (error) {
      // Another slice of the same viewport took its turn.
      if (error instanceof Error && error.name !== 'SupersededError') {
        this.#failures.set(object.id, error.message);
        this.#changed();
      }
      throw error;
    }
  }

  /** Has the slice on a frame that will be shown next ready, without telling of failures. */
  prepare(index: number, object: DrawableOverlay, frame: FrameRef): void {
    if (this.#slices.known(object, frame) || faultOver(object, frame)) return;
    this.#slices.load(object, frame, ownerOf(index, object.id), true).catch(() => undefined);
  }

  /** Resolves with the slice once nothing of it is missing any more, or cannot be had. Rejects as `load` does. */
  async whole(index: number, object: DrawableOverlay): Promise<OverlaySlice> {
    for (;;) {
      const { frame } = this.#room.view(index)?.state ?? {};
      if (!frame) throw new RangeError(`viewport ${index} shows no image`);
      const slice = await this.load(index, object, frame);
      if (this.#slices.isFinal(slice)) return slice;
      if (this.#slices.isStale(slice)) continue;
      await new Promise((resolve) => this.#volumes.addEventListener('refined', resolve, { once: true }));
    }
  }

  isStale(slice: OverlaySlice): boolean {
    return this.#slices.isStale(slice);
  }

  /** What is under a point in a viewport (patient mm), of each overlay that is drawn there. */
  samples(index: number, point: Point3): OverlaySample[] {
    if (this.areHidden(index)) return [];
    return this.shown(index).flatMap((object) => {
      const slice = this.slice(index, object);
      const settings = this.#settings.get(object.id);
      return slice && settings ? (sampleOverlay(object, settings, slice, point) ?? []) : [];
    });
  }

  /** Draws the overlays of a viewport into a canvas over its image; the returned function ends it. */
  attach(index: number, canvas: HTMLCanvasElement): () => void {
    const layer = new OverlayLayer(canvas, this, this.#room, index);
    return () => layer.destroy();
  }

  close(): void {
    this.#shown.clear();
    this.#worker.close();
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#room.addEventListener('change', () => this.#follow());
    for (const event of ['refined', 'complete']) this.#volumes.addEventListener(event, () => this.#changed());
  }

  #follow(): void {
    const { state, viewportCount, mpr } = this.#room;
    const indices = [...state.shown.keys()].filter((index) => index < viewportCount);
    const seriesAt = (index: number): string | undefined =>
      indices.includes(index) ? state.shown.get(index)?.seriesInstanceUid : undefined;
    const { moved } = this.#shown.follow({ indices, seriesAt }, mpr.shown, (index, id) =>
      this.#slices.release(ownerOf(index, id)),
    );
    if (moved) this.#changed();
  }
}

const level = { image: 0, dose: 1, segmentation: 2, structures: 3 } as const;

const ownerOf = (index: number, id: string): string => `overlay:${index}:${id}`;
