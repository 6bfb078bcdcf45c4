import { comparable, patientKey, type PatientIdentity, type StudyFacts } from './StudyFacts.ts';
import type { Right } from './rights.ts';
import type { Role } from './roles.ts';

/** Who asks: made once for a session, so that what was found out about it can be kept with it. */
export interface Principal {
  readonly kind: 'person' | 'key' | 'embed' | 'share' | 'anonymous';
  /** Of the person, key, or share; of the doctor in the HIS as `<HIS>/<doctor>`. */
  readonly id: string;
  /** What people know them by, for the audit trail: a login, the name of a key. */
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  /** Institutions they work for; `*`: all. None: no study of any. */
  readonly institutions: readonly string[];
  readonly departments: readonly string[];
  /** `patientKey`s of whom they treat. */
  readonly ownPatients: ReadonlySet<string>;
  /** They see nothing else, whatever the rules say: sessions of a HIS, shares. */
  readonly limitedTo?: Grant | undefined;
  /** Opened to them one by one: shared for a consultation, or in an emergency. */
  readonly given: readonly Grant[];
  /** A key: the rules that allow it something. Rules that deny hold for it as for everybody. */
  readonly ruleIds?: ReadonlySet<string> | undefined;
  /** Milliseconds since 1970: then it has to be made anew, as somebody is no longer their patient. */
  readonly until?: number | undefined;
}

/** Nobody in particular: no rule is for them. */
export const anonymous: Principal = {
  kind: 'anonymous',
  id: '',
  institutions: [],
  departments: [],
  ownPatients: new Set(),
  given: [],
};

/** Studies, or all studies of patients, and what may be done with them. */
export interface Grant {
  readonly studyInstanceUids?: readonly string[] | undefined;
  readonly patients?: readonly PatientScope[] | undefined;
  readonly rights: readonly Right[];
  /** Reports and documents of these studies are not among it. */
  readonly withoutReports?: boolean | undefined;
  /** Taken in an emergency, not given by anybody: it needs no rule, and is why what it opens is open. */
  readonly emergency?: boolean | undefined;
  /** Milliseconds since 1970; undefined: as long as the session. */
  readonly until?: number | undefined;
}

/** Patient IDs are unique within their issuer or institution only. What is given must be the same; at least one is. */
export interface PatientScope {
  readonly patientId: string;
  readonly issuer?: string | undefined;
  readonly institution?: string | undefined;
}

/**
 * Whether a grant is about a study. One of several patients is covered only if all of them are: else a file that came
 * with another patient's Study Instance UID would open that patient's images.
 * @param at milliseconds since 1970
 */
export function covers(grant: Grant, facts: StudyFacts, at: number): boolean {
  if (grant.until !== undefined && at >= grant.until) return false;
  if (grant.studyInstanceUids?.includes(facts.studyInstanceUid)) return true;
  const scopes = grant.patients ?? [];
  return (
    facts.patients.length > 0 &&
    facts.patients.every((patient) => scopes.some((scope) => isInScope(scope, patient, facts.institution)))
  );
}

function isInScope(scope: PatientScope, patient: PatientIdentity, institution: string): boolean {
  if (scope.issuer === undefined && scope.institution === undefined) return false;
  return (
    scope.patientId === patient.id &&
    scope.patientId !== '' &&
    (scope.issuer === undefined || scope.issuer === patient.issuer) &&
    (scope.institution === undefined || comparable(scope.institution) === comparable(institution))
  );
}

/** Whether they treat the patient. */
export const treats = (principal: Principal, patient: PatientIdentity): boolean =>
  patient.id !== '' && principal.ownPatients.has(patientKey(patient));

/** Whether a grant that somebody gave them gives this right on this study. */
export const isGiven = (principal: Principal, facts: StudyFacts, right: Right, at: number): boolean =>
  (principal.limitedTo !== undefined && gives(principal.limitedTo, facts, right, at)) ||
  principal.given.some((grant) => !grant.emergency && gives(grant, facts, right, at));

/** What they opened for themselves in an emergency, as far as it is about a right. */
export const emergenciesOf = ({ given }: Principal, right: Right): readonly Grant[] =>
  given.filter((grant) => grant.emergency && grant.rights.includes(right));

export const gives = (grant: Grant, facts: StudyFacts, right: Right, at: number): boolean =>
  grant.rights.includes(right) && covers(grant, facts, at);
