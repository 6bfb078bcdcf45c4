/** What is not images: identity, access, audit. The face of services/ for server/ and scripts/. */
export {
  createServices,
  type Services,
  type ServicesLogger,
  type ServicesOptions,
} from './createServices.ts';
export type { ServicesConfig, SmsConfig } from './config.ts';
export { reseal } from './reseal.ts';
export type { Admission, Credential } from './Admission.ts';
export {
  actorOf,
  audited,
  doerOf,
  oidcFlowMs,
  type OidcDesk,
  readServiceKey,
  serviceKeyFile,
  type Client,
  type Doer,
  type Me,
  type OidcProblem,
  type SignInAnswer,
} from './accounts/index.ts';
export {
  comparable,
  decide,
  evaluateRules,
  isAddressRange,
  mayOnSome,
  permits,
  rights,
  studyRights,
  systemRights,
  type Circumstances,
  type Decision,
  type Principal,
  type StudyFacts,
} from './access/index.ts';
export {
  AuditUnavailable,
  describeVerdict,
  eventCodes,
  eventTypeCodes,
  type AuditEvent,
  type EventName,
  type EventTypeName,
  type Tally,
} from './audit/index.ts';
export {
  heartbeatMs,
  HisError,
  hisInput,
  type EmbedAnswer,
  type EmbedClaims,
  type EmbedStudies,
  type EmbedTrial,
  type HisSystem,
} from './embedding/index.ts';
export { FolderTaken, isDatabaseAway, RestoreProblem } from './database/index.ts';
export {
  diskKeys,
  KeyError,
  parseEncryptionKey,
  PasswordError,
  type DiskKeys,
  type PasswordCosts,
} from './crypto/index.ts';
export {
  keyInput,
  OidcError,
  PersonError,
  personInput,
  SmsError,
  type KeptDecision,
  type LiveSession,
  type OidcConfig,
  type Person,
  type PersonInput,
  type Session,
} from './identity/index.ts';
export {
  idDigits,
  listedShare,
  markOf,
  sharePath,
  ShareError,
  shareInput,
  shareLimits,
  stateOf,
  type Proof,
  type Share,
  type SharedStudy,
  type ShareProblem,
} from './sharing/index.ts';
export { backupName, NoStore, Store, type StoreConfig } from './store/index.ts';
export {
  badSession,
  notSignedIn,
  RetentionChanged,
  retentionInput,
  tooManyTries,
  type AuditQuestion,
} from './trail/index.ts';
export {
  careInput,
  departmentEntries,
  RuleError,
  ruleInput,
  type PolicyState,
  type StoredRule,
} from './policy/index.ts';
export type { Explanation, Question } from './administration/index.ts';
export { EmergencyError, emergencyMinutes, noteText, reasonText, type Emergency } from './emergency/index.ts';
