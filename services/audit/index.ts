/** The audit trail: who did what, kept so that a change is noticed. PS3.15 A.5. */
export {
  openText,
  type AuditActor,
  type AuditEvent,
  type RecordedEvent,
  type TextSealer,
} from './AuditEvent.ts';
export { eventCodes, eventTypeCodes, type EventName, type EventTypeName } from './dicomCodes.ts';
export { AuditLog, type AuditLogOptions } from './AuditLog.ts';
export { AuditUnavailable } from './AuditUnavailable.ts';
export { AccessTally, type Tally, type TallyLog, type View } from './AccessTally.ts';
export type { ChainKey } from './chain.ts';
export { chainKey, chainKeyById, type ChainKeySource } from './chainKey.ts';
export { journalFiles, readJournal } from './Journal.ts';
export { describeVerdict } from './describeVerdict.ts';
export { readHeadFile, type Head } from './HeadFile.ts';
export { leastDays, removeOldEvents } from './retention.ts';
export { auditPages, searchAudit, type AuditFilter, type AuditPage, type AuditQuery } from './searchAudit.ts';
export { verifyAudit, type AuditVerdict, type VerifyOptions } from './verifyAudit.ts';
export { toCsv } from './toCsv.ts';
export { auditMessages } from './auditMessages.ts';
export { toXml } from './toXml.ts';
