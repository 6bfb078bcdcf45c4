/** What rules may ask of a study. Texts as in DICOM, in Unicode; '' where the study does not say. */
export interface StudyFacts {
  readonly studyInstanceUid: string;
  /** Institution Name (0008,0080) */
  readonly institution: string;
  /** Of its image series: SR, KO and PR are not among them. */
  readonly modalities: readonly string[];
  /** Study Date (0008,0020), YYYYMMDD */
  readonly date: string;
  /** More than one where files of several patients carry the same Study Instance UID. */
  readonly patients: readonly PatientIdentity[];
  readonly accessionNumber: string;
  /** Referring Physician's Name (0008,0090), its first component group that is not empty */
  readonly referringPhysician: string;
  /** Station Names (0008,1010) */
  readonly stations: readonly string[];
  /** From the map of departments, or from Institutional Department Name (0008,1040). */
  readonly department: string;
}

export interface PatientIdentity {
  /** Patient ID (0010,0020) */
  readonly id: string;
  /** Issuer of Patient ID (0010,0021) */
  readonly issuer: string;
}

/** One text for both, for sets; ids of other issuers are other patients. Backslash occurs in neither (PS3.5 6.2). */
export const patientKey = ({ id, issuer }: PatientIdentity): string => `${issuer}\\${id}`;

/**
 * For comparing names of institutions, departments, stations and physicians: full width and half width, capitals, and
 * spaces more or less make no difference.
 */
export function comparable(text: string): string {
  const known = compared.get(text);
  if (known !== undefined) return known;
  const made = text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  // The same few hundred names occur in every study; what fills it are texts that somebody makes up.
  if (compared.size >= 10_000) compared.clear();
  compared.set(text, made);
  return made;
}

const compared = new Map<string, string>();
