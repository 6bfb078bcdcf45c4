import type { FrameLoader } from '../frames/frameLoader.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { EngineRoom } from '../reader/imaging.ts';
import type { VolumeGeometry } from '../volume/volumeGeometry.ts';
import type { Device } from './device.ts';
import {
  facing,
  fitting,
  middleOf,
  panned,
  rightOf,
  sides,
  toScreen,
  turned,
  type Pose,
  type Side,
} from './pose.ts';
import { insideOnly, presetsFor, transferFunction, type Preset } from './presets.ts';
import { Pace } from './pace.ts';
import { patientBox, reducedGrid } from './reducedGrid.ts';
import { reduceVolume, type ReducedVoxels } from './reduceVolume.ts';
import type { ClipBox, VolumeScene } from './volumeScene.ts';

export interface Volume3dState {
  readonly status: 'loading' | 'shown' | 'failed' | 'left';
  /** Share of the voxels that are there, 0 to 1. */
  readonly progress: number;
  readonly error: string | undefined;
  readonly presets: readonly Preset[];
  readonly preset: Preset;
  /** The preset's points are moved by so much along the axis of values. */
  readonly shift: number;
  readonly unit: string;
  /** Only what is inside of the body is drawn: so the preset wants it. */
  readonly insideOnly: boolean;
  /** The box the volume fills, patient mm, and the part of it that is shown. */
  readonly box: ClipBox;
  readonly clip: ClipBox;
  /** Edges of the voxels it is drawn of, mm; larger than those stored where it is `reduced`. */
  readonly voxelMm: Point3;
  readonly reduced: boolean;
  readonly pose: Pose;
  /** Directions of the screen in the patient. */
  readonly screen: { readonly right: Point3; readonly up: Point3 };
  /** Whether what is on the screen is drawn in full quality. */
  readonly still: boolean;
}

const degreesPerPixel = 0.5;
const pxPerMmRange = [0.05, 100] as const;

/** What of the volume is in the middle, and how large: as in Pose. */
export type Framing = Partial<Pick<Pose, 'focalPoint' | 'pxPerMm'>>;

/**
 * A volume in three dimensions: what of it is shown, how and from where. It loads reduced voxels once, and draws them in
 * whatever element it is given; a rendering to look at, nothing is measured in it. Dispatches `change` and `rendered`.
 */
export class VolumeView extends EventTarget {
  readonly volume: VolumeGeometry;
  readonly #abort = new AbortController();
  readonly #id: string;
  readonly #voxels: Promise<ReducedVoxels>;
  readonly #pace: Pace;
  readonly #device: Device;
  #loaded: ReducedVoxels | undefined;
  #state: Volume3dState;
  #scene: VolumeScene | undefined;
  #element: HTMLDivElement | undefined;
  #fitted = true;
  #turn = 0;

  constructor(
    volume: VolumeGeometry,
    loader: Pick<FrameLoader, 'load' | 'prefetch'>,
    device: Device,
    id: string,
  ) {
    super();
    this.volume = volume;
    this.#id = id;
    this.#device = device;
    this.#pace = new Pace(device, (quality, still) => {
      this.#scene?.setQuality(quality);
      if (still) this.#scene?.render();
      if (still !== this.#state.still) this.#update({ still });
    });
    const grid = reducedGrid(volume, device.budget);
    const unit = volume.frames[0]?.unit ?? '';
    const presets = presetsFor(unit);
    const box = patientBox(grid);
    const pose = { ...sides.A, focalPoint: middleOf(box), pxPerMm: 1 };
    this.#state = {
      status: 'loading',
      progress: 0,
      error: undefined,
      presets,
      preset: presets[0] as Preset,
      shift: 0,
      unit,
      insideOnly: insideOnly(presets[0] as Preset),
      box,
      clip: box,
      voxelMm: grid.spacing,
      reduced: grid.pixels > 1 || grid.layers > 1,
      pose,
      screen: { right: rightOf(pose), up: pose.up },
      still: true,
    };
    this.#voxels = reduceVolume(
      volume,
      grid,
      loader,
      (progress) => this.#update({ progress }),
      this.#abort.signal,
    );
    this.#voxels.catch((error: unknown) => this.#fail(error));
  }

  get state(): Volume3dState {
    return this.#state;
  }

  /** Draws in `element` from now on. Resolves when the first picture is asked for; failures are told by the state. */
  async attach({ engine, VolumeScene: Scene }: EngineRoom, element: HTMLDivElement): Promise<void> {
    this.detach();
    const turn = this.#turn;
    this.#element = element;
    try {
      const voxels = await this.#voxels;
      if (turn !== this.#turn) return;
      this.#loaded = voxels;
      const scene = await Scene.create(engine, element, this.#id, voxels);
      if (turn !== this.#turn) return scene.destroy();
      this.#scene = scene;
      scene.setQuality(this.#device.fine);
      scene.addEventListener('rendered', this.#onRendered);
      this.#update({ status: 'shown' });
      this.#dress();
      scene.setClip(this.#clipped);
      this.resize();
    } catch (error) {
      if (turn === this.#turn) this.#fail(error);
    }
  }

  /** Draws nowhere any more; what is shown and how is kept. */
  detach(): void {
    this.#turn++;
    this.#pace.stop();
    this.#scene?.destroy();
    this.#scene = undefined;
    this.#element = undefined;
  }

  /** Gives everything back. */
  destroy(): void {
    this.#update({ status: 'left', error: 'the volume was left' });
    this.#abort.abort(new Error('the volume was left'));
    this.detach();
  }

  /** @throws RangeError for a preset that is not of this volume */
  setPreset(preset: Preset): void {
    if (!this.#state.presets.includes(preset))
      throw new RangeError(`no preset "${preset}": this volume has ${this.#state.presets.join(', ')}`);
    this.#update({ preset, shift: 0, insideOnly: insideOnly(preset) });
    this.#dress();
  }

  setShift(shift: number): void {
    if (!Number.isFinite(shift)) throw new RangeError(`no shift: ${shift}`);
    this.#update({ shift });
    this.#pace.moved();
    this.#dress();
  }

  /** Shows what lies between two corners, patient mm; undefined: all. @throws RangeError where nothing lies between them */
  setClip(clip: ClipBox = this.#state.box): void {
    const { box } = this.#state;
    for (const axis of [0, 1, 2] as const)
      if (!(clip[0][axis] < clip[1][axis]) || clip[0][axis] >= box[1][axis] || clip[1][axis] <= box[0][axis])
        throw new RangeError(
          `nothing of the volume lies between ${clip[0].join(', ')} and ${clip[1].join(', ')}`,
        );
    this.#update({ clip });
    this.#pace.moved();
    this.#scene?.setClip(this.#clipped);
  }

  /** From a side of the patient, the whole volume in sight. */
  look(side: Side): void {
    this.#setPose({ ...this.#state.pose, ...sides[side] });
    this.fit();
  }

  /** Along `normal`, which points to who looks, with `up` up the screen; the whole volume in sight. @throws RangeError */
  lookAlong(normal: Point3, up: Point3): void {
    this.#setPose({ ...this.#state.pose, ...facing(normal, up) });
    this.fit();
  }

  /** Brings a point of the patient (mm) into the middle, at a scale in CSS pixels per mm. @throws RangeError */
  frame({ focalPoint = this.#state.pose.focalPoint, pxPerMm = this.#state.pose.pxPerMm }: Framing): void {
    if (!focalPoint.every(Number.isFinite)) throw new RangeError(`no point: ${focalPoint.join(', ')}`);
    if (!(pxPerMm >= pxPerMmRange[0] && pxPerMm <= pxPerMmRange[1]))
      throw new RangeError(`pxPerMm ${pxPerMm} is not within ${pxPerMmRange.join(' and ')}`);
    this.#fitted = false;
    this.#setPose({ ...this.#state.pose, focalPoint, pxPerMm });
  }

  rotate(x: number, y: number): void {
    this.#move(turned(this.#state.pose, x * degreesPerPixel, y * degreesPerPixel));
  }

  pan(x: number, y: number): void {
    this.#fitted = false;
    this.#move(panned(this.#state.pose, x, y));
  }

  zoom(factor: number): void {
    this.#fitted = false;
    const { pose } = this.#state;
    const [least, greatest] = pxPerMmRange;
    this.#move({ ...pose, pxPerMm: Math.min(greatest, Math.max(least, pose.pxPerMm * factor)) });
  }

  /** As at first: all of it, from the front. */
  reset(): void {
    this.setPreset(this.#state.presets[0] as Preset);
    this.setClip();
    this.look('A');
  }

  /** The whole volume in the middle of the viewport, whichever way it is turned. */
  fit(): void {
    const { box, pose } = this.#state;
    const size = this.#size;
    if (!size) return;
    this.#fitted = true;
    this.#setPose(fitting(pose, box, size));
  }

  /** The element has another size. */
  resize(): void {
    if (this.#fitted) this.fit();
    else this.#setPose(this.#state.pose);
  }

  /** Where a point in patient mm lies, CSS pixels; undefined while it is drawn nowhere. */
  worldToCanvas(point: Point3): [number, number] | undefined {
    const size = this.#size;
    return size && toScreen(this.#state.pose, size, point);
  }

  get #size(): [number, number] | undefined {
    const element = this.#element;
    return element && element.clientWidth > 0 && element.clientHeight > 0
      ? [element.clientWidth, element.clientHeight]
      : undefined;
  }

  get #clipped(): ClipBox | undefined {
    return this.#state.clip === this.#state.box ? undefined : this.#state.clip;
  }

  #dress(): void {
    const { preset, shift, insideOnly: inside } = this.#state;
    if (!this.#loaded) return;
    const { percentiles, beyondBody } = this.#loaded;
    if (beyondBody?.setHidden(inside)) this.#scene?.voxelsChanged();
    this.#scene?.setTransferFunction(transferFunction(preset, shift, percentiles));
  }

  #move(pose: Pose): void {
    this.#pace.moved();
    this.#setPose(pose);
  }

  #setPose(pose: Pose): void {
    this.#update({ pose, screen: { right: rightOf(pose), up: pose.up } });
    this.#scene?.setPose(pose);
  }

  readonly #onRendered = (): void => {
    this.#pace.rendered();
    this.dispatchEvent(new Event('rendered'));
  };

  #fail(error: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#update({ status: 'failed', error: error instanceof Error ? error.message : String(error) });
  }

  #update(change: Partial<Volume3dState>): void {
    this.#state = { ...this.#state, ...change };
    if (!this.#abort.signal.aborted) this.dispatchEvent(new Event('change'));
  }
}
