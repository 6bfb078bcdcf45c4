import { indexToWorld } from '../geometry/framePlane.ts';
import type { Point3 } from '../geometry/vector.ts';
import type { FrameRef } from '../series/frameRef.ts';
import type { StackView, ViewState } from '../viewport/index.ts';
import type { Crosshair } from './crosshair.ts';
import { NoVolumeError, type Planes } from './planes.ts';
import { storedSlices, type PlaneOrientation } from './planeChoice.ts';

/** What the arrangement of planes needs of a reading room. */
export interface MprRoom<Arrangement> {
  readonly planes: Planes;
  readonly crosshair: Crosshair;
  view(index: number): StackView | undefined;
  /** What is arranged how, to be given back later. */
  arrangement(): Arrangement;
  arrange(arrangement: Arrangement): void;
  /** A layout with the same series in every viewport. Resolves when they show it. */
  showEverywhere(seriesInstanceUid: string, layout: { rows: number; columns: number }): Promise<void>;
}

/** What the four viewports show. */
const arranged: readonly PlaneOrientation[] = ['axial', 'coronal', 'sagittal', 'stack'];

/** The three planes of one series beside its slices, with the crosshair; and the way back to what was there before. */
export class Mpr<Arrangement> {
  readonly #room: MprRoom<Arrangement>;
  #former: Arrangement | undefined;

  constructor(room: MprRoom<Arrangement>) {
    this.#room = room;
  }

  get shown(): boolean {
    return this.#former !== undefined;
  }

  /**
   * Cuts the series of a viewport into its three planes, through what is in the middle of it.
   * Rejects with NoVolumeError where it is no volume; nothing has changed then.
   */
  async show(index: number): Promise<void> {
    const { planes, crosshair } = this.#room;
    const state = this.#room.view(index)?.state;
    const volume = planes.volume(index);
    if (!state?.frame || !volume) throw new RangeError(`viewport ${index} shows no image yet`);
    if (volume.kind === 'fault') throw new NoVolumeError(volume);
    const through = middleOf(state, state.frame);
    this.#former ??= this.#room.arrangement();
    arranged.forEach((orientation, place) => {
      planes.put(place, { choice: { ...storedSlices, orientation }, through, volumeId: volume.id });
    });
    await this.#room.showEverywhere(state.frame.seriesInstanceUid, { rows: 2, columns: 2 });
    for (const place of arranged.keys()) {
      const view = this.#room.view(place);
      if (!view?.loaded) continue;
      const { voi } = view.state;
      if (state.voi && (voi?.center !== state.voi.center || voi.width !== state.voi.width))
        view.setWindow(state.voi);
      if (state.invert !== view.state.invert) view.setInvert(state.invert);
    }
    if (through) await crosshair.moveTo(0, through);
  }

  leave(): void {
    const former = this.#former;
    this.#former = undefined;
    if (former) this.#room.arrange(former);
  }

  /** The room was arranged otherwise meanwhile: there is no way back that would not throw that away. */
  forget(): void {
    this.#former = undefined;
  }
}

function middleOf({ focalPoint }: ViewState, { plane, image }: FrameRef): Point3 | undefined {
  return focalPoint ?? (plane && indexToWorld(plane, (image.columns - 1) / 2, (image.rows - 1) / 2));
}
