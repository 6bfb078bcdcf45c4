import { addScaled, dot, type Point3 } from '../geometry/vector.ts';
import { indexToWorld, planeNormal, type FramePlane } from '../geometry/framePlane.ts';
import { nearestSlice } from '../series/nearestSlice.ts';
import { middleIndex, type Stack } from '../series/stack.ts';
import type { KeptCamera, StackView } from '../viewport/index.ts';
import {
  deriveStack,
  SupersededError,
  volumeCorners,
  type Slab,
  type VolumeFault,
  type VolumeGeometry,
} from '../volume/index.ts';
import {
  isStored,
  storedSlices,
  type KeptPlane,
  type PlaneChoice,
  type PlaneOrientation,
} from './planeChoice.ts';
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
  readonly #wanted = new Map<number, KeptPlane>();
  /** What came onto the screen: given back where what is wanted cannot be had. */
  readonly #onScreen = new Map<number, KeptPlane>();

  constructor(room: PlaneRoom, volumes: Volumes) {
    super();
    this.#room = room;
    this.#volumes = volumes;
  }

  choice(index: number): PlaneChoice {
    return this.#wanted.get(index)?.choice ?? storedSlices;
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
    const reach = this.#reach(index);
    return reach && reach[1] - reach[0];
  }

  /** How much of the volume lies in the slab that a viewport shows, mm: a slab may reach beyond it. */
  slabMm(index: number): number | undefined {
    const reach = this.#reach(index);
    const slab = this.#room.view(index)?.state.frame?.derived?.slab;
    if (!reach || !slab) return undefined;
    const half = slab.thicknessMm / 2;
    return Math.max(0, Math.min(half, reach[1]) - Math.max(-half, reach[0]));
  }

  /** The slice of a viewport's stack nearest to a point; where several frames share its place, that of the phase on the screen. */
  nearest(index: number, point: Point3): number | undefined {
    const { stack, frame } = this.#room.view(index)?.state ?? {};
    if (!stack || !frame) return undefined;
    const nearest = nearestSlice(stack.frames, point);
    if (nearest === undefined || frame.derived) return nearest;
    const places = stack.frames.filter(({ plane }) => isSamePlace(plane, stack.frames[nearest]?.plane));
    return places.length > 1 ? this.#nearestOf(stack, point, this.#volumes.of(stack, frame)) : nearest;
  }

  /** What a viewport shows of its series, for `put`. */
  kept(index: number): KeptPlane {
    const wanted = this.#wanted.get(index);
    return wanted && !isStored(wanted.choice)
      ? wanted
      : { choice: storedSlices, through: undefined, volumeId: undefined };
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
  put(index: number, kept: KeptPlane): void {
    this.#wanted.set(index, kept);
    this.#onScreen.set(index, kept);
    this.dispatchEvent(new Event('change'));
  }

  /** Another series came into the viewport: its slices are shown as they are stored. */
  forget(index: number): void {
    this.#onScreen.delete(index);
    if (this.#wanted.delete(index)) this.dispatchEvent(new Event('change'));
  }

  /** What viewport `index` shows of a series, and from which slice. Stored slices where it is no volume. */
  stackFor(index: number, stored: Stack): { stack: Stack; sliceIndex: number | undefined } {
    const { choice, through, volumeId } = this.#wanted.get(index) ?? { choice: storedSlices };
    const known = volumeId === undefined ? undefined : this.#volumes.get(volumeId);
    const ofSeries = known?.frames[0]?.seriesInstanceUid === stored.seriesInstanceUid;
    if (isStored(choice)) {
      const sliceIndex = through && ofSeries ? this.#nearestOf(stored, through, known) : undefined;
      return { stack: stored, sliceIndex };
    }
    const volume = known && ofSeries ? known : this.#volumes.of(stored, undefined);
    if (volume.kind === 'fault') {
      this.forget(index);
      return { stack: stored, sliceIndex: undefined };
    }
    const stack = derive(volume, choice, through);
    return { stack, sliceIndex: through && nearestSlice(stack.frames, through) };
  }

  async #choose(index: number, choice: PlaneChoice, point: Point3 | undefined): Promise<void> {
    const view = this.#room.view(index);
    const { stack: shown } = view?.state ?? {};
    const volume = this.volume(index);
    if (!view || !shown || !volume) throw new RangeError(`viewport ${index} shows no image yet`);
    if (volume.kind === 'fault' && !isStored(choice)) throw new NoVolumeError(volume);
    const former = this.#wanted.get(index);
    const place = point ?? placeOf(view);
    // Free planes go through the same point as before, or a slab would move them.
    const through = point ?? former?.through ?? place;
    // At once, so that a choice that follows at its heels goes on from this one.
    const kept: KeptPlane = { choice, through, volumeId: volume.kind === 'volume' ? volume.id : undefined };
    this.#wanted.set(index, kept);
    this.dispatchEvent(new Event('change'));
    const isWanted = (): boolean => this.#wanted.get(index) === kept;
    try {
      const stored = await this.#room.stack(shown.seriesInstanceUid);
      if (!isWanted()) return;
      const stack = volume.kind === 'fault' || isStored(choice) ? stored : derive(volume, choice, through);
      const slice = place && this.#nearestOf(stack, place, isStored(choice) ? volume : undefined);
      const camera = keptCamera(former?.choice.orientation ?? 'stack', choice.orientation, place);
      await view.replace(stack, slice ?? middleIndex(stack), camera);
      if (!isWanted()) return;
      if (view.state.stack === stack) this.#onScreen.set(index, kept);
      else this.#giveBack(index);
    } catch (error) {
      // Another choice, or another series, has come meanwhile.
      if (!isWanted() && error instanceof SupersededError) return;
      if (isWanted()) this.#giveBack(index);
      throw error;
    }
  }

  /** What is wanted cannot be had: what is on the screen is what is chosen. */
  #giveBack(index: number): void {
    const former = this.#onScreen.get(index);
    if (former) this.#wanted.set(index, former);
    else this.#wanted.delete(index);
    this.dispatchEvent(new Event('change'));
  }

  /** The nearest slice among the frames that a volume is made of, or of all where there is none. */
  #nearestOf(
    stack: Stack,
    point: Point3,
    volume: VolumeGeometry | VolumeFault | undefined,
  ): number | undefined {
    return nearestSlice(stack.frames, point, volume?.kind === 'volume' ? volume.frames : undefined);
  }

  /** From where to where the volume reaches along the normal of the shown plane, mm from that plane. */
  #reach(index: number): [number, number] | undefined {
    const volume = this.volume(index);
    const plane = this.#room.view(index)?.state.frame?.plane;
    if (!plane || volume?.kind !== 'volume') return undefined;
    const normal = planeNormal(plane);
    const own = dot(plane.position, normal);
    const places = volumeCorners(volume).map((corner) => dot(corner, normal) - own);
    return [Math.min(...places), Math.max(...places)];
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

/** As describeVolume tells places apart. */
const samePlaceMm = 0.01;

function isSamePlace(one: FramePlane | undefined, other: FramePlane | undefined): boolean {
  if (!one || !other) return false;
  return (
    Math.abs(dot(one.position, planeNormal(other)) - dot(other.position, planeNormal(other))) < samePlaceMm
  );
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
