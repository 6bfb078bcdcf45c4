import { comparable, type Grant, type Right, type StudyFacts } from '../access/index.ts';
import type { EmbedClaims } from './embedClaims.ts';
import type { HisSystem } from './HisSystems.ts';

/** Why a token that its HIS has signed opens nothing. */
export type EmbedScopeProblem = 'mode' | 'no-study' | 'patient' | 'institution';

/** Studies of the archive, the newest first. */
export interface EmbedStudies {
  /** By Study Instance UID, or by Accession Number. */
  named(asked: Pick<EmbedClaims, 'studyInstanceUid' | 'accessionNumber'>): Promise<readonly StudyFacts[]>;
  /** All in which there is something of a patient of this Patient ID. */
  ofPatient(patientId: string): Promise<readonly StudyFacts[]>;
}

export type EmbedScope =
  | {
      readonly ok: true;
      /** What is to be shown, the newest first. */
      readonly named: readonly StudyFacts[];
      readonly grant: Grant;
    }
  | { readonly ok: false; readonly problem: EmbedScopeProblem };

/**
 * What a token opens: the study it names, if that is the named patient's and of the institution of the HIS; to compare, all of that
 * patient's studies there. Patient IDs are unique within an institution only, so nothing of another one is ever among them.
 */
export async function embedScope(
  claims: EmbedClaims,
  his: Pick<HisSystem, 'scope' | 'institution'>,
  studies: EmbedStudies,
): Promise<EmbedScope> {
  if (!his.scope.modes.includes(claims.mode)) return { ok: false, problem: 'mode' };
  const found = await studies.named(claims);
  if (found.length === 0) return { ok: false, problem: 'no-study' };
  const ofPatient = found.filter((facts) => isOf(facts, claims));
  if (ofPatient.length === 0) return { ok: false, problem: 'patient' };
  const named = ofPatient.filter(
    ({ institution }) =>
      his.institution === null ||
      (comparable(institution) !== '' && comparable(institution) === comparable(his.institution)),
  );
  if (named.length === 0) return { ok: false, problem: 'institution' };
  return { ok: true, named, grant: grantOf(claims, his, named) };
}

function grantOf(
  claims: EmbedClaims,
  { scope }: Pick<HisSystem, 'scope'>,
  named: readonly StudyFacts[],
): Grant {
  const rights: Right[] = scope.download ? ['read', 'download'] : ['read'];
  const studyInstanceUids = named.map((facts) => facts.studyInstanceUid);
  if (claims.mode === 'read') return { studyInstanceUids, rights };
  const institutions = [...new Set(named.map(({ institution }) => institution))];
  const issuers = new Set(named.flatMap(({ patients }) => patients.map(({ issuer }) => issuer)));
  const patients = institutions.flatMap((institution) =>
    [...issuers].map((issuer) => ({ patientId: claims.patientId, issuer, institution })),
  );
  return { studyInstanceUids, patients, rights };
}

/** A study in which there is something of another patient, too, is nobody's. */
const isOf = ({ patients }: StudyFacts, { patientId, issuerOfPatientId }: EmbedClaims): boolean =>
  patients.length > 0 &&
  patients.every(
    ({ id, issuer }) =>
      id === patientId && (issuerOfPatientId === undefined || issuer === '' || issuer === issuerOfPatientId),
  );

/**
 * What to lay beside a study for comparing: the patient's latest earlier one of the same modality.
 * @param all of the patient, the newest first
 */
export function priorOf(current: StudyFacts, all: readonly StudyFacts[]): StudyFacts | undefined {
  return all.find(
    (facts) =>
      facts.studyInstanceUid !== current.studyInstanceUid &&
      facts.date !== '' &&
      facts.date <= current.date &&
      facts.modalities.some((modality) => current.modalities.includes(modality)),
  );
}
