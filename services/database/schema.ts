import type { ColumnType, Generated, Insertable, JSONColumnType, Selectable, Updateable } from 'kysely';

/**
 * The tables. "sealed": text that services/crypto seals when there is a key for it; "index": HMAC over the normalised value,
 * to find what is sealed. Times are Dates, int8 numbers, bytea Buffers. What is JSON is written with `json(...)`.
 */
export interface Schema {
  person: PersonTable;
  session: SessionTable;
  one_time: OneTimeTable;
  api_key: ApiKeyTable;
  access_rule: AccessRuleTable;
  care_relation: CareRelationTable;
  department_map: DepartmentMapTable;
  break_glass: BreakGlassTable;
  notice: NoticeTable;
  setting: SettingTable;
  epoch: EpochTable;
  audit_event: AuditEventTable;
  audit_head: AuditHeadTable;
  his: HisTable;
  used_token: UsedTokenTable;
  share: ShareTable;
  ticket: TicketTable;
}

export type Row<Name extends keyof Schema> = Selectable<Schema[Name]>;
export type NewRow<Name extends keyof Schema> = Insertable<Schema[Name]>;
export type RowChange<Name extends keyof Schema> = Updateable<Schema[Name]>;

type Json = JSONColumnType<object, object, object>;
type OptionalJson = JSONColumnType<object | null, object | null, object | null>;

interface PersonTable {
  id: string;
  /** unique whatever its case */
  login: string;
  /** sealed */
  name: string;
  /** sealed */
  phone: string | null;
  /** index */
  phone_ix: Buffer | null;
  role: string;
  institutions: Generated<string[]>;
  departments: Generated<string[]>;
  /** who they are elsewhere: `[{issuer, subject}]` */
  external_ids: JSONColumnType<object[], object[] | undefined, object[]>;
  password_hash: string | null;
  /** sealed */
  totp_secret: string | null;
  /** the last step whose code was used: none is good twice */
  totp_last_step: number | null;
  failed: Generated<number>;
  locked_until: Date | null;
  disabled_at: Date | null;
  created_at: Generated<Date>;
  version: Generated<number>;
}

interface SessionTable {
  id: string;
  token_hash: Buffer;
  kind: 'browser' | 'embed' | 'share' | 'key';
  person_id: string | null;
  his_id: string | null;
  share_id: string | null;
  /** of a HIS: what it calls its doctor */
  subject: string | null;
  grant: OptionalJson;
  address: string;
  user_agent: string;
  created_at: Generated<Date>;
  last_seen_at: Generated<Date>;
  expires_at: Date;
  idle_ms: number;
  revoked_at: Date | null;
  revoked_by: string | null;
}

interface OneTimeTable {
  id: string;
  purpose: string;
  subject: string;
  code_hmac: Buffer;
  tries: Generated<number>;
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: Date | null;
}

interface ApiKeyTable {
  id: string;
  name: string;
  prefix: string;
  secret_hash: Buffer;
  role: Generated<string>;
  rule_ids: Generated<string[]>;
  ip_ranges: Generated<string[]>;
  created_at: Generated<Date>;
  expires_at: Date | null;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

interface AccessRuleTable {
  id: string;
  name: string;
  position: number;
  effect: 'allow' | 'deny';
  subjects: Json;
  rights: string[];
  studies: Json;
  circumstances: Json;
  enabled: Generated<boolean>;
  version: Generated<number>;
  changed_by: string;
  changed_at: Generated<Date>;
}

interface CareRelationTable {
  person_id: string;
  patient_id: string;
  /** '' where the issuer is not known */
  patient_issuer: Generated<string>;
  source: string;
  until: Date | null;
}

interface DepartmentMapTable {
  source: 'station' | 'ae-title' | 'institution';
  value: string;
  institution: string;
  department: string | null;
}

interface BreakGlassTable {
  id: string;
  person_id: string;
  study_uid: string;
  patient_id: string;
  /** sealed */
  reason: string;
  began_at: Generated<Date>;
  until: Date;
  notified_at: Date | null;
  reviewed_by: string | null;
  /** as rules see it: the patient's other studies of it are open too; '': this study alone */
  institution: Generated<string>;
  patient_issuer: Generated<string>;
  /** When it was told that it has ended. */
  stopped_at: Date | null;
  reviewed_at: Date | null;
  /** sealed */
  review_note: string | null;
}

/** What somebody is to be told in the pages. */
interface NoticeTable {
  id: string;
  person_id: string;
  kind: 'emergency';
  /** id of what it is about */
  subject: string;
  at: Date;
  read_at: Date | null;
}

interface SettingTable {
  name: string;
  value: ColumnType<unknown, unknown, unknown>;
  version: Generated<number>;
}

/** One row. `policy` is raised by every change of a rule, person, share or HIS. */
interface EpochTable {
  one: Generated<boolean>;
  policy: number;
}

/** Rows are added by services/audit alone: each holds the MAC of the one before. */
interface AuditEventTable {
  /** from 1, without gaps */
  seq: number;
  at: Date;
  /** PS3.15 A.5: the code of EventID in DCM */
  event_code: string;
  /** that of EventTypeCode */
  event_type: string | null;
  action: 'C' | 'R' | 'U' | 'D' | 'E';
  /** 0 success, 4 minor, 8 serious, 12 major failure */
  outcome: 0 | 4 | 8 | 12;
  actor_kind: string;
  actor_id: string | null;
  /** sealed */
  actor_name: string | null;
  session_id: string | null;
  address: string | null;
  study_uid: string | null;
  /** index, in hexadecimal digits */
  patient_ix: string | null;
  /** JSON, sealed */
  detail: string | null;
  rule: string | null;
  frames: number | null;
  bytes: number | null;
  previous: Buffer;
  mac: Buffer;
  key_id: string;
}

/** One row: where the chain ends. */
interface AuditHeadTable {
  one: Generated<boolean>;
  seq: number;
  mac: Buffer;
}

interface HisTable {
  id: string;
  name: string;
  issuer: string;
  algorithm: string;
  /** sealed */
  key: string;
  sm2_id: string | null;
  audience: string;
  origins: string[];
  institution: string | null;
  scope: Json;
  default_role: string;
  person_mapping: JSONColumnType<object, object | undefined, object>;
  enabled: Generated<boolean>;
  sm2_algorithm: string | null;
  version: Generated<number>;
  created_at: Generated<Date>;
}

interface UsedTokenTable {
  his_id: string;
  jti_hash: Buffer;
  expires_at: Date;
}

interface TicketTable {
  ticket_hash: Buffer;
  session_id: string;
  /** the one path it opens */
  path: string;
  expires_at: Date;
}

interface ShareTable {
  id: string;
  /** what stands in the link */
  public_id: string;
  created_by: string;
  created_at: Generated<Date>;
  study_uid: string;
  /** the studies that it is about: `{studies: [UID]}` */
  patient: JSONColumnType<{ studies?: string[] }, object, object>;
  history: boolean;
  report: boolean;
  download: boolean;
  /** sealed */
  phone: string | null;
  /** index */
  phone_ix: Buffer | null;
  /** sealed */
  id_digits: string | null;
  /** with an account; then there is neither telephone nor digits */
  person_id: string | null;
  valid_from: Date;
  valid_until: Date;
  max_openings: number | null;
  openings: Generated<number>;
  extraction_hash: string | null;
  extraction_until: Date | null;
  /** failed ones since the last that was right */
  id_tries: Generated<number>;
  /** of the present code */
  extraction_tries: Generated<number>;
  revoked_at: Date | null;
  revoked_by: string | null;
}
