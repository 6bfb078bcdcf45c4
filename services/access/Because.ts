/** Why a rule did or did not apply, in words a page can translate. */
export type BecauseCode =
  | 'applies'
  | 'disabled'
  /** whom the rule is for */
  | 'anonymous'
  | 'role'
  | 'person'
  | 'person-institution'
  | 'person-department'
  | 'key'
  /** which studies */
  | 'study-needed'
  | 'institution'
  | 'department'
  | 'modality'
  | 'date'
  | 'patient'
  | 'not-granted'
  | 'referring-physician'
  | 'station'
  /** circumstances */
  | 'address'
  | 'hours';

export interface Because {
  readonly code: BecauseCode;
  /** What the rule asks for. */
  readonly wanted?: readonly string[] | undefined;
  /** What there is. */
  readonly found?: readonly string[] | undefined;
}
