/** PS3.5 6.2 */
export type Vr =
  | ('AE' | 'AS' | 'AT' | 'CS' | 'DA' | 'DS' | 'DT' | 'FD' | 'FL' | 'IS' | 'LO' | 'LT')
  | ('OB' | 'OD' | 'OF' | 'OL' | 'OV' | 'OW' | 'PN' | 'SH' | 'SL' | 'SQ' | 'SS' | 'ST' | 'SV')
  | ('TM' | 'UC' | 'UI' | 'UL' | 'UN' | 'UR' | 'US' | 'UT' | 'UV');

export interface SearchAttribute {
  readonly keyword: string;
  /** eight upper-case hex digits */
  readonly tag: string;
  readonly vr: Vr;
}

type Row = readonly [keyword: string, tag: string, vr: Vr];

const table = (rows: readonly Row[]): readonly SearchAttribute[] =>
  rows.map(([keyword, tag, vr]) => ({ keyword, tag, vr }));

/** What studies are found by and answered with, PS3.18 Tables 10.6.1-5 and 10.6.3-3. */
export const studyAttributes = table([
  ['StudyDate', '00080020', 'DA'],
  ['StudyTime', '00080030', 'TM'],
  ['AccessionNumber', '00080050', 'SH'],
  ['InstanceAvailability', '00080056', 'CS'],
  ['ModalitiesInStudy', '00080061', 'CS'],
  ['InstitutionName', '00080080', 'LO'],
  ['ReferringPhysicianName', '00080090', 'PN'],
  ['StudyDescription', '00081030', 'LO'],
  ['RetrieveURL', '00081190', 'UR'],
  ['PatientName', '00100010', 'PN'],
  ['PatientID', '00100020', 'LO'],
  ['PatientBirthDate', '00100030', 'DA'],
  ['PatientSex', '00100040', 'CS'],
  ['StudyInstanceUID', '0020000D', 'UI'],
  ['StudyID', '00200010', 'SH'],
  ['NumberOfStudyRelatedSeries', '00201206', 'IS'],
  ['NumberOfStudyRelatedInstances', '00201208', 'IS'],
  ['RequestingPhysician', '00321032', 'PN'],
  ['RequestedProcedureDescription', '00321060', 'LO'],
]);

/** The same for series, PS3.18 Tables 10.6.1-5 and 10.6.3-4. */
export const seriesAttributes = table([
  ['SeriesDate', '00080021', 'DA'],
  ['SeriesTime', '00080031', 'TM'],
  ['Modality', '00080060', 'CS'],
  ['Manufacturer', '00080070', 'LO'],
  ['StationName', '00081010', 'SH'],
  ['SeriesDescription', '0008103E', 'LO'],
  ['RetrieveURL', '00081190', 'UR'],
  ['BodyPartExamined', '00180015', 'CS'],
  ['ProtocolName', '00181030', 'LO'],
  ['SeriesInstanceUID', '0020000E', 'UI'],
  ['SeriesNumber', '00200011', 'IS'],
  ['NumberOfSeriesRelatedInstances', '00201209', 'IS'],
  ['PerformedProcedureStepDescription', '00400254', 'LO'],
]);

/** The same for instances, PS3.18 Tables 10.6.1-5 and 10.6.3-5. */
export const instanceAttributes = table([
  ['SOPClassUID', '00080016', 'UI'],
  ['SOPInstanceUID', '00080018', 'UI'],
  ['AvailableTransferSyntaxUID', '00083002', 'UI'],
  ['RetrieveURL', '00081190', 'UR'],
  ['InstanceNumber', '00200013', 'IS'],
]);

/** Asked for by includefield only, so their matching is not of interest. */
export const imageTags = ['00280008', '00280010', '00280011', '00280100'] as const;

/** By keyword or tag. */
export const findAttribute = (
  attributes: readonly SearchAttribute[],
  name: string,
): SearchAttribute | undefined =>
  attributes.find(({ keyword, tag }) => keyword === name || tag === name.toUpperCase());
