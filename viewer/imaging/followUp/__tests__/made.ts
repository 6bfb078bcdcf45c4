import type { StudySummary } from '../../../dicomweb/index.ts';
import type { Measurement, MeasurementTool } from '../../measurements/index.ts';
import type { OpenStudy } from '../../reader/readerState.ts';

/** A study with one CT series, `<uid>.1`, and no more than is asked of it. */
export function madeStudy(studyInstanceUid: string, studyDate?: string, modality = 'CT'): OpenStudy {
  const seriesInstanceUid = `${studyInstanceUid}.1`;
  return {
    studyInstanceUid,
    status: 'ready',
    study: { studyInstanceUid, ...(studyDate !== undefined && { studyDate }) } as StudySummary,
    series: [{ studyInstanceUid, seriesInstanceUid, modality } as OpenStudy['series'][number]],
    error: undefined,
  };
}

const valuesOf: Partial<Record<MeasurementTool, (...sizes: number[]) => Measurement['values']>> = {
  length: (value = 0) => [{ quantity: 'length', value, unit: 'mm' }],
  bidirectional: (long = 0, short = 0) => [
    { quantity: 'longAxis', value: long, unit: 'mm' },
    { quantity: 'shortAxis', value: short, unit: 'mm' },
  ],
  ellipse: (value = 0) => [{ quantity: 'area', value, unit: 'mm2' }],
  rectangle: (value = 0) => [{ quantity: 'area', value, unit: 'mm2' }],
};

let count = 0;

/** A measurement of these sizes in a study, its middle at a place of the patient. */
export function made(
  study: string,
  tool: MeasurementTool,
  sizes: readonly number[],
  [x, y, z]: Measurement['points'][number] = [0, 0, 0],
  change: Partial<Measurement> = {},
): Measurement {
  const id = `2.25.${++count}`;
  return {
    id,
    tool,
    points: [
      [x - 5, y, z],
      [x + 5, y, z],
    ],
    place: {
      studyInstanceUid: study,
      seriesInstanceUid: `${study}.1`,
      sopInstanceUid: `${study}.1.1`,
      frameNumber: 1,
      frameOfReferenceUid: `${study}.9`,
      normal: [0, 0, 1],
      slab: undefined,
    },
    label: '',
    visible: true,
    values: valuesOf[tool]?.(...sizes) ?? [],
    calibration: 'geometry',
    foreign: false,
    ...change,
  };
}
