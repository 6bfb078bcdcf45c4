import { rawDataSet, type RawDataSet } from '../part10/index.ts';
import { characterSetIn, textValues } from '../texts/index.ts';

/** What a file says of itself, as far as it can be read. */
export interface FileDescription {
  readonly patientName?: string;
  readonly patientId?: string;
  readonly studyDate?: string;
  readonly modality?: string;
  readonly studyDescription?: string;
  readonly seriesDescription?: string;
  readonly instanceNumber?: string;
  readonly sopClassUid?: string;
  readonly sopInstanceUid?: string;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
}

const attributes: readonly (readonly [keyof FileDescription, tag: string, vr: string])[] = [
  ['patientName', '00100010', 'PN'],
  ['patientId', '00100020', 'LO'],
  ['studyDate', '00080020', 'LO'],
  ['modality', '00080060', 'LO'],
  ['studyDescription', '00081030', 'LO'],
  ['seriesDescription', '0008103E', 'LO'],
  ['instanceNumber', '00200013', 'LO'],
  ['sopClassUid', '00080016', 'LO'],
  ['sopInstanceUid', '00080018', 'LO'],
  ['studyInstanceUid', '0020000D', 'LO'],
  ['seriesInstanceUid', '0020000E', 'LO'],
];
/** Longer values are not what a person looks for. */
const mostCharacters = 256;

/** @param beginning of the file */
export function describeFile(beginning: Buffer): FileDescription {
  const raw: RawDataSet = rawDataSet(beginning, true) ?? new Map();
  const characterSet = characterSetIn(raw);
  const entries = attributes.flatMap(([name, tag, vr]) => {
    const bytes = raw.get(tag)?.bytes;
    if (!bytes || bytes.length === 0 || bytes.length > 4 * mostCharacters) return [];
    const text = textValues(bytes, characterSet, vr).values.join('\\').slice(0, mostCharacters).trim();
    return text === '' ? [] : [[name, text] as const];
  });
  return Object.fromEntries(entries);
}
