import { rawDataSet } from '../../part10/index.ts';
import { characterSetIn, textValues } from '../../texts/index.ts';

type Row = readonly [tag: string, keyword: string, vr: string];

/** What says what a file is, and where a study was made, of whom, and when. All of it stands before Series Instance UID. */
const rows: readonly Row[] = [
  ['00080016', 'SOPClassUID', 'UI'],
  ['00080020', 'StudyDate', 'DA'],
  ['00080050', 'AccessionNumber', 'SH'],
  ['00080060', 'Modality', 'CS'],
  ['00080080', 'InstitutionName', 'LO'],
  ['00080090', 'ReferringPhysicianName', 'PN'],
  ['00081010', 'StationName', 'SH'],
  ['00100021', 'IssuerOfPatientID', 'LO'],
];

/**
 * Attributes of a file by keyword, in Unicode, from its beginning; of several values the first. Those it lacks are left out, and
 * where it cannot be read there are none.
 */
export function fileAttributes(beginning: Buffer, isWhole: boolean): Record<string, string> {
  const raw = rawDataSet(beginning, isWhole);
  if (!raw) return {};
  const characterSet = characterSetIn(raw);
  const found: Record<string, string> = {};
  for (const [tag, keyword, vr] of rows) {
    const bytes = raw.get(tag)?.bytes;
    const [value] = bytes ? textValues(bytes, characterSet, vr).values : [];
    if (value) found[keyword] = value;
  }
  return found;
}
