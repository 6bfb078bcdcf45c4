import type { Measurement } from '../../../imaging/index.ts';

/** A measurement with its number in the list. */
export interface NumberedMeasurement {
  number: number;
  measurement: Measurement;
}

export interface SeriesMeasurements {
  studyInstanceUid: string;
  seriesInstanceUid: string;
  measurements: NumberedMeasurement[];
}

/** By study and series in the order in which those were first measured on; numbers go through all. */
export function groupMeasurements(measurements: readonly Measurement[]): SeriesMeasurements[] {
  const groups = new Map<string, SeriesMeasurements>();
  measurements.forEach((measurement, index) => {
    const { studyInstanceUid, seriesInstanceUid } = measurement.place;
    const group = groups.get(seriesInstanceUid) ?? { studyInstanceUid, seriesInstanceUid, measurements: [] };
    group.measurements.push({ number: index + 1, measurement });
    groups.set(seriesInstanceUid, group);
  });
  const studies = [...new Set([...groups.values()].map(({ studyInstanceUid }) => studyInstanceUid))];
  return [...groups.values()].sort(
    (a, b) => studies.indexOf(a.studyInstanceUid) - studies.indexOf(b.studyInstanceUid),
  );
}
