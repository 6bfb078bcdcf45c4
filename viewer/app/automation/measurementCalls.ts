import {
  displayPlane,
  measurementTools,
  pointsFault,
  trackingOf,
  unitText,
  worldToIndex,
  type Measurement,
  type MeasurementHappened,
  type Point3,
  type Reader,
  type StackView,
} from '../../imaging/index.ts';
import type { MeasurementCalls, MeasurementEventReport, MeasurementReport } from './measurementTypes.ts';

/** Measuring, carried out on a reading room. */
export function measurementCalls(reader: Reader): MeasurementCalls {
  const store = reader.measurements;
  const known = (id: string): Measurement => {
    const measurement = store.get(id);
    if (!measurement) throw new RangeError(`there is no measurement ${id}`);
    return measurement;
  };
  /** Whoever waits for a call may leave the page after it. */
  const kept = async <T>(given: T): Promise<T> => {
    await reader.reports.whenKept;
    return given;
  };
  return {
    addMeasurement: async ({ tool, points, index, label = '' }) => {
      if (!measurementTools.includes(tool))
        throw new RangeError(`there is no measuring tool ${String(tool)}`);
      const fault = pointsFault(tool, points);
      if (fault !== undefined) throw new RangeError(fault);
      const view = reader.view(index);
      const { frame, error } = view?.state ?? {};
      if (error) throw new Error(error.message);
      if (!view?.loaded || !frame) throw new Error(`viewport ${index} shows no image yet`);
      requireInPlane(view, points);
      return kept(measurementReport(store.add({ tool, points, label }, { frame, loaded: view.loaded })));
    },
    getMeasurements: async () => store.state.measurements.map(measurementReport),
    changeMeasurement: async (id, { label, visible }) => {
      known(id);
      if (label !== undefined) store.change(id, { label });
      if (visible !== undefined) store.change(id, { visible });
      return kept(measurementReport(known(id)));
    },
    removeMeasurement: async (id) => kept(store.remove(id)),
    calibrate: async (id, lengthMm) => {
      const { place } = known(id);
      if (lengthMm === null) store.uncalibrate(place);
      else store.calibrateBy(id, lengthMm);
      return kept(measurementReport(known(id)));
    },
    undo: async () => kept(store.undo()),
    redo: async () => kept(store.redo()),
  };
}

/** What the event `measurement` tells. */
export const measurementEvent = ({ action, measurement }: MeasurementHappened): MeasurementEventReport => ({
  action,
  measurement: measurementReport(measurement),
});

/** Points of a measurement lie on the shown slice, or it would measure something else than was meant. */
function requireInPlane(view: StackView, points: readonly Point3[]): void {
  const { frame } = view.state;
  if (!frame?.plane) return;
  const plane = displayPlane(frame);
  const farthest = Math.max(...points.map((point) => Math.abs(worldToIndex(plane, point).distanceMm)));
  if (farthest > 0.05 + (frame.sliceThicknessMm ?? 1) / 2)
    throw new RangeError(`the points lie up to ${farthest.toFixed(1)} mm outside the shown slice`);
}

function measurementReport(measurement: Measurement): MeasurementReport {
  const { id, tool, points, label, visible, values, calibration, profile, place, foreign } = measurement;
  const { provisional = false } = measurement;
  return {
    ...{ id, tool, label, visible, calibration, foreign, provisional },
    points: [...points],
    values: values.map(({ quantity, value, unit }) => ({ quantity, value, unit: unitText(unit) })),
    profile: profile ? { ...profile, unit: unitText(profile.unit) } : null,
    trackingUID: trackingOf(measurement) ?? null,
    studyInstanceUID: place.studyInstanceUid,
    seriesInstanceUID: place.seriesInstanceUid,
    sopInstanceUID: place.sopInstanceUid ?? null,
    frameNumber: place.frameNumber ?? null,
    slab: place.slab ? { ...place.slab } : null,
  };
}
