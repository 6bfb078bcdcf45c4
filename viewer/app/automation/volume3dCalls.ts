import {
  isSide,
  type ClipBox,
  type Point3,
  type Reader,
  type Side,
  type Volume3dPreset,
  type VolumeView,
} from '../../imaging/index.ts';

/** What is to be seen of a volume in three dimensions, and from where. */
export interface Volume3dWish {
  preset?: Volume3dPreset;
  /** The preset's points are moved by so much along the axis of values (HU). */
  shift?: number;
  /** The side the patient is looked at from, or any: `normal` points to who looks. The whole volume is brought into sight. */
  view?: Side | { readonly normal: Point3; readonly up: Point3 };
  /** Patient mm that come into the middle of the viewport. */
  focalPoint?: Point3;
  /** CSS pixels for each millimetre. */
  pxPerMm?: number;
  /** Shown is what lies between two corners, patient mm; null shows everything. */
  clip?: ClipBox | null;
}

export interface Volume3dReport {
  preset: Volume3dPreset;
  presets: readonly Volume3dPreset[];
  shift: number;
  clip: ClipBox;
  /** The box of the whole volume, patient mm. */
  box: ClipBox;
  /** Edges of the voxels drawn, mm; `reduced` where they are larger than those stored. */
  voxelMm: Point3;
  reduced: boolean;
  focalPoint: Point3;
  viewPlaneNormal: Point3;
  viewUp: Point3;
  /** CSS pixels for each millimetre (parallel projection). */
  pxPerMm: number;
}

/** Volume rendering. */
export interface Volume3dCalls {
  /** Shows the series of a viewport in three dimensions; null: its slices again. Resolves when it is drawn in full quality. */
  setVolume3d(index: number, wish: Volume3dWish | null): Promise<void>;
  /** What is shown in three dimensions; null where slices are. */
  getVolume3d(index: number): Promise<Volume3dReport | null>;
  /** Where a point in patient mm lies in a viewport that shows a volume, CSS pixels from its upper left corner. */
  volume3dToCanvas(index: number, point: Point3): Promise<[number, number]>;
}

export const volume3dCalls = (reader: Reader): Volume3dCalls => ({
  setVolume3d: async (index, wish) => {
    if (wish === null) return reader.volume3d.leave(index);
    if (typeof wish.view === 'string' && !isSide(wish.view))
      throw new RangeError(`no side: ${String(wish.view)}`);
    const view = reader.volume3d.show(index);
    await shown(view);
    if (wish.preset !== undefined) view.setPreset(wish.preset);
    if (wish.shift !== undefined) view.setShift(wish.shift);
    if (wish.clip !== undefined) view.setClip(wish.clip ?? undefined);
    if (wish.view === undefined) view.resize();
    else if (typeof wish.view === 'string') view.look(wish.view);
    else view.lookAlong(wish.view.normal, wish.view.up);
    if (wish.focalPoint !== undefined || wish.pxPerMm !== undefined) view.frame(wish);
    await nextPicture(view);
  },
  getVolume3d: async (index) => {
    const state = reader.volume3d.view(index)?.state;
    if (state?.status !== 'shown') return null;
    const { preset, presets, shift, clip, box, voxelMm, reduced, pose } = state;
    return {
      ...{ preset, presets, shift, clip, box, voxelMm, reduced },
      focalPoint: pose.focalPoint,
      viewPlaneNormal: pose.towards,
      viewUp: pose.up,
      pxPerMm: pose.pxPerMm,
    };
  },
  volume3dToCanvas: async (index, point) => {
    const place = reader.volume3d.view(index)?.worldToCanvas(point);
    if (!place) throw new RangeError(`viewport ${index} shows no volume`);
    return place;
  },
});

/** Resolves when the volume is on its way to the screen; rejects with the reason why it cannot be. */
function shown(view: VolumeView): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      const { status, error } = view.state;
      if (status === 'loading') return;
      view.removeEventListener('change', settle);
      if (status === 'shown') resolve();
      else reject(new Error(error));
    };
    view.addEventListener('change', settle);
    settle();
  });
}

/** Resolves when a picture in full quality has been drawn; rejects where the volume goes before. */
function nextPicture(view: VolumeView): Promise<void> {
  return new Promise((resolve, reject) => {
    const events = new AbortController();
    view.addEventListener(
      'rendered',
      () => {
        if (!view.state.still) return;
        events.abort();
        resolve();
      },
      events,
    );
    view.addEventListener(
      'change',
      () => {
        if (view.state.status === 'shown') return;
        events.abort();
        reject(new Error(view.state.error ?? 'the volume is drawn no more'));
      },
      events,
    );
  });
}
