import type { RawDataSet } from '../part10/index.ts';
import { characterSetIn, isPlain, textValues, textVrs } from '../texts/index.ts';

/** What the file says in attributes of patient, study and series that is not plain ASCII. */
export interface IndexTexts {
  /** by keyword */
  readonly study: Readonly<Record<string, string>>;
  readonly series: Readonly<Record<string, string>>;
  /** What the texts were taken for, where that is not what the file declares. */
  readonly guessed?: string;
  /** There is no text in the file that is not plain ASCII, in no element. */
  readonly plain?: boolean;
}

type Row = readonly [tag: string, keyword: string, vr: string];

/** Those of the archive's index, of patient and study. */
const ofStudy: readonly Row[] = [
  ['00080050', 'AccessionNumber', 'SH'],
  ['00080080', 'InstitutionName', 'LO'],
  ['00080090', 'ReferringPhysicianName', 'PN'],
  ['00081030', 'StudyDescription', 'LO'],
  ['00100010', 'PatientName', 'PN'],
  ['00100020', 'PatientID', 'LO'],
  ['00101000', 'OtherPatientIDs', 'LO'],
  ['00200010', 'StudyID', 'SH'],
  ['00321032', 'RequestingPhysician', 'PN'],
  ['00321060', 'RequestedProcedureDescription', 'LO'],
];
const ofSeries: readonly Row[] = [
  ['00080070', 'Manufacturer', 'LO'],
  ['00081010', 'StationName', 'SH'],
  ['0008103E', 'SeriesDescription', 'LO'],
  ['00081070', 'OperatorsName', 'PN'],
  ['00180010', 'ContrastBolusAgent', 'LO'],
  ['00181030', 'ProtocolName', 'LO'],
  ['00181400', 'AcquisitionDeviceProcessingDescription', 'LO'],
  ['00400254', 'PerformedProcedureStepDescription', 'LO'],
];

export function indexTexts(raw: RawDataSet): IndexTexts {
  const characterSet = characterSetIn(raw);
  let guessed: string | undefined;
  const read = (rows: readonly Row[]): Record<string, string> => {
    const texts: Record<string, string> = {};
    for (const [tag, keyword, vr] of rows) {
      const bytes = raw.get(tag)?.bytes;
      if (!bytes || isPlain(bytes)) continue;
      const decoded = textValues(bytes, characterSet, vr);
      texts[keyword] = decoded.values.join('\\');
      guessed ??= decoded.guessed;
    }
    return texts;
  };
  const [study, series] = [read(ofStudy), read(ofSeries)];
  return { study, series, ...(guessed && { guessed }), ...(hasOnlyPlainTexts(raw) && { plain: true }) };
}

/** Of Implicit VR nobody knows here what is text. */
function hasOnlyPlainTexts(raw: RawDataSet): boolean {
  for (const { vr, bytes, items } of raw.values()) {
    if (items ? !items.every(hasOnlyPlainTexts) : vr === undefined) return false;
    if (vr !== undefined && textVrs.has(vr) && !isPlain(bytes)) return false;
  }
  return true;
}
