import type { StudySummary } from './qidoStudy.ts';

/**
 * Those of `found` that are other studies of the same patient. The archive may have matched the ID loosely (case,
 * wildcards in it); and the same number given out by two hospitals is not the same patient.
 */
export function otherStudiesOf(study: StudySummary, found: readonly StudySummary[]): StudySummary[] {
  return found.filter(
    (other) =>
      other.studyInstanceUid !== study.studyInstanceUid &&
      other.patientId === study.patientId &&
      (other.issuerOfPatientId === undefined ||
        study.issuerOfPatientId === undefined ||
        other.issuerOfPatientId === study.issuerOfPatientId),
  );
}
