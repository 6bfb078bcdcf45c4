import { settled, unitText, type Measurement } from '../measurements/index.ts';

/** Whose measurements they are. */
export interface CsvPatient {
  readonly name: string;
  readonly id: string;
}

export const csvColumns = [
  'patientName',
  'patientId',
  'studyInstanceUid',
  'seriesInstanceUid',
  'sopInstanceUid',
  'frameNumber',
  'tool',
  'label',
  'quantity',
  'value',
  'unit',
  'calibration',
  'points',
  'foreign',
  'trackingUid',
] as const;
export type CsvColumn = (typeof csvColumns)[number];

/**
 * The measurements as CSV (RFC 4180), one line for each figure and one for what has none: UTF-8 with byte order mark, by which
 * Excel knows it. Texts that a spreadsheet would take for a formula begin with an apostrophe.
 *
 * @param titles of the columns
 * @param patientOf by Study Instance UID
 */
export function measurementCsv(
  measurements: readonly Measurement[],
  patientOf: (studyInstanceUid: string) => CsvPatient,
  titles: Readonly<Record<CsvColumn, string>>,
): string {
  const rows = measurements.flatMap((measurement) => linesOf(settled(measurement), patientOf));
  const lines = [csvColumns.map((column) => titles[column]), ...rows];
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function linesOf(
  { tool, label, place, values, calibration, points, foreign, id }: Measurement,
  patientOf: (studyInstanceUid: string) => CsvPatient,
): (string | number)[][] {
  const patient = patientOf(place.studyInstanceUid);
  const figures = values.length > 0 ? values : [undefined];
  return figures.map((figure) => [
    patient.name,
    patient.id,
    place.studyInstanceUid,
    place.seriesInstanceUid,
    place.sopInstanceUid ?? '',
    place.frameNumber ?? '',
    tool,
    label,
    figure?.quantity ?? '',
    figure?.value ?? '',
    figure ? unitText(figure.unit) : '',
    calibration,
    points.map((point) => point.map((value) => Number(value.toFixed(4))).join(' ')).join('; '),
    foreign ? 1 : 0,
    id,
  ]);
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && !isNumber(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Coordinates may begin with a minus without being a formula. */
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?([ ;]+-?\d+(\.\d+)?)*$/.test(text);
