import type { DicomJson } from '../../../../pixels/index.ts';
import { name, numbers, sequence, string, type PersonName } from '../../../dicomweb/index.ts';

/** A coded concept (PS3.3 8.8). */
export interface ReportCode {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** An object that an item names, with the part of it that is meant. */
export interface ReportReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** 1-based; empty: all. */
  readonly frameNumbers: readonly number[];
  readonly segmentNumbers: readonly number[];
  /** Pairs of multiplex group and channel. */
  readonly channels: readonly number[];
}

/** Points in an image (columns and rows) or in the patient (mm). */
export interface ReportGraphic {
  readonly type: string;
  readonly data: readonly number[];
  /** Of SCOORD3D. */
  readonly frameOfReferenceUid: string | undefined;
}

/** What an item says, by its value type (PS3.3 Table C.17.3-7). `unread`: nothing that could be read. */
export type ReportValue =
  | { kind: 'container' }
  | { kind: 'text'; text: string }
  | { kind: 'moment'; type: 'DATE' | 'TIME' | 'DATETIME'; text: string }
  | { kind: 'name'; name: PersonName }
  | { kind: 'uid'; uid: string }
  | { kind: 'code'; code: ReportCode }
  | {
      kind: 'number';
      /** As written, in full digits; undefined where the value is missing. */
      text: string | undefined;
      unit: ReportCode | undefined;
      /** Why it is missing, or what is to be thought of it. */
      qualifier: ReportCode | undefined;
    }
  | { kind: 'graphic'; graphic: ReportGraphic }
  | { kind: 'time-range'; type: string; positions: readonly string[] }
  | { kind: 'objects'; references: readonly ReportReference[] }
  | { kind: 'see'; path: readonly number[] }
  | { kind: 'unread' };

/** One item of an SR document's content tree (PS3.3 C.17.3), with nothing left out. */
export interface ReportItem {
  /** Relationship to the item above: `CONTAINS`, `HAS PROPERTIES`… ; empty for the root. */
  readonly relation: string;
  readonly valueType: string;
  readonly concept: ReportCode | undefined;
  readonly value: ReportValue;
  /** Observation DateTime (0040,A032), where it is said. */
  readonly observed: string | undefined;
  readonly children: readonly ReportItem[];
}

/** The content tree of an SR instance from its root. */
export const reportContent = (item: DicomJson): ReportItem => ({
  relation: string(item, '0040A010') ?? '',
  valueType: string(item, '0040A040') ?? '',
  concept: readCode(sequence(item, '0040A043')[0]),
  value: readValue(item),
  observed: string(item, '0040A032'),
  children: sequence(item, '0040A730').map(reportContent),
});

function readValue(item: DicomJson): ReportValue {
  // By reference: another item of the tree stands here again (PS3.3 C.17.3.2.4).
  const path = numbers(item, '0040DB73');
  if (path.length > 0) return { kind: 'see', path };
  switch (string(item, '0040A040')) {
    case 'CONTAINER':
      return { kind: 'container' };
    case 'TEXT':
      return textValue(item, '0040A160');
    case 'DATE':
      return moment(item, 'DATE', '0040A121');
    case 'TIME':
      return moment(item, 'TIME', '0040A122');
    case 'DATETIME':
      return moment(item, 'DATETIME', '0040A120');
    case 'UIDREF': {
      const uid = string(item, '0040A124');
      return uid === undefined ? unread : { kind: 'uid', uid };
    }
    case 'PNAME': {
      const person = name(item, '0040A123');
      return person ? { kind: 'name', name: person } : unread;
    }
    case 'CODE': {
      const code = readCode(sequence(item, '0040A168')[0]);
      return code ? { kind: 'code', code } : unread;
    }
    case 'NUM':
      return numeric(item);
    case 'SCOORD':
    case 'SCOORD3D':
      return graphic(item);
    case 'TCOORD':
      return timeRange(item);
    case 'IMAGE':
    case 'COMPOSITE':
    case 'WAVEFORM':
      return { kind: 'objects', references: sequence(item, '00081199').flatMap(readReference) };
    default:
      return unread;
  }
}

const unread: ReportValue = { kind: 'unread' };

/** Text keeps its lines and its blanks: reports are laid out with them. */
function textValue(item: DicomJson, tag: string): ReportValue {
  const text = item[tag]?.Value?.[0];
  return typeof text === 'string' ? { kind: 'text', text: text.trimEnd() } : unread;
}

function moment(item: DicomJson, type: 'DATE' | 'TIME' | 'DATETIME', tag: string): ReportValue {
  const text = string(item, tag);
  return text === undefined ? unread : { kind: 'moment', type, text };
}

function numeric(item: DicomJson): ReportValue {
  const measured = sequence(item, '0040A300')[0];
  return {
    kind: 'number',
    // Floating Point Value holds the digits that Numeric Value (16 characters) has no room for.
    text: measured && (string(measured, '0040A161') ?? string(measured, '0040A30A')),
    unit: measured && readCode(sequence(measured, '004008EA')[0]),
    qualifier: readCode(sequence(item, '0040A301')[0]),
  };
}

function graphic(item: DicomJson): ReportValue {
  const type = string(item, '00700023');
  if (type === undefined) return unread;
  const data = numbers(item, '00700022');
  return { kind: 'graphic', graphic: { type, data, frameOfReferenceUid: string(item, '30060024') } };
}

function timeRange(item: DicomJson): ReportValue {
  const type = string(item, '0040A130');
  const positions = ['0040A132', '0040A138', '0040A13A'].flatMap((tag) =>
    ([] as unknown[]).concat(item[tag]?.Value ?? []).map(String),
  );
  return type === undefined ? unread : { kind: 'time-range', type, positions };
}

function readReference(item: DicomJson): ReportReference[] {
  const sopInstanceUid = string(item, '00081155');
  if (sopInstanceUid === undefined) return [];
  return [
    {
      sopClassUid: string(item, '00081150') ?? '',
      sopInstanceUid,
      frameNumbers: numbers(item, '00081160'),
      segmentNumbers: numbers(item, '0062000B'),
      channels: numbers(item, '0040A0B0'),
    },
  ];
}

/** Long and URN codes included (PS3.3 Table 8.8-1). */
function readCode(item: DicomJson | undefined): ReportCode | undefined {
  const value = item && (string(item, '00080100') ?? string(item, '00080119') ?? string(item, '00080120'));
  if (!item || value === undefined) return undefined;
  return { value, scheme: string(item, '00080102') ?? '', meaning: string(item, '00080104') ?? value };
}
