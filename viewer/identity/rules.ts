import { ask, call } from './call.ts';

export const ruleRoles = [
  'administrator',
  'radiologist',
  'clinician',
  'technician',
  'consulting expert',
  'external',
  'service',
] as const;
export type RuleRole = (typeof ruleRoles)[number];

export const studyRights = [
  'read',
  'download',
  'upload',
  'delete',
  'share',
  'report',
  'break-glass',
] as const;
export const systemRights = ['administrate', 'audit', 'monitor'] as const;
export const rights = [...studyRights, ...systemRights] as const;
export type Right = (typeof rights)[number];

/** Hours by the clock of the hospital. */
export interface RuleHours {
  /** 1 Monday to 7 Sunday; absent: every day */
  weekdays?: number[] | undefined;
  /** HH:MM */
  from: string;
  /** HH:MM; not later than `from`: of the next day */
  until: string;
}

/** What is entered of a rule; what is absent is not asked for. */
export interface RuleInput {
  name: string;
  effect: 'allow' | 'deny';
  enabled: boolean;
  rights: Right[];
  subjects: {
    roles?: RuleRole[] | undefined;
    /** ids of people or keys */
    people?: string[] | undefined;
    institutions?: string[] | undefined;
    departments?: string[] | undefined;
  };
  studies: {
    institutions?: 'own' | string[] | undefined;
    departments?: 'own' | string[] | undefined;
    modalities?: string[] | undefined;
    /** YYYYMMDD */
    dates?:
      { from?: string | undefined; until?: string | undefined; lastDays?: number | undefined } | undefined;
    patients?: 'own' | undefined;
    granted?: true | undefined;
    referringPhysicians?: string[] | undefined;
    stations?: string[] | undefined;
  };
  circumstances: {
    addresses?: { within?: string[] | undefined; outside?: string[] | undefined } | undefined;
    hours?: { within?: RuleHours[] | undefined; outside?: RuleHours[] | undefined } | undefined;
  };
}

export interface Rule extends Readonly<RuleInput> {
  readonly id: string;
  readonly builtIn: boolean;
  readonly version: number;
  /** name of who changed it last */
  readonly changedBy: string | null;
  /** ISO 8601 */
  readonly changedAt: string | null;
}

export interface RuleList {
  readonly rules: readonly Rule[];
  /** IANA name: hours are meant there */
  readonly timeZone: string;
  /** from where one asks */
  readonly address: string | null;
  /** who asks */
  readonly person: string;
}

/** Words that occur in the archive and with people. */
export interface RuleWords {
  readonly institutions: readonly string[];
  readonly departments: readonly string[];
  readonly modalities: readonly string[];
  readonly stations: readonly string[];
}

export interface RuleQuestion {
  subject: { person: string } | { key: string };
  right: Right;
  /** Study Instance UID */
  study?: string | undefined;
  address?: string | undefined;
  /** ISO 8601; absent: now */
  at?: string | undefined;
}

export interface RuleAnswer {
  readonly allowed: boolean;
  /** id of the rule that decided; `grant`, `break-glass`; null: none allows it */
  readonly by: string | null;
  readonly notAdmitted: 'disabled' | 'revoked' | 'expired' | 'address' | null;
  readonly considered: readonly {
    readonly rule: string;
    readonly effect: 'allow' | 'deny';
    readonly matched: boolean;
    readonly because: {
      readonly code: string;
      readonly wanted: readonly string[];
      readonly found: readonly string[];
    };
  }[];
}

export interface DepartmentEntry {
  source: 'station' | 'institution';
  value: string;
  institution: string;
  department: string | null;
}

export interface DepartmentMap {
  readonly version: number;
  readonly entries: readonly DepartmentEntry[];
}

/** Whom somebody treats. */
export interface CareRelation {
  readonly patientId: string;
  readonly issuer: string;
  readonly source: string;
  readonly until: string | null;
}

const pathOf = (id: string): string => `/api/rules/${encodeURIComponent(id)}`;

/** @throws DicomwebError */
export const listRules = (signal?: AbortSignal): Promise<RuleList> => ask('/api/rules', { signal });
/** @throws DicomwebError */
export const listRuleWords = (signal?: AbortSignal): Promise<RuleWords> =>
  ask('/api/rules/words', { signal });
/** @throws DicomwebError `locks-out`, `not-allowed` */
export const createRule = (input: RuleInput): Promise<Rule> =>
  ask('/api/rules', { method: 'POST', body: input });
/** @throws DicomwebError `changed-meanwhile`, `locks-out`, `not-allowed` */
export const updateRule = (id: string, version: number, input: RuleInput): Promise<Rule> =>
  ask(pathOf(id), { method: 'PUT', body: { ...input, version } });
/** @throws DicomwebError `changed-meanwhile`, `locks-out` */
export async function enableRule({ id, version }: Rule, enabled: boolean): Promise<void> {
  await call(`${pathOf(id)}/enabled`, { method: 'PUT', body: { version, enabled } });
}
/** @throws DicomwebError `changed-meanwhile`, `locks-out` */
export async function removeRule({ id, version }: Rule): Promise<void> {
  await call(pathOf(id), { method: 'DELETE', body: { version } });
}
/** @throws DicomwebError `changed-meanwhile` */
export async function orderRules(before: readonly string[], after: readonly string[]): Promise<void> {
  await call('/api/rules/order', { method: 'PUT', body: { before, after } });
}
/** @throws DicomwebError */
export const testRules = (question: RuleQuestion): Promise<RuleAnswer> =>
  ask('/api/rules/test', { method: 'POST', body: question });

/** @throws DicomwebError */
export const listDepartments = (signal?: AbortSignal): Promise<DepartmentMap> =>
  ask('/api/departments', { signal });
/** @throws DicomwebError `changed-meanwhile`, `not-allowed` */
export const setDepartments = (
  version: number,
  entries: readonly DepartmentEntry[],
): Promise<DepartmentMap> => ask('/api/departments', { method: 'PUT', body: { version, entries } });

const patientsPath = (id: string): string => `/api/people/${encodeURIComponent(id)}/patients`;
/** @throws DicomwebError */
export const listPatientsOf = (id: string, signal?: AbortSignal): Promise<CareRelation[]> =>
  ask(patientsPath(id), { signal });
/** @throws DicomwebError */
export const addPatientTo = (
  id: string,
  patient: { patientId: string; until: string | null },
): Promise<CareRelation[]> => ask(patientsPath(id), { method: 'PUT', body: patient });
/** @throws DicomwebError */
export async function removePatientFrom(
  id: string,
  { patientId, issuer, source }: CareRelation,
): Promise<void> {
  await call(patientsPath(id), { method: 'DELETE', body: { patientId, issuer, source } });
}
