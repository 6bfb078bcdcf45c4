/** Tags of the attributes the viewer asks for by name (PS3.6), as the DICOM JSON Model writes them. */
export const tagOfKeyword = {
  SpecificCharacterSet: '00080005',
  SOPClassUID: '00080016',
  SOPInstanceUID: '00080018',
  StudyDate: '00080020',
  SeriesDate: '00080021',
  StudyTime: '00080030',
  SeriesTime: '00080031',
  AccessionNumber: '00080050',
  Modality: '00080060',
  ModalitiesInStudy: '00080061',
  InstitutionName: '00080080',
  ReferringPhysicianName: '00080090',
  StudyDescription: '00081030',
  SeriesDescription: '0008103E',
  /** Private: what texts were taken for, where the file declares something else. */
  GuessedCharacterSet: '0009F001',
  PatientName: '00100010',
  PatientID: '00100020',
  IssuerOfPatientID: '00100021',
  PatientBirthDate: '00100030',
  PatientSex: '00100040',
  PatientAge: '00101010',
  BodyPartExamined: '00180015',
  StudyInstanceUID: '0020000D',
  SeriesInstanceUID: '0020000E',
  StudyID: '00200010',
  SeriesNumber: '00200011',
  InstanceNumber: '00200013',
  NumberOfFrames: '00280008',
  NumberOfStudyRelatedSeries: '00201206',
  NumberOfStudyRelatedInstances: '00201208',
  NumberOfSeriesRelatedInstances: '00201209',
} as const;

export type Keyword = keyof typeof tagOfKeyword;

/** A keyword of the table above, or a tag as eight hexadecimal digits (`00100010`). */
export type AttributeKey = Keyword | (string & {});

/** @throws RangeError when the key is neither a known keyword nor eight hexadecimal digits */
export function tagOf(key: AttributeKey): string {
  if (Object.hasOwn(tagOfKeyword, key)) return tagOfKeyword[key as Keyword];
  if (/^[0-9A-Fa-f]{8}$/.test(key)) return key.toUpperCase();
  throw new RangeError(`Not a known keyword or tag: ${key}`);
}
