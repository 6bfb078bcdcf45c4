import type { PlaneOrientation, Point3, Reader, Slab } from '../../imaging/index.ts';

/** Planes of a volume, slabs and the crosshair. */
export interface PlaneCalls {
  /** Cuts the series of a viewport another way; `stack` shows it as it is stored. Rejects where it is no volume, with the reason. */
  setOrientation(index: number, orientation: PlaneOrientation): Promise<void>;
  /** Lays slices together, `thicknessMm` in all; mode `none` ends it. */
  setSlab(index: number, slab: Slab): Promise<void>;
  /** The three planes of the series in a viewport beside its slices. */
  showMpr(index: number): Promise<void>;
  leaveMpr(): Promise<void>;
  /** Leads the other viewports of the same frame of reference to a point; resolves when they are there. */
  setCrosshair(index: number, point: Point3): Promise<void>;
}

export const planeCalls = (reader: Reader): PlaneCalls => ({
  setOrientation: (index, orientation) => reader.planes.setOrientation(index, orientation),
  setSlab: (index, slab) => reader.planes.setSlab(index, slab),
  showMpr: (index) => reader.mpr.show(index),
  leaveMpr: async () => reader.mpr.leave(),
  setCrosshair: (index, point) => reader.crosshair.moveTo(index, point),
});
