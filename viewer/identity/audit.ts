import { ask, call } from './call.ts';

/** An event of the audit trail; the codes' names are those of PS3.15 A.5. */
export interface AuditEvent {
  /** place in the chain */
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly event: string;
  readonly type?: string;
  readonly action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** 0 success; 4 denied, 8 and 12 failed */
  readonly outcome: 0 | 4 | 8 | 12;
  readonly actor: { readonly kind: string; readonly id?: string; readonly name?: string };
  readonly sessionId?: string;
  readonly address?: string;
  readonly studyInstanceUid?: string;
  readonly rule?: string;
  readonly frames?: number;
  readonly bytes?: number;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What is looked for; all that is given has to fit. */
export interface AuditQuestion {
  /** ISO 8601 */
  from?: string;
  to?: string;
  /** part of a name or login, or an id */
  who?: string;
  event?: string;
  type?: string;
  action?: string;
  outcome?: '0' | 'failure';
  /** Study Instance UID */
  study?: string;
  /** Patient ID */
  patient?: string;
  address?: string;
  session?: string;
}

export interface AuditPage {
  /** newest first */
  readonly events: readonly AuditEvent[];
  /** for `before`; absent: that was all */
  readonly next?: number;
  readonly people: Readonly<Record<string, { readonly login: string; readonly name: string }>>;
  /** names of rules of this place, by id */
  readonly rules: Readonly<Record<string, string>>;
}

export interface ChainState {
  readonly running?: { readonly since: string; readonly rows: number };
  readonly last?: {
    readonly at: string;
    readonly rows: number;
    readonly first: number;
    readonly last: number;
    readonly whole: boolean;
    readonly problems: readonly { readonly seq: number; readonly what: string }[];
  };
}

export interface AuditRetention {
  readonly days: number;
  readonly leastDays: number;
  readonly version: number;
}

const queryOf = (question: object): string =>
  new URLSearchParams(
    Object.entries(question).filter(([, value]) => value !== undefined && value !== '') as [string, string][],
  ).toString();

/** @throws DicomwebError */
export const searchAudit = (
  question: AuditQuestion,
  before: number | undefined,
  signal?: AbortSignal,
): Promise<AuditPage> => ask(`/api/audit/events?${queryOf({ ...question, before, limit: 100 })}`, { signal });

/** Where all that fits is downloaded from. */
export const auditExportAddress = (question: AuditQuestion, form: 'csv' | 'xml'): string =>
  `/api/audit/export?${queryOf({ ...question, form })}`;

/** @throws DicomwebError */
export const fetchChainState = (signal?: AbortSignal): Promise<ChainState> =>
  ask('/api/audit/chain', { signal });

/** Begins to check the chain. @throws DicomwebError */
export const checkChain = (): Promise<ChainState> => ask('/api/audit/chain', { method: 'POST', body: {} });

/** @throws DicomwebError */
export const fetchRetention = (signal?: AbortSignal): Promise<AuditRetention> =>
  ask('/api/audit/retention', { signal });

/** @throws DicomwebError `changed-meanwhile`, `not-allowed` */
export async function setRetention(days: number, version: number): Promise<void> {
  await call('/api/audit/retention', { method: 'PUT', body: { days, version } });
}
