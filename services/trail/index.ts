/** The audit trail as people work with it: searched, exported, checked, kept for as long as it has to be. */
export { AuditDesk, type AuditAnswer, type AuditQuestion } from './AuditDesk.ts';
export { AuditRetention, RetentionChanged, retentionInput, type Retention } from './AuditRetention.ts';
export { ChainCheck, type ChainState } from './ChainCheck.ts';
export { badSession, DenialLog, notSignedIn, tooManyTries } from './DenialLog.ts';
