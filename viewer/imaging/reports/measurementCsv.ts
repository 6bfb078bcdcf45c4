import { settled, trackingOf, unitText, type Measurement } from '../measurements/index.ts';

/** Whose measurements they are, and of which day. */
export interface CsvStudy {
  readonly name: string;
  readonly id: string;
  /** Study Date (0008,0020); empty where it is not known. */
  readonly date: string;
}

/** A figure that a measurement has beside its own: how it has changed. */
export interface CsvFigure {
  readonly quantity: string;
  readonly value: number;
  /** As it is read: `mm`, `%`. */
  readonly unit: string;
}

export const csvColumns = [
  'patientName',
  'patientId',
  'studyDate',
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
 * @param studyOf by Study Instance UID
 * @param titles of the columns
 * @param changesOf a measurement, by its id: further lines
 */
export function measurementCsv(
  measurements: readonly Measurement[],
  studyOf: (studyInstanceUid: string) => CsvStudy,
  titles: Readonly<Record<CsvColumn, string>>,
  changesOf: (id: string) => readonly CsvFigure[] = () => [],
): string {
  const rows = measurements.flatMap((measurement) => linesOf(settled(measurement), studyOf, changesOf));
  const lines = [csvColumns.map((column) => titles[column]), ...rows];
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function linesOf(
  measurement: Measurement,
  studyOf: (studyInstanceUid: string) => CsvStudy,
  changesOf: (id: string) => readonly CsvFigure[],
): (string | number)[][] {
  const { tool, label, place, values, calibration, points, foreign, id } = measurement;
  const study = studyOf(place.studyInstanceUid);
  const own = values.map((value) => ({ ...value, unit: unitText(value.unit) }));
  const figures = own.length > 0 ? [...own, ...changesOf(id)] : [undefined];
  return figures.map((figure) => [
    study.name,
    study.id,
    study.date,
    place.studyInstanceUid,
    place.seriesInstanceUid,
    place.sopInstanceUid ?? '',
    place.frameNumber ?? '',
    tool,
    label,
    figure?.quantity ?? '',
    figure?.value ?? '',
    figure?.unit ?? '',
    calibration,
    points.map((point) => point.map((value) => Number(value.toFixed(4))).join(' ')).join('; '),
    foreign ? 1 : 0,
    trackingOf(measurement) ?? '',
  ]);
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) && !isNumber(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Coordinates may begin with a minus without being a formula. */
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?([ ;]+-?\d+(\.\d+)?)*$/.test(text);
