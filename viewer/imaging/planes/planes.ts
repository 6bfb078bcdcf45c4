import { addScaled, dot, type Point3 } from '../geometry/vector.ts';
import { indexToWorld, planeNormal } from '../geometry/framePlane.ts';
import type { FrameRef } from '../series/frameRef.ts';
import { nearestSlice } from '../series/nearestSlice.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import type { KeptCamera, StackView } from '../viewport/index.ts';
import {
  deriveStack,
  SupersededError,
  type Slab,
  type VolumeFault,
  type VolumeGeometry,
} from '../volume/index.ts';
import { isStored, storedSlices, type PlaneChoice, type PlaneOrientation } from './planeChoice.ts';
import type { Volumes } from './volumes.ts';

/** The series is no volume that could be cut or laid into slabs. */
export class NoVolumeError extends Error {
  override readonly name = 'NoVolumeError';
  readonly fault: VolumeFault;

  constructor(fault: VolumeFault) {
    super(`the series is no regular volume: ${JSON.stringify(fault)}`);
    this.fault = fault;
  }
}

/** What the planes need of a reading room. */
export interface PlaneRoom {
  view(index: number): StackView | undefined;
  stack(seriesInstanceUid: string): Promise<Stack>;
}

/**
 * Which way each viewport cuts its series, and through how thick a slab: stored slices become planes of a volume and
 * back, at the same place, with the same window. Dispatches `change` when a choice changed.
 */
export class Planes extends EventTarget {
  readonly #room: PlaneRoom;
  readonly #volumes: Volumes;
  readonly #choices = new Map<number, PlaneChoice>();
  /** Where the planes of a viewport were laid through, for slabs that come later. */
  readonly #through = new Map<number, Point3>();

  constructor(room: PlaneRoom, volumes: Volumes) {
    super();
    this.#room = room;
    this.#volumes = volumes;
  }

  choice(index: number): PlaneChoice {
    return this.#choices.get(index) ?? storedSlices;
  }

  /** Whether the viewport shows a plane of the volume instead of the stack. */
  isPlane(index: number): boolean {
    return this.choice(index).orientation !== 'stack';
  }

  /** The volume that the series in a viewport is, or why it is none; undefined while nothing is shown. */
  volume(index: number): VolumeGeometry | VolumeFault | undefined {
    const { stack, frame } = this.#room.view(index)?.state ?? {};
    if (!stack || !frame) return undefined;
    return frame.derived ? this.#volumes.get(frame.derived.volumeId) : this.#volumes.of(stack, frame);
  }

  /** How far the volume reaches along the normal of the plane that a viewport shows, mm; undefined where there is none. */
  extentMm(index: number): number | undefined {
    const volume = this.volume(index);
    const plane = this.#room.view(index)?.state.frame?.plane;
    if (!plane || volume?.kind !== 'volume') return undefined;
    const normal = planeNormal(plane);
    const along = (step: Point3, count: number): number => Math.abs(dot(step, normal)) * count;
    return (
      along(volume.columnStep, volume.columns) +
      along(volume.rowStep, volume.rows) +
      along(volume.layerStep, volume.layers)
    );
  }

  /**
   * Cuts the series of a viewport another way. `through` is kept in sight (default: what is in the middle of the viewport).
   * Rejects with NoVolumeError where the series is no volume, RangeError where the viewport is empty.
   */
  setOrientation(index: number, orientation: PlaneOrientation, through?: Point3): Promise<void> {
    return this.#choose(index, { ...this.choice(index), orientation }, through);
  }

  /** Lays slices together, `thicknessMm` thick in all, or no longer. Rejects as setOrientation does. */
  setSlab(index: number, slab: Slab): Promise<void> {
    if (slab.mode !== 'none' && !(slab.thicknessMm > 0 && Number.isFinite(slab.thicknessMm)))
      return Promise.reject(new RangeError(`no slab: ${slab.thicknessMm} mm`));
    return this.#choose(index, { ...this.choice(index), slab }, undefined);
  }

  /** What a viewport that is to be filled will show of its series; see stackFor. */
  choose(index: number, choice: PlaneChoice, through: Point3 | undefined): void {
    this.#keep(index, choice, through);
  }

  /** Another series came into the viewport: its slices are shown as they are stored. */
  forget(index: number): void {
    this.#through.delete(index);
    if (this.#choices.delete(index)) this.dispatchEvent(new Event('change'));
  }

  /** What viewport `index` shows of a series, and from which slice. Stored slices where it is no volume. */
  stackFor(index: number, stored: Stack): { stack: Stack; sliceIndex: number | undefined } {
    const choice = this.choice(index);
    if (isStored(choice)) return { stack: stored, sliceIndex: undefined };
    const volume = this.#volumes.of(stored, undefined);
    if (volume.kind === 'fault') {
      this.forget(index);
      return { stack: stored, sliceIndex: undefined };
    }
    const through = this.#through.get(index);
    const stack = derive(volume, choice, through);
    return { stack, sliceIndex: through && nearestSlice(stack.frames, through) };
  }

  async #choose(index: number, choice: PlaneChoice, through: Point3 | undefined): Promise<void> {
    const view = this.#room.view(index);
    const { stack: shown, frame } = view?.state ?? {};
    if (!view || !shown || !frame) throw new RangeError(`viewport ${index} shows no image yet`);
    const former = this.choice(index);
    const place = through ?? placeOf(view);
    const stored = await this.#room.stack(shown.seriesInstanceUid);
    // Free planes go through the same point as before, or a slab would move them.
    const stack = isStored(choice)
      ? stored
      : derive(this.#volumeOf(stored, frame), choice, through ?? this.#through.get(index) ?? place);
    this.#keep(index, choice, through ?? this.#through.get(index) ?? place);
    const slice = place && nearestSlice(stack.frames, place);
    const kept = keptCamera(former.orientation, choice.orientation, place);
    await view.replace(stack, slice ?? middleIndex(stack), kept).catch((error: unknown) => {
      // Another choice has come meanwhile.
      if (!(error instanceof SupersededError)) throw error;
    });
  }

  #keep(index: number, choice: PlaneChoice, through: Point3 | undefined): void {
    this.#choices.set(index, choice);
    if (through) this.#through.set(index, through);
    this.dispatchEvent(new Event('change'));
  }

  /** @throws NoVolumeError */
  #volumeOf(stored: Stack, frame: FrameRef): VolumeGeometry {
    const open = frame.derived && this.#volumes.get(frame.derived.volumeId);
    const volume = open ?? this.#volumes.of(stored, frame);
    if (volume.kind === 'fault') throw new NoVolumeError(volume);
    return volume;
  }
}

const derive = (
  volume: VolumeGeometry,
  { orientation, slab }: PlaneChoice,
  through: Point3 | undefined,
): Stack => deriveStack(volume, orientation === 'stack' ? 'acquired' : orientation, slab, through);

/** Free planes turn by small steps: what is looked at stays where it is, or everything would jump at each of them. */
function keptCamera(former: PlaneOrientation, next: PlaneOrientation, place: Point3 | undefined): KeptCamera {
  if (former === next) return 'all';
  return typeof next === 'object' && former !== 'stack' && place ? { anchor: place } : 'fit';
}

/** The middle of the viewport, in the plane of the shown slice; of the image where the viewport shows nothing of it. */
function placeOf({ state }: StackView): Point3 | undefined {
  const { frame, focalPoint } = state;
  if (!frame?.plane) return undefined;
  const { plane, image } = frame;
  const middle = focalPoint ?? indexToWorld(plane, (image.columns - 1) / 2, (image.rows - 1) / 2);
  const normal = planeNormal(plane);
  return addScaled(middle, normal, dot(plane.position, normal) - dot(middle, normal));
}
